"""How much of what is open will be signed when it is due, at the pace of the last school days.

The rule, as it stands beside the figure: signatures a school day, counted over the last ten school
days before today, times the school days until the day on which most is due.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import Final

from district_portal.reports.dashboard.standing import Standing

WINDOW, FEWEST = 10, 5
"""School days over which the pace is taken, and how many it needs at least."""
REACH: Final = 60
"""Days back that surely hold so many school days, a long break included."""


@dataclass(frozen=True)
class Forecast:
    """Of `waiting` that are due from today until `day`, about `expected` will be signed."""

    day: dt.date
    waiting: int
    expected: int
    pace: float
    over: int
    """The school days over which the pace was taken."""


@dataclass(frozen=True)
class Unknown:
    """Why nothing can be said: nothing is due, asked too short a while ago, or nobody signed."""

    why: str
    school_days: int = 0


NOTHING_DUE, TOO_EARLY, NOBODY_SIGNED = "nothing_due", "too_early", "nobody_signed"


def due_day(standing: Standing) -> dt.date | None:
    """The day, today or later, on which most is due; of several the first."""
    ahead = standing.upcoming
    return min(ahead, key=lambda day: (-ahead[day], day)) if ahead else None


def forecast(
    standing: Standing, *, today: dt.date, school_days: list[dt.date]
) -> Forecast | Unknown:
    """What to expect; `school_days` are those from REACH days before today to the due day."""
    day = due_day(standing)
    if day is None:
        return Unknown(NOTHING_DUE)
    before = school_days[: bisect_left(school_days, today)]
    begun = min((one.day for one in standing.days if one.asked), default=today)
    window = before[max(len(before) - WINDOW, bisect_left(before, begun)) :]
    if len(window) < FEWEST:
        return Unknown(TOO_EARLY, FEWEST)
    signed = sum(one.signed for one in standing.days if window[0] <= one.day < today)
    if not signed:
        return Unknown(NOBODY_SIGNED, len(window))
    pace = signed / len(window)
    left = bisect_right(school_days, day) - bisect_left(school_days, today)
    waiting = sum(people for due, people in standing.upcoming.items() if due <= day)
    return Forecast(day, waiting, min(waiting, int(pace * left)), pace, len(window))
