"""What the next school year will ask of whom, before it begins."""

from __future__ import annotations

import datetime as dt
import functools
import operator
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone

from accounts.models import Person
from accounts.places import read_tree
from district_portal.district.current import today, zone
from district_portal.schooldays import hours
from district_portal.schooldays.counting import school_day_from, school_days_in
from policies.acknowledgments import reading, starting
from policies.acknowledgments.audience import Audience, reach
from policies.acknowledgments.deadlines import counted_day, rule_day
from policies.acknowledgments.models import Assignment, Requirement, YearStart
from policies.acknowledgments.year_asked import asked_year, first_day, year_after

LONGEST = dt.timedelta(days=2 * 366)
"""From the day on which a school year is asked for to the last on which any of it can be due."""


@dataclass(frozen=True)
class Asked:
    """One policy that is signed each school year: how many people, by today's roster, by when.

    `instead_of` is the day that the requirement names, where it would leave too few days.
    """

    requirement: Requirement
    people: int
    due_on: dt.date
    instead_of: dt.date | None


@dataclass(frozen=True)
class ComingYear:
    """The next school year to be asked for: its name, from when, and what is asked then.

    `decision` says who decided that, if anybody did; `last_started` is the newest that was asked
    for before; `mails_on` is the first day of mails.
    """

    name: str
    first_day: dt.date
    begins: dt.date
    decision: YearStart | None
    last_started: YearStart | None
    mails_on: dt.date
    people: int
    rows: list[Asked]

    @property
    def signatures(self) -> int:
        """How many signatures it asks for."""
        return sum(row.people for row in self.rows)

    @property
    def moved(self) -> bool:
        """Whether any policy is due later than its requirement says."""
        return any(row.instead_of for row in self.rows)

    @property
    def due(self) -> list[dt.date]:
        """The due dates that there are, in order."""
        return sorted({row.due_on for row in self.rows if row.people})


def coming_year(*, begins: dt.date | None = None) -> ComingYear:
    """What the requirements of each school year will ask when the next one is asked for.

    As of the day that was decided, or of `begins`. People are those of today's roster; who is on
    leave then is asked on return. A policy that is not in force asks nobody.
    """
    name = year_after(asked_year())
    starts = YearStart.objects.select_related("decided_by").order_by("-school_year")
    newest = starts.filter(Q(school_year=name) | Q(started_at__isnull=False))[:2]
    decision = next((row for row in newest if row.school_year == name), None)
    decided = decision.starts_on if decision else None
    begins = begins or decided or first_day(name)
    rules = list(
        reading.live().filter(
            cycle=Requirement.Cycle.SCHOOL_YEAR, policy__versions__state="in_force"
        )
    )
    reached = _reached(rules)
    anybody = functools.reduce(operator.or_, reached.values(), Q(pk__in=()))
    counts = Person.objects.aggregate(
        anybody=Count("pk", filter=anybody),
        **{f"of_{pk}": Count("pk", filter=who) for pk, who in reached.items()},
    )
    school_days = school_days_in(begins, begins + LONGEST)
    return ComingYear(
        name=name,
        first_day=first_day(name),
        begins=begins,
        decision=decision,
        last_started=next((row for row in newest if row.started_at), None),
        mails_on=first_mails(begins),
        people=counts["anybody"],
        rows=[_asked(rule, counts[f"of_{rule.pk}"], begins, name, school_days) for rule in rules],
    )


def first_mails(begins: dt.date, *, at: dt.datetime | None = None) -> dt.date:
    """The day on which the first mails go out when people are asked on `begins`."""
    there = (at or timezone.now()).astimezone(zone())
    if begins == there.date() and there.time() >= hours.UNTIL:
        begins += dt.timedelta(days=1)
    return school_day_from(begins)


def still_open() -> int:
    """How many signatures of the school year that is asked for at present are missing."""
    return Assignment.objects.open().filter(cycle=asked_year()).count()


def possible_days(year: str) -> tuple[dt.date, dt.date]:
    """First and last day to which the start of `year` can be moved today."""
    return starting.bounds(year, on=today())


def _reached(rules: list[Requirement]) -> dict[int, Q]:
    tree = read_tree()
    return {rule.pk: reach(Audience.of(rule), on=today(), tree=tree) for rule in rules}


def _asked(
    rule: Requirement, people: int, begins: dt.date, year: str, school_days: list[dt.date]
) -> Asked:
    counted = counted_day(rule, begins, year=year)
    named = rule_day(rule, day=begins, year=year)
    return Asked(
        requirement=rule,
        people=people,
        due_on=next(day for day in school_days if day >= counted),
        instead_of=named if named and named < counted else None,
    )
