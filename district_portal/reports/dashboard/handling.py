"""How requests are handled: how many come, how long they wait, how long a step takes.

Times are school days after the day on which it began: what is decided the same day took none.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate

from approvals.models import Request, Step
from approvals.models.route import in_words
from district_portal.district.current import zone
from district_portal.reports.dashboard.asking import Asked

Row = dict[str, Any]


@dataclass(frozen=True)
class Taken:
    """How long decisions took, in school days: half of them at most `median`, 90 % `most`."""

    label: str
    decisions: int
    median: int
    most: int


@dataclass
class Handling:
    """All that the charts of requests are drawn from."""

    months: dict[dt.date, int] = field(default_factory=dict)
    """How many were sent, by the first of the month."""
    ages: dict[int, int] = field(default_factory=dict)
    """How many are open, by the school days since they were sent."""
    steps: list[Taken] = field(default_factory=list)
    in_all: Taken | None = None

    @property
    def sent(self) -> int:
        """How many were sent in the school year."""
        return sum(self.months.values())

    @property
    def open(self) -> int:
        """How many wait for a decision."""
        return sum(self.ages.values())


def sought(asked: Asked) -> list[QuerySet[Any, Any]]:
    """What `read` needs: requests sent and decisions made in the school year, and open ones."""
    requests, clock = asked.requests(), zone()
    first, last = asked.bounds
    sent = requests.annotate(day=TruncDate("sent_at", tzinfo=clock))
    steps = Step.objects.filter(
        state=Step.State.DECIDED, submission__request__in=requests.values("pk")
    )
    steps = steps.annotate(
        begun=TruncDate("opened_at", tzinfo=clock), ended=TruncDate("ended_at", tzinfo=clock)
    )
    taken = steps.filter(ended__gte=first, ended__lte=last).order_by()
    return [
        sent.filter(day__gte=first, day__lte=last).values("day").annotate(n=Count("pk")),
        sent.filter(state=Request.State.OPEN).values("day").annotate(n=Count("pk")),
        taken.values("begun", "ended", "approvers", "all_must").annotate(n=Count("pk")),
    ]


def first_needed(found: list[list[Row]]) -> list[dt.date]:
    """The days from which school days are counted, in what was found."""
    _sent, waiting, taken = found
    days = [row["day"] for row in waiting] + [row["begun"] for row in taken]
    return [dt.date.fromisoformat(day) for day in days]


def read(asked: Asked, found: list[list[Row]], *, school_days: list[dt.date]) -> Handling:
    """How requests were handled; `school_days` are those since the first day in `found`."""
    sent, waiting, taken = found
    handling = Handling()
    for row in sent:
        month = dt.date.fromisoformat(row["day"]).replace(day=1)
        handling.months[month] = handling.months.get(month, 0) + row["n"]
    for row in waiting:
        age = _between(row["day"], asked.today, school_days)
        handling.ages[age] = handling.ages.get(age, 0) + row["n"]
    steps: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    everything: dict[int, int] = defaultdict(int)
    for row in taken:
        took = _between(row["begun"], dt.date.fromisoformat(row["ended"]), school_days)
        steps[in_words(row["approvers"], all_must=row["all_must"])][took] += row["n"]
        everything[took] += row["n"]
    handling.steps = sorted((_taken(label, times) for label, times in steps.items()), key=_longest)
    handling.in_all = _taken("", everything) if everything else None
    return handling


def at_most(times: dict[int, int], percent: int) -> int:
    """The shortest time that so many per cent of all took at most."""
    wanted, reached = percent * sum(times.values()), 0
    for time in sorted(times):
        reached += 100 * times[time]
        if reached >= wanted:
            return time
    raise ValueError("no time was taken")


def _taken(label: str, times: dict[int, int]) -> Taken:
    return Taken(label, sum(times.values()), at_most(times, 50), at_most(times, 90))


def _longest(taken: Taken) -> tuple[int, int, str]:
    return (-taken.most, -taken.median, taken.label)


def _between(begun: str, ended: dt.date, school_days: list[dt.date]) -> int:
    """School days after the first day up to and including the last one."""
    first = bisect_right(school_days, dt.date.fromisoformat(begun))
    return max(0, bisect_right(school_days, ended) - first)
