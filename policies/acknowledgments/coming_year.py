"""What the next school year will ask of whom, before it begins."""

from __future__ import annotations

import datetime as dt
import functools
import operator
from dataclasses import dataclass

from django.db.models import Count, Q

from accounts.models import Person
from accounts.places import read_tree
from district_portal.district.current import school_year, school_year_bounds, today
from district_portal.schooldays.counting import school_days_in
from policies.acknowledgments import reading
from policies.acknowledgments.audience import Audience, reach
from policies.acknowledgments.deadlines import counted_day
from policies.acknowledgments.models import Requirement

LONGEST = dt.timedelta(days=2 * 366)
"""From the first day of a school year to the last day on which anything of it can be due."""


@dataclass(frozen=True)
class Asked:
    """One policy that is signed each school year: how many people, by today's roster, by when."""

    requirement: Requirement
    people: int
    due_on: dt.date


@dataclass(frozen=True)
class ComingYear:
    """The next school year: its name and first day, and what is asked on that day."""

    name: str
    begins: dt.date
    people: int
    rows: list[Asked]

    @property
    def signatures(self) -> int:
        """How many signatures it asks for."""
        return sum(row.people for row in self.rows)


def coming_year() -> ComingYear:
    """What the requirements of each school year will ask when the next one begins.

    People are those of today's roster; who is on leave then is asked on return. A policy that is
    not in force asks nobody.
    """
    begins = school_year_bounds()[1] + dt.timedelta(days=1)
    yearly = reading.live().filter(
        cycle=Requirement.Cycle.SCHOOL_YEAR, policy__versions__state="in_force"
    )
    rules = list(yearly)
    tree = read_tree()
    reached = {rule.pk: reach(Audience.of(rule), on=today(), tree=tree) for rule in rules}
    anybody = functools.reduce(operator.or_, reached.values(), Q(pk__in=()))
    counts = Person.objects.aggregate(
        anybody=Count("pk", filter=anybody),
        **{f"of_{pk}": Count("pk", filter=who) for pk, who in reached.items()},
    )
    school_days = school_days_in(begins, begins + LONGEST)
    return ComingYear(
        name=school_year(begins),
        begins=begins,
        people=counts["anybody"],
        rows=[
            Asked(
                requirement=rule,
                people=counts[f"of_{rule.pk}"],
                due_on=next(day for day in school_days if day >= counted_day(rule, begins)),
            )
            for rule in rules
        ],
    )
