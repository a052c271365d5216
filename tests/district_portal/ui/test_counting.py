"""The statement that counts what waits is kept for a person while what it is made of stays."""

import datetime as dt

import pytest
import time_machine

from accounts import roles
from accounts.models import Person
from district_portal.district.models import District
from district_portal.permissions import Role
from district_portal.ui import counting
from tests.standing import standing

pytestmark = pytest.mark.django_db


@standing
def stood(cast):
    return cast


@pytest.fixture
def asked(monkeypatch):
    """How often the rows were put together, and what counts them."""
    times = []

    def people(person):
        times.append(person.pk)
        return Person.objects.filter(pk=person.pk)

    monkeypatch.setattr(counting, "_kept", counting.lru_cache(2)(counting.put_together))
    return times, (people,)


def again(person):
    return Person.objects.get(pk=person.pk)


def test_the_same_person_is_counted_by_the_same_statement(stood, asked):
    times, rows = asked
    assert [counting.count(rows, again(stood.lou)) for _ in range(3)] == [[1], [1], [1]]
    assert times == [stood.lou.pk]


def test_another_person_by_another_one(stood, asked):
    times, rows = asked
    for person in (stood.lou, stood.pat):
        assert counting.count(rows, person) == [1]
    assert times == [stood.lou.pk, stood.pat.pk]


def test_with_a_new_role_day_or_setting_it_is_put_together_anew(stood, asked):
    times, rows = asked
    counting.count(rows, again(stood.lou))
    roles.appoint(stood.lou, role=Role.HR, by=None)
    counting.count(rows, again(stood.lou))
    District.objects.update(two_people_publish=True)
    counting.count(rows, again(stood.lou))
    with time_machine.travel(dt.datetime(2027, 1, 12, 18, tzinfo=dt.UTC)):
        counting.count(rows, again(stood.lou))
    assert len(times) == 4


def test_rows_that_cannot_be_are_none(stood):
    assert counting.count([lambda _person: Person.objects.none()], stood.lou) == [0]


def test_nothing_to_count_asks_nothing(stood, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert counting.count([], stood.lou) == []
