"""Leave a kind of matter to another person for some days: asked, accepted or declined, ended.

One row a matter; those that were entered together are answered and ended together. Nothing is
handed over before the delegate says yes, and everything comes back by itself when the days are
over.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy

from accounts.models import Delegation, Person, Posting
from accounts.signals import standing_changed
from district_portal import audit, mailing
from district_portal.district.current import today

LONGEST_DAYS = 366


class DatesError(ValueError):
    """The days are in the past, in the wrong order, or more than a year."""


class OverlapError(ValueError):
    """The person has left that matter to somebody on some of these days already."""

    def __init__(self, delegation: Delegation) -> None:
        super().__init__(str(delegation))
        self.delegation = delegation


class CannotActError(ValueError):
    """The delegate has left, is on leave on the first of these days, or is the person."""


class OverError(Exception):
    """It was declined, withdrawn or ended before, or its days are over."""


@transaction.atomic
def delegate(
    person: Person,
    *,
    to: Person,
    matters: Collection[str],
    since: dt.date,
    until: dt.date,
    by: Person,
    note: str = "",
    at: dt.datetime | None = None,
) -> list[Delegation]:
    """Ask `to` to act for `person` in `matters` from `since` to `until`, both included.

    `by` enters it: the person, or somebody for them who can't. Raises DatesError, CannotActError,
    OverlapError with what stands in the way, and ValueError where no matter is named.
    """
    at = at or timezone.now()
    if not matters:
        raise ValueError("no matter")
    if until < since or since < today(at) or (until - since).days > LONGEST_DAYS:
        raise DatesError
    list(Person.objects.select_for_update().filter(pk__in={person.pk, to.pk}).order_by("pk"))
    if to == person or not _can_act(to, on=since):
        raise CannotActError
    rows = []
    for matter in [known for known in Delegation.Matter if known in set(matters)]:
        if standing := overlapping(person, matter=matter, since=since, until=until):
            raise OverlapError(standing)
        row = Delegation(person=person, delegate=to, matter=matter)
        row.since, row.until, row.note = since, until, note.strip()
        row.entered_by, row.entered_at = by, at
        rows.append(row)
    Delegation.objects.bulk_create(rows)
    _record("delegations.asked", rows, by=by, at=at)
    _mail("delegation_asked", rows, to=to)
    if by != person:
        _mail("delegation_entered", rows, to=person)
    return rows


def overlapping(
    person: Person, *, matter: str, since: dt.date, until: dt.date
) -> Delegation | None:
    """What `person` has left of that matter on some of these days already."""
    standing = Delegation.objects.live().filter(person=person, matter=matter)
    return standing.filter(since__lte=until, until__gte=since).select_related("delegate").first()


@transaction.atomic
def accept(delegation: Delegation, *, by: Person, at: dt.datetime | None = None) -> None:
    """Take on what was asked; harmless twice. Raises OverError and CannotActError.

    `by` is the delegate, which the caller has seen to.
    """
    at = at or timezone.now()
    rows = _held(delegation, on=today(at))
    if all(row.accepted_at for row in rows):
        return
    if not by.is_active:
        raise CannotActError
    for row in rows:
        row.accepted_at = at
        row.save(update_fields=["accepted_at"])
    _record("delegations.accepted", rows, by=by, at=at)
    _mail("delegation_accepted", rows, to=rows[0].person)
    _tell(rows, on=today(at))


@transaction.atomic
def decline(delegation: Delegation, *, by: Person, at: dt.datetime | None = None) -> None:
    """Say no to what was asked. Raises OverError, also where it was accepted before."""
    at = at or timezone.now()
    rows = _held(delegation, on=today(at))
    if any(row.accepted_at for row in rows):
        raise OverError
    for row in rows:
        row.declined_at = at
        row.save(update_fields=["declined_at"])
    _record("delegations.declined", rows, by=by, at=at)
    _mail("delegation_declined", rows, to=rows[0].person)


@transaction.atomic
def end(delegation: Delegation, *, by: Person, at: dt.datetime | None = None) -> None:
    """End it early, or withdraw what was not yet accepted; what waits goes back at once.

    Either of the two may, and the District Administrator. The other ones are told. Raises
    OverError.
    """
    at = at or timezone.now()
    rows = _held(delegation, on=today(at))
    accepted = bool(rows[0].accepted_at)
    for row in rows:
        row.ended_at = at
        row.save(update_fields=["ended_at"])
    _record("delegations.ended" if accepted else "delegations.withdrawn", rows, by=by, at=at)
    for other in {rows[0].person, rows[0].delegate} - {by}:
        _mail("delegation_ended", rows, to=other, ended_by=by)
    _tell(rows, on=today(at))


def _can_act(person: Person, *, on: dt.date) -> bool:
    away = Posting.objects.on(on).filter(person=person, primary=True, on_leave=True)
    return Person.objects.filter(pk=person.pk, is_active=True).exists() and not away.exists()


def _held(delegation: Delegation, *, on: dt.date) -> list[Delegation]:
    """The rows that were entered together, locked; raises OverError unless they still stand."""
    together = Delegation.objects.filter(
        person=delegation.person_id,
        delegate=delegation.delegate_id,
        entered_at=delegation.entered_at,
    ).select_related("person", "delegate", "entered_by")
    rows = list(together.select_for_update(of=("self",)).order_by("pk"))
    if any(row.ended_at or row.declined_at for row in rows) or rows[0].until < on:
        raise OverError
    return rows


def _tell(rows: Collection[Delegation], *, on: dt.date) -> None:
    """Who decides changes when what is accepted holds today."""
    current = [row for row in rows if row.accepted_at and row.since <= on <= row.until]
    if people := {pk for row in current for pk in (row.person_id, row.delegate_id)}:
        standing_changed.send(sender=Delegation, people=people)


def _record(act: str, rows: list[Delegation], *, by: Person | None, at: dt.datetime) -> None:
    first = rows[0]
    audit.record(
        act,
        by=by,
        on=first,
        person=first.person,
        after={
            "delegate": str(first.delegate),
            "matters": [row.matter for row in rows],
            "since": first.since,
            "until": first.until,
        },
        at=at,
    )


def _mail(name: str, rows: list[Delegation], *, to: Person, ended_by: Person | None = None) -> None:
    first = rows[0]
    labels = [Delegation.Matter(row.matter).label for row in rows]
    mailing.queue(
        name,
        key=f"{name}:{first.pk}:{to.pk}",
        to=to,
        context={
            "delegation": first,
            "matters": format_lazy(", ".join(["{}"] * len(rows)), *labels),
            "ended_by": ended_by,
            "link": reverse("people:delegations"),
        },
        in_doubt="hold",
    )
