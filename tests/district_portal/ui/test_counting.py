"""The statement that counts what waits is kept for a person while what it is made of stays."""

import datetime as dt
import gc
import weakref
from collections import OrderedDict

import pytest
import time_machine
from django.utils.functional import SimpleLazyObject

from accounts import roles
from accounts.models import Person
from district_portal.district.models import District
from district_portal.permissions import Role
from district_portal.ui import counting
from tests.standing import standing

KEPT = counting._kept
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

    monkeypatch.setattr(counting, "_statements", OrderedDict())
    monkeypatch.setattr(counting, "PEOPLE", 2)
    monkeypatch.setattr(counting, "_kept", KEPT)
    return times, (people,)


def again(person, **_more):
    return Person.objects.get(pk=person.pk)


def asking(request, person):
    """Somebody who knows what they sent, as the person of a request does."""
    return SimpleLazyObject(lambda: again(person, of=request))


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


def test_so_many_statements_are_kept_and_no_more(stood, asked):
    times, rows = asked
    for person in (stood.lou, stood.pat, stood.lou, stood.ada, stood.lou, stood.pat):
        assert counting.count(rows, person) == [1]
    assert times == [person.pk for person in (stood.lou, stood.pat, stood.ada, stood.pat)]
    assert len(counting._statements) == 2


def test_of_a_person_and_of_what_they_sent_nothing_is_kept(stood, asked, rf):
    _times, rows = asked
    request = rf.post("/", {"text": "What nobody else may read"})
    request.user = asking(request, stood.lou)
    counting.count(rows, request.user)
    sent = weakref.ref(request)
    del request
    gc.collect()
    assert sent() is None


def test_rows_that_cannot_be_are_none(stood):
    assert counting.count([lambda _person: Person.objects.none()], stood.lou) == [0]


def test_nothing_to_count_asks_nothing(stood, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert counting.count([], stood.lou) == []
