"""What a report may be asked: of which day, about whom, about which policy, in which state."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet, Value
from django.utils.translation import gettext_lazy as _

from accounts import roll
from accounts.listing import worded
from accounts.models import Person, Place, Posting
from accounts.places import with_places_below
from district_portal.district.current import school_year_bounds, zone
from policies.acknowledgments.models import Closing, Packet, Requirement
from policies.models import Policy, Version

OPEN, LATE, SIGNED, CLOSED, ALL = "open", "late", "signed", "closed", "all"
STATUSES = [
    (ALL, _("All")),
    (OPEN, _("Not signed")),
    (LATE, _("Late")),
    (SIGNED, _("Signed")),
    (CLOSED, _("Closed without a signature")),
]
FEW = 5000
"""Up to so many people are looked up by themselves."""


@dataclass(frozen=True)
class Question:
    """What a report is asked. Everything but the day may be left open.

    `packet` keeps the policies that are, or were, required in it. `words` are parts of a name,
    address or number. `school_year` (2026–27) keeps what was asked in it. `days_late` is from how
    many days on something counts as late. Number, maker and witness of a record by which something
    was closed are told of those in `closings` alone, None for none.
    """

    as_of: dt.date
    policy: Policy | None = None
    packet: Packet | None = None
    version: int | None = None
    place: Place | None = None
    position: str = ""
    supervisor: Person | None = None
    kind: str = ""
    status: str = ALL
    words: str = ""
    school_year: str = ""
    days_late: int = 1
    with_left: bool = False
    scope: Q = field(default_factory=Q)
    closings: Q | None = field(default_factory=Q)

    @property
    def end(self) -> dt.datetime:
        """The first moment after the day, in the district's zone."""
        morrow = self.as_of + dt.timedelta(days=1)
        return dt.datetime.combine(morrow, dt.time.min, tzinfo=zone())

    @property
    def late_before(self) -> dt.date:
        """What was due before this day and is open is late."""
        return self.as_of - dt.timedelta(days=self.days_late - 1)

    @cached_property
    def year(self) -> tuple[dt.datetime, dt.datetime, dt.date]:
        """The first moment of the school year, the first one after it, and its last day."""
        start, last = school_year_bounds()
        years = int(self.school_year[:4]) - start.year
        first, last = (day.replace(year=day.year + years) for day in (start, last))
        after = last + dt.timedelta(days=1)
        midnight = [dt.datetime.combine(day, dt.time.min, tzinfo=zone()) for day in (first, after)]
        return midnight[0], midnight[1], last

    @cached_property
    def versions(self) -> list[int]:
        """Ids of the version asked for, else of the newest in force by then of each policy.

        Looked up before the rest is asked: with the ids at hand PostgreSQL goes to their rows,
        else it may go through those of all policies.
        """
        end, day = self.end, self.as_of
        if self.school_year:
            end, day = min(end, self.year[1]), min(day, self.year[2])
        found = Version.objects.filter(
            published_at__lt=end,
            effective_on__lte=day,
            state__in=[Version.State.IN_FORCE, Version.State.SUPERSEDED],
        )
        if self.policy:
            found = found.filter(policy=self.policy)
        if self.packet:
            asked = Requirement.objects.filter(packet=self.packet.pk)
            found = found.filter(policy__in=asked.values("policy"))
        if self.version:
            found = found.filter(number=self.version)
        else:
            found = found.order_by("policy_id", "-number").distinct("policy_id")
        return list(found.values_list("pk", flat=True))

    @cached_property
    def few(self) -> list[int] | None:
        """Ids of the people with the postings asked for; None for many, or where none are.

        Looked up for the same reason.
        """
        found = list(posted(self)[: FEW + 1]) if narrows(self) else None
        return found if found is None or len(found) <= FEW else None

    @property
    def is_of_few(self) -> bool:
        """Whether it is quicker to look up each of its people than to go through everybody."""
        return bool(self.scope) or self.few is not None


def narrows(question: Question) -> bool:
    """Whether the question asks for certain people or postings only."""
    of_posting = question.place or question.position or question.supervisor or question.kind
    return bool(of_posting or question.words)


def posted(question: Question) -> QuerySet[Any]:
    """Ids of the people whose posting of that day, or last one, is what the question asks for."""
    found = Posting.objects.filter(primary=True)
    if question.with_left:
        until_then = found.filter(since__lte=question.as_of)
        last = until_then.order_by("person_id", "-since", "-pk").distinct("person_id")
        found = Posting.objects.filter(pk__in=last.values("pk"))
    else:
        found = found.on(question.as_of)
    if question.place:
        found = found.filter(place__in=with_places_below({question.place.pk}))
    if question.position:
        found = found.filter(position=question.position)
    if question.supervisor:
        found = found.filter(supervisor=question.supervisor)
    if question.kind:
        found = found.filter(kind=question.kind)
    if question.words:
        found = found.filter(person__in=worded(Person.objects.all(), question.words).values("pk"))
    return found.values_list("person", flat=True)


def people(question: Question) -> QuerySet[Person]:
    """Those who were there at the end of the day; with the left ones when asked for."""
    return Person.objects.all() if question.with_left else roll.there(question.as_of)


def told_closings(question: Question) -> QuerySet[Closing]:
    """The records whose number, maker and witness are told to who asks."""
    records = Closing.objects.order_by()
    if question.closings is None:
        return records.alias(told=Value(False)).filter(told=True)
    return records.filter(question.closings)
