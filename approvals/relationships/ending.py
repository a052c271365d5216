"""End a relationship before its day: it is over, or a parent took consent back."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from approvals import moving_on
from approvals.models import Request
from approvals.relationships import notifying
from approvals.relationships.models import Ending, Relationship
from district_portal import audit
from district_portal.district.current import today
from district_portal.district.keeping_words import in_own_language
from district_portal.ui.dates import date_in_words

Why = Ending.Why


class OverError(Exception):
    """Somebody else has ended it, or its last day is over."""


class EndingError(ValueError):
    """An ending that cannot be recorded; `field` is what is wrong, the message says why."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(words)
        self.field = field


@transaction.atomic
def end(
    relationship: Relationship,
    *,
    why: str,
    reason: str,
    by: Person,
    taken_back_on: dt.date | None = None,
    at: dt.datetime | None = None,
) -> Ending:
    """End `relationship` from now on; holder and supervisor are told, but for whoever does it.

    `why` is one of Ending.Why, `taken_back_on` the local day on which a parent took consent back,
    needed then and else left out. The same person twice is once. Raises OverError, EndingError.
    """
    at = at or timezone.now()
    if not reason.strip():
        raise EndingError("reason", _("Say why it ends"))
    if why == Why.CONSENT:
        check_day(relationship, taken_back_on, day=today(at))
    else:
        taken_back_on = None
    ending, new = _end(
        relationship, why=why, reason=reason.strip(), by=by, taken_back_on=taken_back_on, at=at
    )
    if ending is None or ending.ended_by_id != by.pk:
        raise OverError
    if new:
        notifying.tell_ended(ending)
    return ending


@in_own_language()
@transaction.atomic
def end_for_leavers(people: set[int], *, at: dt.datetime | None = None) -> None:
    """End what people hold who left the district."""
    at = at or timezone.now()
    theirs = Relationship.objects.filter(holder__in=people, ending=None, ends_on__gte=today(at))
    held = moving_on.hold(theirs.values_list("request", flat=True))
    reason = _("The holder has left the district.")
    for row in Relationship.objects.filter(request__in=held).select_related("holder", "place"):
        _end(row, why=Why.OVER, reason=reason, by=None, taken_back_on=None, at=at)


@transaction.atomic
def end_refused(
    request: Request, *, reason: str, by: Person, at: dt.datetime | None = None
) -> None:
    """End what was noted on `request`: under a revised clause it no longer holds."""
    at = at or timezone.now()
    for row in Relationship.objects.filter(request=request).select_related("holder", "place"):
        ending, new = _end(row, why=Why.OTHER, reason=reason, by=by, taken_back_on=None, at=at)
        if ending and new:
            notifying.tell_ended(ending)


def check_day(relationship: Relationship, taken_back_on: dt.date | None, *, day: dt.date) -> None:
    """Raise EndingError unless a parent can have taken consent back then, as of the local `day`."""
    given = relationship.consent_on
    if given is None:
        raise EndingError("why", _("No consent was given that could be taken back"))
    if taken_back_on is None:
        raise EndingError("taken_back_on", _("Enter the day on which consent was taken back"))
    if not given <= taken_back_on <= day:
        words = _("Enter a day from %(given)s, when consent was given, to today")
        raise EndingError("taken_back_on", words % {"given": date_in_words(given, style="long")})


def _end(
    relationship: Relationship,
    *,
    why: str,
    reason: str,
    by: Person | None,
    taken_back_on: dt.date | None,
    at: dt.datetime,
) -> tuple[Ending | None, bool]:
    """The ending that stands now, None where its day is over already; and whether it is new."""
    moving_on.lock(relationship.request_id)
    there = Ending.objects.filter(relationship=relationship).first()
    if there or today(at) > relationship.ends_on:
        return there, False
    ending = Ending.objects.create(
        relationship=relationship,
        why=Why(why),
        reason=reason,
        taken_back_on=taken_back_on,
        ended_at=at,
        ended_by=by,
    )
    audit.record(
        "relationships.ended",
        by=by,
        on=relationship,
        person=relationship.holder,
        place=relationship.place,
        before={"until": relationship.ends_on},
        after={"why": ending.why},
        at=at,
    )
    return ending, True
