"""The demo's calendar: everything in it lies so many days before the day on which it is opened."""

from __future__ import annotations

import datetime as dt

from district_portal.district.current import today, zone

FRIDAY = 4


def day(days_ago: int) -> dt.date:
    """The local day so many days ago; ahead where negative."""
    return today() - dt.timedelta(days=days_ago)


def school_day(days_ahead: int) -> dt.date:
    """The local day so many days ahead, the Monday after where that is a weekend."""
    found = day(-days_ahead)
    while found.weekday() > FRIDAY:
        found += dt.timedelta(days=1)
    return found


def board_meeting(days_ago: int) -> dt.date:
    """The Monday on which the board met, that long ago or a little more."""
    found = day(days_ago)
    return found - dt.timedelta(days=found.weekday())


def morning(days_ago: int, *, hour: int = 9) -> dt.datetime:
    """That hour of the local day so many days ago."""
    return dt.datetime.combine(day(days_ago), dt.time(hour), tzinfo=zone())
