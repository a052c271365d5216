"""Which days are school days: no weekend, no federal holiday, no closure of the district."""

from __future__ import annotations

import datetime as dt

import holidays

from district_portal.schooldays.models import Closure

_HOLIDAYS = holidays.country_holidays("US")


def is_school_day(day: dt.date) -> bool:
    """Whether the district works on `day`."""
    if day.weekday() >= 5 or day in _HOLIDAYS:  # noqa: PLR2004 – Saturday is 5
        return False
    return not Closure.objects.filter(first_day__lte=day, last_day__gte=day).exists()


def school_day_from(day: dt.date) -> dt.date:
    """`day` itself, or the next school day after it.

    Raises ValueError when the district's closures leave none within a year.
    """
    return add_school_days(day - dt.timedelta(days=1), 1)


def add_school_days(day: dt.date, count: int) -> dt.date:
    """The school day that lies `count` (at least 1) school days after `day`.

    Raises ValueError when the district's closures leave none within a year.
    """
    horizon = day + dt.timedelta(days=366 + 2 * count)
    closures = list(
        Closure.objects.filter(last_day__gte=day, first_day__lte=horizon).values_list(
            "first_day", "last_day"
        )
    )
    while day < horizon:
        day += dt.timedelta(days=1)
        closed = any(first <= day <= last for first, last in closures)
        if day.weekday() < 5 and day not in _HOLIDAYS and not closed:  # noqa: PLR2004
            count -= 1
            if count == 0:
                return day
    raise ValueError(f"no school day found before {horizon}")


def school_days_in(start: dt.date, end: dt.date) -> list[dt.date]:
    """The school days after `start` up to and including `end`, in order; one query."""
    closures = list(
        Closure.objects.filter(last_day__gt=start, first_day__lte=end).values_list(
            "first_day", "last_day"
        )
    )
    days = (start + dt.timedelta(days=n) for n in range(1, (end - start).days + 1))
    return [
        day
        for day in days
        if day.weekday() < 5  # noqa: PLR2004 – Saturday is 5
        and day not in _HOLIDAYS
        and not any(first <= day <= last for first, last in closures)
    ]
