"""The district as it is set up, and its clock."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Subquery, TextField
from django.db.models.functions import Cast, JSONObject
from django.utils import timezone
from django.utils.translation import gettext as _

from district_portal.district.models import District, Logo

_remembered: ContextVar[District | None] = ContextVar("district", default=None)


@contextmanager
def remembered() -> Iterator[District]:
    """Within it, as in one request, the district is read once."""
    district = current()
    token = _remembered.set(district)
    try:
        yield district
    finally:
        _remembered.reset(token)


def current() -> District:
    """The district with its logo beside it, or an unsaved one before it was entered."""
    if (district := _remembered.get()) is not None:
        return district
    found = District.objects.raw(*_statement())
    return next(iter(found), None) or District(pk=1, name=_("Our school district"))


@functools.cache
def _statement() -> tuple[str, tuple[Any, ...]]:
    """What reads the district: asked for so often that putting it together took the longest."""
    logo = JSONObject(digest="digest", width="width", height="height")
    found = District.objects.annotate(
        logo_facts=Cast(Subquery(Logo.objects.filter(pk=1).values(of=logo)), TextField())
    )
    return found.filter(pk=1).query.sql_with_params()


def as_set_up() -> str:
    """Today and the district: by it is kept what is made of nothing else."""
    district = current()
    settled = [getattr(district, column.attname) for column in District._meta.concrete_fields]  # noqa: SLF001
    return repr((today(), settled))


def zone() -> ZoneInfo:
    """The district's time zone."""
    if (district := _remembered.get()) is not None:
        return ZoneInfo(district.time_zone)
    with connection.cursor() as cursor:
        cursor.execute("SELECT time_zone FROM district_district WHERE id = 1")
        found = cursor.fetchone()
    return ZoneInfo(found[0] if found else District().time_zone)


def today(at: dt.datetime | None = None) -> dt.date:
    """The district's calendar day at `at` (aware; now unless given)."""
    return (at or timezone.now()).astimezone(zone()).date()


def school_year(day: dt.date | None = None) -> str:
    """The school year of `day` (today unless given), written 2026–27."""
    district = current()
    day = day or today()
    start = dt.date(day.year, district.school_year_month, district.school_year_day)
    first = day.year if day >= start else day.year - 1
    return f"{first}–{(first + 1) % 100:02d}"


def school_year_bounds(day: dt.date | None = None) -> tuple[dt.date, dt.date]:
    """First and last day of the school year in which `day` (today unless given) lies."""
    district = current()
    day = day or today()
    start = dt.date(day.year, district.school_year_month, district.school_year_day)
    if day < start:
        start = start.replace(year=start.year - 1)
    return start, start.replace(year=start.year + 1) - dt.timedelta(days=1)
