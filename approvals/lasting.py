"""How long an exception to a policy may last: it ends on a day, and that day is not far.

An exception is made for a project. One that outlives the classes for which it was thought is a
change of the policy, which is the Board's to make; so it is asked for again after a few years.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from district_portal.district.current import school_year_bounds

SCHOOL_YEARS_AT_MOST: Final = 2
"""The school year in which it begins and the next one: a project of two years with one class."""


def latest_end(starts_on: dt.date) -> dt.date:
    """The last local day on which what begins on `starts_on` may end."""
    _first, last = school_year_bounds(starts_on)
    for _year in range(SCHOOL_YEARS_AT_MOST - 1):
        _first, last = school_year_bounds(last + dt.timedelta(days=1))
    return last
