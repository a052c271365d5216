import datetime as dt

import pytest
from django.db import IntegrityError

from district_portal.schooldays.counting import (
    add_school_days,
    is_school_day,
    school_day_from,
    school_days_in,
)
from district_portal.schooldays.models import Closure
from tests.standing import standing

FRIDAY = dt.date(2026, 11, 20)
THANKSGIVING = dt.date(2026, 11, 26)


@standing
def break_(db):
    return Closure.objects.create(
        name="Winter break", first_day=dt.date(2026, 12, 23), last_day=dt.date(2027, 1, 1)
    )


def test_weekends_and_federal_holidays_have_no_school(db):
    assert is_school_day(FRIDAY)
    assert not is_school_day(FRIDAY + dt.timedelta(days=1))
    assert not is_school_day(THANKSGIVING)


def test_a_holiday_on_a_saturday_is_kept_on_friday(db):
    assert not is_school_day(dt.date(2026, 7, 3))


def test_the_districts_own_closures_count(break_):
    assert is_school_day(dt.date(2026, 12, 22))
    assert not is_school_day(dt.date(2026, 12, 23))
    assert not is_school_day(dt.date(2027, 1, 1))
    assert school_day_from(dt.date(2026, 12, 23)) == dt.date(2027, 1, 4)


def test_days_are_counted_from_the_next_one(db):
    assert add_school_days(FRIDAY, 1) == dt.date(2026, 11, 23)
    assert add_school_days(dt.date(2026, 11, 25), 1) == dt.date(2026, 11, 27)
    assert school_day_from(FRIDAY) == FRIDAY


def test_days_between_leave_out_the_first(break_):
    assert len(school_days_in(FRIDAY, dt.date(2026, 11, 27))) == 4
    assert school_days_in(FRIDAY, FRIDAY) == []


def test_a_district_that_never_opens_is_told_apart(db):
    Closure.objects.create(
        name="For ever", first_day=dt.date(2026, 1, 1), last_day=dt.date(2030, 1, 1)
    )
    with pytest.raises(ValueError, match="no school day"):
        add_school_days(FRIDAY, 1)


def test_a_closure_ends_after_it_begins(db):
    with pytest.raises(IntegrityError, match="closure_in_order"):
        Closure.objects.create(
            name="Backwards", first_day=dt.date(2026, 2, 2), last_day=dt.date(2026, 2, 1)
        )
