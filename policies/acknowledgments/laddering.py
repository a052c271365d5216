"""The ladder of one obligation: on which days who hears of it while it stays unsigned.

On assignment; before the due date, by default 14, 7, 3 and 1 days; on the due date; then every
week that it is late. After a week also the supervisor, and a week later human resources, each again
as often as the person. Days are calendar days; what falls on a day without school goes out on the
next school day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from policies.acknowledgments.models import Requirement


class Step(StrEnum):
    """A rung of the ladder."""

    ASSIGNED = "assigned"
    BEFORE = "before"
    DUE = "due"
    LATE = "late"
    SUPERVISOR = "supervisor"
    HR = "hr"


class Rung(NamedTuple):
    """A step and its day."""

    day: dt.date
    step: Step


def for_person(
    rule: Requirement, *, assigned_on: dt.date, due_on: dt.date, until: dt.date
) -> list[Rung]:
    """Every step at which the person hears of it up to `until`; nothing before it was assigned."""
    days = {due_on - dt.timedelta(days=n): Step.BEFORE for n in rule.before_due if n > 0}
    days[due_on] = Step.DUE
    for day in _again(due_on + dt.timedelta(days=rule.late_every), rule, until):
        days[day] = Step.LATE
    rungs = [Rung(day, step) for day, step in days.items() if assigned_on < day <= until]
    if assigned_on <= until:
        rungs.append(Rung(assigned_on, Step.ASSIGNED))
    return sorted(rungs)


def for_supervisor(rule: Requirement, *, due_on: dt.date, until: dt.date) -> list[Rung]:
    """Every step at which the supervisor hears of it."""
    first = due_on + dt.timedelta(days=rule.supervisor_after)
    return [Rung(day, Step.SUPERVISOR) for day in _again(first, rule, until)]


def for_hr(rule: Requirement, *, due_on: dt.date, until: dt.date) -> list[Rung]:
    """Every step at which human resources hear of it; none where the requirement says never."""
    if rule.hr_after is None:
        return []
    first = due_on + dt.timedelta(days=rule.supervisor_after + rule.hr_after)
    return [Rung(day, Step.HR) for day in _again(first, rule, until)]


def first_rungs(rule: Requirement, *, assigned_on: dt.date, due_on: dt.date) -> list[Rung]:
    """The ladder as one reads it beforehand: each step, and of those that recur the first."""
    late = due_on + dt.timedelta(days=rule.late_every)
    supervisor = due_on + dt.timedelta(days=rule.supervisor_after)
    hr = supervisor + dt.timedelta(days=rule.hr_after or 0)
    rungs = [
        *for_person(rule, assigned_on=assigned_on, due_on=due_on, until=late),
        *for_supervisor(rule, due_on=due_on, until=supervisor)[:1],
        *for_hr(rule, due_on=due_on, until=hr)[:1],
    ]
    return sorted(rungs, key=lambda rung: rung.day)


def _again(first: dt.date, rule: Requirement, until: dt.date) -> Iterator[dt.date]:
    day = first
    while day <= until:
        yield day
        day += dt.timedelta(days=rule.late_every)
