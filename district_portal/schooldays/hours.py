"""When the portal may write to people unasked: on school days, by day."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from district_portal.district.current import zone
from district_portal.schooldays.counting import is_school_day, school_day_from, school_days_in

FROM, UNTIL = dt.time(7), dt.time(17)


def may_disturb(at: dt.datetime | None = None) -> bool:
    """Whether `at` (aware; now unless given) is a school day between 7:00 and 17:00 there."""
    there = (at or timezone.now()).astimezone(zone())
    return FROM <= there.time() < UNTIL and is_school_day(there.date())


def may_next(at: dt.datetime | None = None) -> dt.datetime | None:
    """When the portal may write next, from `at` (aware; now unless given): that moment if it may.

    None where the district's closures leave no school day within a year.
    """
    at = at or timezone.now()
    there = at.astimezone(zone())
    day = there.date() + dt.timedelta(days=there.time() >= UNTIL)
    try:
        first = school_day_from(day)
    except ValueError:
        return None
    return max(at, dt.datetime.combine(first, FROM, tzinfo=zone()))


def worked_between(since: dt.datetime, at: dt.datetime) -> dt.timedelta:
    """How much of the time from `since` to `at` (both aware) lies in these hours.

    By the clock of the district, also on the days on which it is put forward or back.
    """
    first, last = since.astimezone(zone()), at.astimezone(zone())
    days = school_days_in(first.date() - dt.timedelta(days=1), last.date())
    passed = dt.timedelta()
    for day in days:
        opens = max(first, dt.datetime.combine(day, FROM, tzinfo=zone()))
        closes = min(last, dt.datetime.combine(day, UNTIL, tzinfo=zone()))
        passed += max(closes - opens, dt.timedelta())
    return passed
