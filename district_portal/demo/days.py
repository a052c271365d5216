"""The demo's calendar: everything in it lies so many days before the day on which it is opened."""

from __future__ import annotations

import datetime as dt

from district_portal.district.current import today, zone


def day(days_ago: int) -> dt.date:
    """The local day so many days ago; ahead where negative."""
    return today() - dt.timedelta(days=days_ago)


def morning(days_ago: int, *, hour: int = 9) -> dt.datetime:
    """That hour of the local day so many days ago."""
    return dt.datetime.combine(day(days_ago), dt.time(hour), tzinfo=zone())
