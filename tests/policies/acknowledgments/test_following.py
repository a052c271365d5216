"""The days on which it was asked, due and signed are kept once a day, the same however often."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils import timezone

from accounts import moving
from district_portal.district.current import today, zone
from policies.acknowledgments import counting, following
from policies.acknowledgments.models import DayCount, RollCall
from tests.factories.acknowledgments import required, signed
from tests.factories.policies import published


def day(days):
    return today() - dt.timedelta(days=days)


def ago(days):
    """At noon, so that it is the same day whatever the clocks did since."""
    return dt.datetime.combine(day(days), dt.time(12), tzinfo=zone())


def kept(version, place=None):
    rows = DayCount.objects.filter(version=version, place=place)
    found = {row.day: (row.asked, row.due, row.signed) for row in rows}
    assert len(found) == len(rows)
    return found


@pytest.fixture
def version(cast):
    version = published("529", "Staff Use of Social Media", at=ago(60))
    required(version, at=ago(50), due_days=14)
    signed(cast.gus, version, at=ago(40))
    counting.call_roll()
    return version


@pytest.mark.django_db
def test_each_place_has_its_days_with_those_below_it(cast, version):
    following.keep()
    everywhere = kept(version)
    assert everywhere[day(50)][0] == 10
    assert everywhere[day(40)][2] == 1
    assert sum(due for _asked, due, _signed in everywhere.values()) == 10
    assert kept(version, cast.transportation)[day(40)] == (0, 0, 1)
    assert kept(version, cast.northside)[day(50)][0] == 3
    assert day(40) not in kept(version, cast.northside)


@pytest.mark.django_db
def test_what_changed_since_is_counted_anew(cast, version):
    following.keep()
    moving.move(cast.gus, by=None, place=cast.northside)
    signed(cast.lou, version, at=ago(1))
    following.keep()
    assert kept(version, cast.northside)[day(40)] == (0, 0, 1)
    assert kept(version, cast.northside)[day(1)] == (0, 0, 1)
    assert day(40) not in kept(version, cast.transportation)


@pytest.mark.django_db
def test_a_version_that_is_no_longer_in_force_is_let_go(cast, version):
    following.keep()
    published("529", "Staff Use of Social Media", clauses=["Be careful."], asks_again="everyone")
    following.keep()
    assert not kept(version)
    assert DayCount.objects.exists()


@pytest.mark.django_db
def test_once_a_day_after_the_roll_was_called(cast, version):
    RollCall.objects.update(day=day(1))
    assert not following.keep_today()
    counting.call_roll()
    assert following.keep_today()
    assert not following.keep_today()
    counting.call_roll(at=timezone.now() + dt.timedelta(days=1))
    assert following.keep_today(at=timezone.now() + dt.timedelta(days=1))


@pytest.mark.django_db(transaction=True)
def test_two_at_once_count_the_same(cast, version):
    following.keep()
    before = kept(version)
    signed(cast.lou, version, at=ago(3))

    def count(_number):
        try:
            following.keep()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(count, range(4)))
    after = kept(version)
    assert after != before
    assert sum(n for _asked, _due, n in after.values()) == 2
