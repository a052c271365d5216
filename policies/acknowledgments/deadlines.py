"""By when something must be signed."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db import connection

from district_portal.district.current import school_year_bounds
from district_portal.schooldays.counting import school_day_from
from policies.acknowledgments.models import Requirement

# Days of leave that are over, counted from the day of assignment.
LEAVE_DAYS = """
    COALESCE((
        SELECT sum(p.until - greatest(p.since, a.assigned_on) + 1)::int
        FROM accounts_posting p
        WHERE p.person_id = a.person_id AND p."primary" AND p.on_leave
          AND p.until >= a.assigned_on AND p.until < given.day
    ), 0)
"""
OPEN = f"""
    WITH given(requirement_id, day, rule_day, due_days, people) AS (
        VALUES (%s::bigint, %s::date, %s::date, %s::int, %s::bigint[])
    ), open AS (
        SELECT a.id, a.due_on,
               greatest(a.assigned_on + given.due_days, given.rule_day) + {LEAVE_DAYS} AS counted
        FROM acknowledgments_assignment a JOIN given USING (requirement_id)
        WHERE a.ended_at IS NULL AND (given.people IS NULL OR a.person_id = ANY(given.people))
    )
"""  # noqa: S608 – no value but parameters


def due_date(requirement: Requirement, *, assigned_on: dt.date) -> dt.date:
    """The due date of what is assigned on `assigned_on`, without any leave.

    The later of the requirement's day and its count of days, moved to a school day.
    """
    counted = assigned_on + dt.timedelta(days=requirement.due_days)
    rule = rule_day(requirement, day=assigned_on)
    return school_day_from(max(counted, rule) if rule else counted)


def rule_day(requirement: Requirement, *, day: dt.date) -> dt.date | None:
    """The day that the requirement names: for a yearly one in the school year of `day`."""
    named = requirement.due_on
    if named is None or requirement.cycle == Requirement.Cycle.ONCE:
        return named
    start, _end = school_year_bounds(day)
    of_first_year = _in_year(named, start.year)
    return of_first_year if of_first_year >= start else _in_year(named, start.year + 1)


def adjust(requirement: Requirement, *, day: dt.date, people: Collection[int] | None = None) -> int:
    """Set the due dates of open assignments by the rule and by leave that is over on `day`.

    Only those of `people` (ids), if given. Returns how many moved.
    """
    given: list[Any] = [
        requirement.pk,
        day,
        rule_day(requirement, day=day),
        requirement.due_days,
        None if people is None else list(people),
    ]
    with connection.cursor() as cursor:
        cursor.execute(f"{OPEN} SELECT DISTINCT counted FROM open", given)  # noqa: S608 – as above
        counted = [row[0] for row in cursor.fetchall()]
        if not counted:
            return 0
        cursor.execute(
            f"""
            {OPEN}, school_days(counted, due_on) AS (
                SELECT * FROM unnest(%s::date[], %s::date[])
            )
            UPDATE acknowledgments_assignment a SET due_on = school_days.due_on
            FROM open JOIN school_days USING (counted)
            WHERE a.id = open.id AND a.due_on <> school_days.due_on
            """,  # noqa: S608 – no value but parameters
            [*given, counted, [school_day_from(day) for day in counted]],
        )
        return int(cursor.rowcount)


def _in_year(day: dt.date, year: int) -> dt.date:
    return day.replace(year=year, day=min(day.day, calendar.monthrange(year, day.month)[1]))
