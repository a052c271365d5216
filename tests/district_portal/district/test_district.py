import datetime as dt

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError

from district_portal.district import current
from district_portal.district.models import District
from tests.standing import standing


@standing
def district(db):
    return District.objects.create(pk=1, name="Marlow", time_zone="America/Chicago")


def test_there_is_one_district_only(district):
    with pytest.raises(IntegrityError, match="one_district"):
        District.objects.create(pk=2, name="Another")


def test_today_is_the_districts_day(district):
    late = dt.datetime(2026, 3, 2, 4, 30, tzinfo=dt.UTC)
    assert current.today(late) == dt.date(2026, 3, 1)


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (dt.date(2026, 6, 30), "2025–26"),
        (dt.date(2026, 7, 1), "2026–27"),
        (dt.date(2099, 12, 1), "2099–00"),
    ],
)
def test_the_school_year_begins_on_the_districts_day(district, day, year):
    assert current.school_year(day) == year


def test_the_school_year_has_a_first_and_a_last_day(district):
    bounds = current.school_year_bounds(dt.date(2026, 1, 15))
    assert bounds == (dt.date(2025, 7, 1), dt.date(2026, 6, 30))


def test_the_name_is_entered_by_a_command(db):
    call_command("name_district", "Elm Falls", time_zone="America/Denver")
    assert current.current().name == "Elm Falls"
    with pytest.raises(CommandError, match="no time zone"):
        call_command("name_district", "Elm Falls", time_zone="Mars/Base")
