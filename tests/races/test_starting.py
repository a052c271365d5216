"""The school year is started by two at once, and its day begun by two workers at once."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from district_portal import audit
from district_portal.district.current import school_year, today
from district_portal.district.models import District
from policies.acknowledgments import assigning, starting
from policies.acknowledgments.models import Assignment, YearStart
from policies.acknowledgments.year_asked import year_after
from tests.factories.acknowledgments import required
from tests.factories.policies import published
from tests.races.together import together

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_who_start_it_at_once_one_does_and_nobody_is_asked_twice(cast):
    soon = today() + dt.timedelta(days=40)
    first = {"school_year_month": soon.month, "school_year_day": min(soon.day, 28)}
    District.objects.update_or_create(pk=1, defaults={"name": "Marlow Bend", **first})
    at = timezone.now() - dt.timedelta(days=1)
    for code in ("529", "540"):
        version = published(code, code, at=at)
        required(version, people=[cast.lou, cast.gus], at=at, cycle="school_year")
    year = year_after(school_year())
    now = timezone.now()
    clicks = [
        lambda by=by: starting.start_now(year, by=by, at=now) for by in (cast.ada, cast.polly)
    ]
    told = together(clicks * 2)
    assert [type(one) for one in told].count(starting.YearStartedError) == 3
    together([lambda: assigning.begin_day(at=now)] * 4)
    assert Assignment.objects.open().count() == 4
    assert {row.cycle for row in Assignment.objects.open()} == {year}
    assert YearStart.objects.count() == 1
    assert audit.events(act="acknowledgments.year_started").count() == 1
    assert assigning.verify(at=now) == {}


def test_a_year_that_begins_by_itself_is_noted_once_by_many_workers(cast):
    first = {"school_year_month": 7, "school_year_day": 1}
    District.objects.update_or_create(pk=1, defaults={"name": "Marlow Bend", **first})
    autumn = dt.datetime(2026, 9, 1, 17, tzinfo=dt.UTC)
    version = published("529", "Pages", at=autumn)
    required(version, people=[cast.lou], at=autumn, cycle="school_year")
    july = dt.datetime(2027, 7, 1, 17, tzinfo=dt.UTC)
    together([lambda: assigning.begin_day(at=july)] * 4)
    assert YearStart.objects.get().started_at == july
    assert audit.events(act="acknowledgments.year_started").count() == 1
    assert Assignment.objects.open().get().cycle == "2027–28"
