"""Prepare a signing meeting: who is expected, and until when their codes are good."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.db.models import Exists, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person, Place, Posting
from accounts.places import with_places_below
from district_portal import audit
from district_portal.district.current import today, zone
from district_portal.permissions import visible
from policies.acknowledgments.models import Assignment, Meeting, Seat
from policies.acknowledgments.models.meeting import LONGEST

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from policies.models import Policy

MAY: Final = "meetings.prepare"
MOST: Final = 200
"""People at one meeting."""


class NobodyError(Exception):
    """Nobody is left who has something to sign."""


class TooManyError(ValueError):
    """More than MOST people."""


class EndError(ValueError):
    """The codes would end at once, or later than a day from now."""


def expected(
    *,
    by: Person,
    place: Place | None = None,
    policy: Policy | None = None,
    people: Collection[Person] = (),
) -> QuerySet[Any]:
    """Who has something to sign and whom `by` may ask to a meeting, by `building` and name.

    Of those at `place` and below it, who have to sign `policy`, and of `people`, where these are
    given. Nobody on leave, and never `by`: nobody prints a code for themselves.
    """
    asked = visible(Assignment.objects.running(today()), by, MAY).filter(person=OuterRef("pk"))
    if policy:
        asked = asked.filter(version__policy=policy)
    rows = Person.objects.filter(Exists(asked), is_active=True).exclude(pk=by.pk)
    if place:
        rows = rows.filter(pk__in=Person.objects.at(with_places_below([place.pk])).values("pk"))
    if people:
        rows = rows.filter(pk__in=[person.pk for person in people])
    postings = Posting.objects.on(today()).filter(person=OuterRef("pk"), primary=True)
    named = Coalesce(
        Subquery(postings.order_by("-pk").values("place__name")[:1]), Value(_("No building"))
    )
    return rows.annotate(building=named).order_by("building", "sort_name", "pk")


def end_of_day(at: dt.datetime | None = None) -> dt.datetime:
    """The first moment after today, in the district's zone."""
    morrow = today(at) + dt.timedelta(days=1)
    return dt.datetime.combine(morrow, dt.time.min, tzinfo=zone())


@transaction.atomic
def prepare(
    name: str,
    *,
    by: Person,
    codes_end_at: dt.datetime,
    place: Place | None = None,
    policy: Policy | None = None,
    people: Collection[Person] = (),
    at: dt.datetime | None = None,
) -> Meeting:
    """Prepare a meeting of those who are `expected` now; its codes are printed from its page.

    `codes_end_at` is aware, at most a day from `at` (aware; now unless given). Raises EndError,
    NobodyError and TooManyError.
    """
    at = at or timezone.now()
    if not at < codes_end_at <= at + LONGEST:
        raise EndError
    found = list(expected(by=by, place=place, policy=policy, people=people)[: MOST + 1])
    if not found:
        raise NobodyError
    if len(found) > MOST:
        raise TooManyError
    meeting = Meeting.objects.create(
        name=name.strip(),
        place=place,
        policy=policy,
        prepared_at=at,
        prepared_by=by,
        codes_end_at=codes_end_at,
    )
    Seat.objects.bulk_create(
        Seat(meeting=meeting, person=person, building=person.building) for person in found
    )
    audit.record(
        "meetings.prepared",
        by=by,
        on=meeting,
        place=place,
        after={"people": len(found), "codes_end_at": codes_end_at},
        at=at,
    )
    return meeting
