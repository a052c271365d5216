"""When the portal may write to people unasked: on school days, by day."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from district_portal.district.current import zone
from district_portal.schooldays.counting import is_school_day

FROM, UNTIL = dt.time(7), dt.time(17)


def may_disturb(at: dt.datetime | None = None) -> bool:
    """Whether `at` (aware; now unless given) is a school day between 7:00 and 17:00 there."""
    there = (at or timezone.now()).astimezone(zone())
    return FROM <= there.time() < UNTIL and is_school_day(there.date())
