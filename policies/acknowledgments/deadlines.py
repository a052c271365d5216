"""By when something must be signed."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db import connection

from district_portal.district.current import today
from district_portal.schooldays.counting import school_day_from
from policies.acknowledgments.models import Requirement
from policies.acknowledgments.year_asked import asked_year, first_day

# Open assignments, each with the day that the rule and any leave that is over lead to. Leaves come
# first, since they are few; right after a publication nothing else has statistics to plan by.
COUNTED = """
    WITH given(requirement_id, day, rule_day, due_days) AS (
        VALUES (%s::bigint, %s::date, %s::date, %s::int)
    ), leave AS MATERIALIZED (
        SELECT p.person_id, p.since, p.until
        FROM given JOIN accounts_posting p ON p.until < given.day
        WHERE p.on_leave AND p."primary" {only_p}
    ), away AS MATERIALIZED (
        SELECT a.id, sum(leave.until - greatest(leave.since, a.assigned_on) + 1)::int AS days
        FROM given CROSS JOIN leave JOIN acknowledgments_assignment a USING (person_id)
        WHERE a.requirement_id = given.requirement_id AND a.ended_at IS NULL {only_a}
          AND leave.until >= a.assigned_on
        GROUP BY a.id
    ), counted AS (
        SELECT a.id, a.due_on,
               greatest(a.assigned_on + given.due_days, given.rule_day)
               + coalesce(away.days, 0) AS day
        FROM given JOIN acknowledgments_assignment a USING (requirement_id)
        LEFT JOIN away USING (id)
        WHERE a.ended_at IS NULL {only_a}
    )
    {step}
"""
LOOK = "SELECT day, due_on FROM counted GROUP BY day, due_on"
# What was due before is kept, but not of rows that this very act has opened.
MOVE = """
    , moving AS (
        SELECT counted.id, counted.due_on AS was, to_be.due_on AS becomes
        FROM counted JOIN unnest(%s::date[], %s::date[]) AS to_be(day, due_on) USING (day)
        WHERE counted.due_on <> to_be.due_on
    ), kept AS (
        INSERT INTO acknowledgments_formerdue (assignment_id, due_on, until)
        SELECT a.id, was, %s FROM moving JOIN acknowledgments_assignment a USING (id)
        WHERE a.opened_at < %s
    )
    UPDATE acknowledgments_assignment a SET due_on = becomes FROM moving WHERE a.id = moving.id
"""


def due_date(requirement: Requirement, *, assigned_on: dt.date) -> dt.date:
    """The due date of what is assigned on `assigned_on`, without any leave.

    The later of the requirement's day and its count of days, moved to a school day.
    """
    return school_day_from(counted_day(requirement, assigned_on))


def counted_day(
    requirement: Requirement, assigned_on: dt.date, *, year: str | None = None
) -> dt.date:
    """The due date before it is moved to a school day; of that school year, if one is given."""
    counted = assigned_on + dt.timedelta(days=requirement.due_days)
    rule = rule_day(requirement, day=assigned_on, year=year)
    return max(counted, rule) if rule else counted


def rule_day(requirement: Requirement, *, day: dt.date, year: str | None = None) -> dt.date | None:
    """The day that the requirement names: for a yearly one in the school year asked on `day`.

    Or in that school year, if one is given.
    """
    named = requirement.due_on
    if named is None or requirement.cycle == Requirement.Cycle.ONCE:
        return named
    start = first_day(year or asked_year(day))
    of_first_year = _in_year(named, start.year)
    return of_first_year if of_first_year >= start else _in_year(named, start.year + 1)


def adjust(
    requirement: Requirement, *, at: dt.datetime, people: Collection[int] | None = None
) -> int:
    """Set the due dates of open assignments by the rule and by leave that is over at `at` (aware).

    Only those of `people` (ids), if given. Returns how many moved; FormerDue keeps where from.
    """
    day = today(at)
    given: list[Any] = [
        requirement.pk,
        day,
        rule_day(requirement, day=day),
        requirement.due_days,
    ]
    only = {"only_a": only_of(people, "a"), "only_p": only_of(people, "p")}
    with connection.cursor() as cursor:
        cursor.execute(COUNTED.format(step=LOOK, **only), given)
        found: list[tuple[dt.date, dt.date]] = cursor.fetchall()
        school_days = {counted: school_day_from(counted) for counted, _due_on in found}
        if all(school_days[counted] == due_on for counted, due_on in found):
            return 0
        to_be = [list(school_days), list(school_days.values())]
        cursor.execute(COUNTED.format(step=MOVE, **only), [*given, *to_be, at, at])
        return int(cursor.rowcount)


def only_of(people: Collection[int] | None, table: str) -> str:
    """A condition that holds a statement to `people` (ids); nothing when they are None.

    The ids are written out, so that the planner takes an index for one person of 140,000.
    """
    if people is None:
        return ""
    ids = ",".join(str(int(pk)) for pk in people)
    return f"AND {table}.person_id = ANY('{{{ids}}}'::bigint[])"


def _in_year(day: dt.date, year: int) -> dt.date:
    return day.replace(year=year, day=min(day.day, calendar.monthrange(year, day.month)[1]))
