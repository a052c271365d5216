"""Until when a duty of a state pack must be met."""

from __future__ import annotations

import datetime as dt

from approvals.concerns.packs.reading import Until
from district_portal.district.current import zone
from district_portal.schooldays.counting import add_school_days


def due(until: Until, *, start: dt.datetime) -> dt.datetime:
    """The last moment that counts, for what began at `start` (aware).

    Hours pass at night, on holidays and while clocks change; school days and the end of the day
    are those of the district. Where its closures leave no school day within a year every day
    counts, so that a duty is rather too early than never due.
    """
    if until.hours:
        return start.astimezone(dt.UTC) + dt.timedelta(hours=until.hours)
    day = start.astimezone(zone()).date()
    if until.school_days:
        try:
            day = add_school_days(day, until.school_days)
        except ValueError:
            day += dt.timedelta(days=until.school_days)
    return dt.datetime.combine(day, dt.time.max, tzinfo=zone())
