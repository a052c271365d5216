"""Which school year is asked for on a day: the calendar's, unless somebody decided otherwise."""

from __future__ import annotations

import datetime as dt

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Q
from django.db.models.functions import JSONObject

from district_portal.district.current import school_year, school_year_bounds, today
from policies.acknowledgments.models import YearStart


def asked_year(day: dt.date | None = None) -> str:
    """The school year, written 2026–27, that yearly requirements ask for on `day` (or today).

    The newest one that has begun: by its YearStart, and where there is none by the calendar.
    """
    day = day or today()
    rows = YearStart.objects.filter(_near(day)).values_list("school_year", "starts_on")
    return _newest(day, {year: starts_on for year, starts_on in rows if starts_on})


def starts(day: dt.date) -> ArraySubquery:
    """When the school years about `day` were begun or postponed to, for a query on other rows."""
    rows = YearStart.objects.filter(_near(day))
    return ArraySubquery(rows.values(row=JSONObject(year="school_year", on="starts_on")))


def of_starts(day: dt.date, found: list[dict[str, str]]) -> str:
    """What `asked_year` answers, by what `starts` found."""
    return _newest(day, {row["year"]: dt.date.fromisoformat(row["on"]) for row in found})


def _near(day: dt.date) -> Q:
    return Q(starts_on__isnull=False, school_year__gte=year_before(school_year(day)))


def _newest(day: dt.date, starts: dict[str, dt.date]) -> str:
    of_calendar = school_year(day)
    before = year_before(of_calendar)
    postponed = of_calendar in starts and starts[of_calendar] > day
    begun = [year for year, starts_on in starts.items() if starts_on <= day]
    return max([before if postponed else of_calendar, *begun])


def year_after(year: str) -> str:
    """The school year that follows one."""
    return _named(int(year[:4]) + 1)


def year_before(year: str) -> str:
    """The school year that comes before one."""
    return _named(int(year[:4]) - 1)


def first_day(year: str) -> dt.date:
    """The first day of a school year by the district's calendar."""
    first, _last = school_year_bounds(dt.date(int(year[:4]), 12, 31))
    return first


def _named(first: int) -> str:
    return f"{first}–{(first + 1) % 100:02d}"
