"""Close unsigned what somebody must sign: refused, unable, exempted; and ask for it again.

A record of a closing is never changed or deleted. The person may sign all the same; a new version
asks anew, whatever was closed before. Left, superseded and no longer required are no closings:
they follow from the roster and the rule (assigning.reconcile).
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from district_portal import audit, mailing
from district_portal.district.current import today
from policies.acknowledgments import assigning
from policies.acknowledgments.models import Assignment, Closing, Reopening
from policies.acknowledgments.year_asked import asked_year
from policies.models import Policy

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import Person


class NothingOpenError(Exception):
    """It was signed, closed or ended by its rule in the meantime."""


class OwnError(ValueError):
    """Nobody closes or reopens what they must sign themselves."""


class WitnessError(ValueError):
    """The witness is the person, the recorder, or somebody who has left."""


class DayError(ValueError):
    """The day has not come yet, lies before the person was asked, or is over already."""


class NoReasonError(ValueError):
    """The reason or the witness's statement is empty."""


class ReopenedError(Exception):
    """The closing doesn't stand any more: it was reopened, has run out, or was signed after all."""


class NotAskedNowError(Exception):
    """The person would not be asked: moved or gone, or another version or school year counts."""


class OnLeaveError(NotAskedNowError):
    """Nobody is asked anew while on leave: no due date could run."""


def may_witness(somebody: Person, *, assignment: Assignment, by: Person) -> bool:
    """Whether `somebody` can witness that the person refuses: a third one, who works here."""
    return somebody not in (by, assignment.person) and somebody.is_active


def may_be_refused_on(
    assignment: Assignment, day: dt.date, *, at: dt.datetime | None = None
) -> bool:
    """Whether the person can have refused on that local day: asked by then, and not to come."""
    return assignment.assigned_on <= day <= today(at)


def refuse(
    assignment: Assignment,
    *,
    by: Person,
    witness: Person,
    refused_on: dt.date,
    statement: str,
    reason: str = "",
    at: dt.datetime | None = None,
) -> Closing:
    """Record that the person refuses to sign; `witness` was there, and says so in `statement`.

    `refused_on` is a local day, today or earlier; `reason` what the person said themselves. `at`
    is aware, now unless given. Raises OwnError, WitnessError, DayError, NoReasonError and
    NothingOpenError.
    """
    if not may_witness(witness, assignment=assignment, by=by):
        raise WitnessError
    if not may_be_refused_on(assignment, refused_on, at=at):
        raise DayError
    if not statement.strip():
        raise NoReasonError
    said = {"refused_on": refused_on, "witness": witness, "statement": statement.strip()}
    return _close(assignment, Closing.Why.REFUSED, by=by, at=at, reason=reason.strip(), **said)


def note_unable(
    assignment: Assignment, *, by: Person, reason: str, at: dt.datetime | None = None
) -> Closing:
    """Record that the person is not able to sign, and why.

    Raises OwnError, NoReasonError and NothingOpenError.
    """
    if not reason.strip():
        raise NoReasonError
    return _close(assignment, Closing.Why.UNABLE, by=by, at=at, reason=reason.strip())


def exempt(
    assignment: Assignment,
    *,
    by: Person,
    reason: str,
    until: dt.date | None = None,
    at: dt.datetime | None = None,
) -> Closing:
    """Record that the person need not sign this version; after the local day `until` they must.

    Raises OwnError, NoReasonError, NothingOpenError, and DayError for a last day that is over.
    """
    if not reason.strip():
        raise NoReasonError
    if until and until < today(at):
        raise DayError
    said = {"reason": reason.strip(), "until": until}
    return _close(assignment, Closing.Why.EXEMPTED, by=by, at=at, **said)


@transaction.atomic
def reopen(
    closing: Closing, *, by: Person, reason: str, at: dt.datetime | None = None
) -> Assignment:
    """Ask the person again, with the due date that the rule gives from today; answers what opened.

    What opens is reminded of from its beginning, like anything new. Raises OwnError, NoReasonError,
    ReopenedError, NotAskedNowError and OnLeaveError.
    """
    if closing.person == by:
        raise OwnError
    if not reason.strip():
        raise NoReasonError
    Policy.objects.select_for_update(no_key=True).get(pk=closing.version.policy_id)
    at = at or timezone.now()
    closed = Assignment.objects.closed().filter(person=closing.person, closing=closing)
    in_order = closed.with_leave(today(at)).order_by("requirement_id", "pk")
    rows: list[Any] = [*in_order.select_for_update(of=("self",)).select_related("requirement")]
    if not rows:
        raise ReopenedError
    if not _required(closing, on=today(at)).exists():
        raise NotAskedNowError
    Assignment.objects.filter(pk__in=[row.pk for row in rows]).update(asked_again_at=at)
    reopening = Reopening.objects.create(
        closing=closing, reopened_at=at, reopened_by=by, reason=reason.strip()
    )
    audit.record(
        "acknowledgments.reopened",
        by=by,
        on=reopening,
        person=closing.person,
        after={"record": closing.number},
        at=at,
    )
    for row in rows:
        assigning.reconcile(row.requirement, by=by, at=at, people=[closing.person_id])
    asked = Assignment.objects.open().filter(person=closing.person, version=closing.version)
    same = asked.filter(requirement__in=[row.requirement_id for row in rows])
    if (first := same.order_by("due_on", "pk").first()) is None:
        raise OnLeaveError if rows[0].on_leave else NotAskedNowError
    return first


def may_be_reopened(closing: Closing, *, on: dt.date | None = None) -> bool:
    """Whether what was closed is required as it was on a day, today unless given."""
    return _required(closing, on=on or today()).exists()


def _required(closing: Closing, *, on: dt.date) -> QuerySet[Assignment]:
    closed = assigning.closed_for([closing.person_id], closing.version, school_year=asked_year(on))
    return closed.filter(closing=closing)


@transaction.atomic
def _close(
    assignment: Assignment, why: Closing.Why, *, by: Person, at: dt.datetime | None, **said: Any
) -> Closing:
    """Write the record; it ends every open assignment of the person for the version."""
    if assignment.person == by:
        raise OwnError
    Policy.objects.select_for_update(no_key=True).get(pk=assignment.version.policy_id)
    at = at or timezone.now()
    open_ones = Assignment.objects.open().filter(
        person=assignment.person, version=assignment.version
    )
    rows = list(open_ones.order_by("requirement_id", "pk").select_for_update())
    if not rows:
        raise NothingOpenError
    closing = Closing.objects.create(
        person=assignment.person,
        version=assignment.version,
        why=why,
        closed_at=at,
        closed_by=by,
        **said,
    )
    Assignment.objects.filter(pk__in=[row.pk for row in rows]).update(
        ended_at=at, ended_why=str(why), closing=closing
    )
    _tell(closing)
    return closing


def _tell(closing: Closing) -> None:
    """Record the act without its texts, and write to the person whom it is about."""
    audit.record(
        "acknowledgments.closed",
        by=closing.closed_by,
        on=closing,
        person=closing.person,
        after={
            "record": closing.number,
            "why": closing.why,
            "witness": str(closing.witness) if closing.witness else None,
            "refused_on": closing.refused_on,
            "until": closing.until,
        },
        at=closing.closed_at,
    )
    mailing.queue(
        "closed_unsigned",
        key=f"closed_unsigned:{closing.pk}",
        to=closing.person,
        context={
            "closing": closing,
            "version": closing.version,
            "link": reverse("acknowledgments:closing", args=[closing.pk]),
        },
        in_doubt="hold",
    )
