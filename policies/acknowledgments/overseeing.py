"""What a supervisor's people still have to sign: late first, and who is on leave."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    Case,
    Count,
    F,
    IntegerField,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
    Window,
)
from django.db.models.functions import Coalesce, JSONObject

from accounts.listing import listed
from accounts.models import Person, Place
from accounts.naming import called
from accounts.supervising import directly_below
from district_portal.district.current import today
from district_portal.permissions import visible
from policies.acknowledgments import sparing
from policies.acknowledgments.models import Assignment, Nudge
from policies.models import Policy

MAY = "acknowledgments.nudge"
LATE, PAST_DUE, OPEN, ON_LEAVE = "late", "past_due", "open", "leave"


@dataclass(frozen=True, kw_only=True)
class Open:
    """One policy that somebody has not signed; `days_late` is 0 until its due date is over."""

    assignment: Assignment
    days_late: int


@dataclass(frozen=True, kw_only=True)
class Last:
    """When somebody was nudged last, and the name of who did it."""

    day: dt.date
    by: str


@dataclass(frozen=True, kw_only=True)
class Line:
    """One of a supervisor's people, what is open for them, and the last nudge."""

    person: Any
    """As `people` answers it."""
    open: list[Open]
    last: Last | None
    nudged_today: bool

    @property
    def may_be_nudged(self) -> bool:
        """Whether a nudge of today would reach them."""
        return not self.person.why_not


def people(
    supervisor: Person,
    *,
    direct: bool = False,
    status: str = "",
    place: Place | None = None,
    policy: Policy | None = None,
    q: str = "",
) -> QuerySet[Any]:
    """Those whom `supervisor` looks after today, late first, then by due date and name.

    Each has the `position` and `place_name` of today's primary posting; `open`, `late` and
    `first_due`, by version as the person sees it; `away_since`, the day since which they are on
    leave; `rank`, by which they are sorted; `why_not`, as sparing.why_not tells it; `last_nudge`,
    the day of the last one and whose it was; and of all these together `late_in_all`, how many
    are late, and `to_nudge`, how many of those a nudge of today would reach. Nobody on leave is
    late, but may be past due.

    `direct` keeps those right under the supervisor; `place` those who work there or below;
    `policy` those for whom it is open, and counts it alone; `q` those with these words in their
    name, address or number; `status` is LATE, PAST_DUE (late, or would be but for their leave),
    OPEN, ON_LEAVE, or "" for all. What was signed or closed is neither open nor late.
    """
    found = listed(visible(Person.objects.all(), supervisor, MAY), q=q, place=place)
    if direct:
        under = directly_below(supervisor.pk).order_by()
        found = found.filter(pk__in=under.values("person"))
    asked = Assignment.objects.open().filter(person=OuterRef("pk")).order_by()
    if policy:
        asked = asked.filter(version__policy=policy)
    found = found.annotate(
        away_since=Case(When(on_leave=True, then=F("held__since"))),
        open=_versions(asked),
        past_due=_versions(asked.filter(due_on__lt=today())),
        first_due=Subquery(asked.values("person").annotate(d=Min("due_on")).values("d")),
        last_nudge=Subquery(_last_nudge()),
    )
    found = found.annotate(
        late=_unless_away("past_due"), rank=_rank(), why_not=sparing.why_not(today())
    )
    wanted = Q(open__gt=0) if policy else Q()
    found = found.filter(wanted & _STATUS.get(status, Q()))
    late = Q(late__gt=0)
    found = found.annotate(
        late_in_all=Window(Count("pk", filter=late)),
        to_nudge=Window(Count("pk", filter=late & Q(why_not=""))),
    )
    return found.order_by(*BY_DUE)


BY_DUE = ("rank", "first_due", "sort_name", "pk")


def lines(people: Iterable[Any], *, policy: Policy | None = None) -> list[Line]:
    """One line for each of `people`, as the function of that name answers them; one query.

    `policy` limits what is open to it, as there.
    """
    rows = list(people)
    day = today()
    asked = Assignment.objects.open().filter(person__in=[row.pk for row in rows])
    if policy:
        asked = asked.filter(version__policy=policy)
    asked = asked.select_related("version__policy").order_by("due_on", "pk")
    waiting: dict[int, dict[int, Assignment]] = defaultdict(dict)
    for one in asked.defer("version__canonical_text", "version__alignment"):
        waiting[one.person_id].setdefault(one.version_id, one)
    return [
        Line(
            person=row,
            open=[_open(one, day, away=row.away_since) for one in waiting[row.pk].values()],
            last=(last := _told(row.last_nudge)),
            nudged_today=last is not None and last.day == day,
        )
        for row in rows
    ]


def _last_nudge() -> QuerySet[Nudge, Any]:
    nudges = Nudge.objects.filter(person=OuterRef("pk")).order_by("-day")
    return nudges.values(told=JSONObject(day="day", by=called("by")))[:1]


def _told(nudge: dict[str, str] | None) -> Last | None:
    return Last(day=dt.date.fromisoformat(nudge["day"]), by=nudge["by"]) if nudge else None


def _open(assignment: Assignment, day: dt.date, *, away: dt.date | None) -> Open:
    late = 0 if away else max(0, (day - assignment.due_on).days)
    return Open(assignment=assignment, days_late=late)


def _versions(asked: QuerySet[Assignment]) -> Coalesce:
    counted = asked.values("person").annotate(n=Count("version", distinct=True))
    return Coalesce(Subquery(counted.values("n")), 0)


def _unless_away(field: str) -> Case:
    return Case(When(on_leave=True, then=Value(0)), default=F(field), output_field=IntegerField())


def _rank() -> Case:
    away, late, waits = Q(on_leave=True), Q(past_due__gt=0), Q(open__gt=0)
    return Case(
        When(away, then=Value(3)),
        When(late, then=Value(0)),
        When(waits, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )


_STATUS = {
    LATE: Q(late__gt=0),
    PAST_DUE: Q(past_due__gt=0),
    OPEN: Q(open__gt=0),
    ON_LEAVE: Q(on_leave=True),
}
