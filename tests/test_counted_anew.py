"""A page fails whose count depends on something that its statement is not kept by."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from accounts.models import Person, Place
from district_portal.ui import counting

NOON = dt.datetime(2026, 9, 14, 17, tzinfo=dt.UTC)


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def test_on_what_was_written_meanwhile(cast, clock):
    def rows(_person):
        return Person.objects.filter(pk__lte=Place.objects.count())

    for _ in range(2):
        counting.count([rows], cast.lou)
    Place.objects.create(name="Annex", kind="school", parent=cast.district)
    with pytest.raises(AssertionError):
        counting.count([rows], cast.lou)


def test_on_the_time_of_day(cast, clock):
    def rows(_person):
        return Person.objects.filter(entered_at__lte=timezone.now())

    counting.count([rows], cast.lou)
    clock.shift(dt.timedelta(seconds=1))
    with pytest.raises(AssertionError):
        counting.count([rows], cast.lou)


def test_it_is_put_together_again_where_something_was_written_and_not_otherwise(cast, clock):
    times = []

    def rows(_person):
        times.append(timezone.now())
        return Person.objects.all()

    for _ in range(4):
        counting.count([rows], cast.lou)
    assert len(times) == 2
    Person.objects.filter(pk=cast.gus.pk).update(given_name="Gus")
    for _ in range(4):
        counting.count([rows], cast.lou)
    assert len(times) == 3
