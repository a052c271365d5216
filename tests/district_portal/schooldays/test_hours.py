from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from district_portal.schooldays.hours import may_disturb, may_next
from district_portal.schooldays.models import Closure

CHICAGO = ZoneInfo("America/Chicago")


@pytest.mark.parametrize(
    ("moment", "may"),
    [
        (dt.datetime(2026, 9, 14, 6, 59, 59, tzinfo=CHICAGO), False),
        (dt.datetime(2026, 9, 14, 7, 0, tzinfo=CHICAGO), True),
        (dt.datetime(2026, 9, 14, 16, 59, 59, tzinfo=CHICAGO), True),
        (dt.datetime(2026, 9, 14, 17, 0, tzinfo=CHICAGO), False),
        (dt.datetime(2026, 9, 12, 12, 0, tzinfo=CHICAGO), False),  # a Saturday
        (dt.datetime(2026, 9, 7, 12, 0, tzinfo=CHICAGO), False),  # Labor Day
        (dt.datetime(2026, 9, 14, 12, 30, tzinfo=dt.UTC), True),  # 7:30 there
        (dt.datetime(2026, 11, 2, 12, 30, tzinfo=dt.UTC), False),  # 6:30 there, in winter time
    ],
)
def test_people_are_disturbed_on_school_days_between_seven_and_five(cast, moment, may):
    assert may_disturb(moment) is may


def test_a_closed_district_is_left_in_peace(cast):
    day = dt.date(2026, 9, 14)
    Closure.objects.create(name="Storm", first_day=day, last_day=day)
    assert not may_disturb(dt.datetime(2026, 9, 14, 12, 0, tzinfo=CHICAGO))


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        ((2026, 9, 14, 6, 59), (2026, 9, 14, 7, 0)),
        ((2026, 9, 14, 10, 30), (2026, 9, 14, 10, 30)),
        ((2026, 9, 14, 17, 0), (2026, 9, 15, 7, 0)),
        ((2026, 9, 11, 18, 0), (2026, 9, 14, 7, 0)),  # a Friday evening
        ((2026, 9, 5, 12, 0), (2026, 9, 8, 7, 0)),  # the Saturday before Labor Day
        ((2026, 10, 31, 12, 0), (2026, 11, 2, 7, 0)),  # the clock is put back meanwhile
    ],
)
def test_when_people_may_be_disturbed_next(cast, at, opens):
    found = may_next(dt.datetime(*at, tzinfo=CHICAGO))
    assert found == dt.datetime(*opens, tzinfo=CHICAGO)
    assert may_disturb(found)


def test_nobody_knows_when_a_district_opens_that_is_closed_for_good(cast):
    Closure.objects.create(
        name="Merged", first_day=dt.date(2026, 9, 1), last_day=dt.date(2028, 9, 1)
    )
    assert may_next(dt.datetime(2026, 9, 14, 12, 0, tzinfo=CHICAGO)) is None
