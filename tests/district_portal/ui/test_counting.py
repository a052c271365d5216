"""The statement that counts what waits is kept for who holds the same, while that stays."""

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
from district_portal.ui import alike, counting
from tests.standing import standing

KEPT = alike.statements
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

    monkeypatch.setattr(alike, "_statements", OrderedDict())
    monkeypatch.setattr(alike, "HELD", 2)
    monkeypatch.setattr(alike, "statements", KEPT)
    return times, (people,)


def again(person, **_more):
    return Person.objects.get(pk=person.pk)


def asking(request, person):
    """Somebody who knows what they sent, as the person of a request does."""
    return SimpleLazyObject(lambda: again(person, of=request))


def test_all_who_hold_the_same_are_counted_by_one_statement(stood, asked):
    times, rows = asked
    assert stood.lou.standing.supervisor != stood.gus.standing.supervisor
    assert [counting.count(rows, again(each)) for each in (stood.lou, stood.gus, stood.lou)] == [
        [1],
        [1],
        [1],
    ]
    assert len(times) == 1


def test_each_of_them_by_their_own_rows(stood, asked):
    def drivers(person):
        return Person.objects.filter(postings__position="Bus driver", pk=person.pk)

    counts = [counting.count([drivers], each) for each in (stood.gus, stood.lou, stood.gus)]
    assert counts == [[1], [0], [1]]


def test_who_holds_something_else_by_another_one(stood, asked):
    times, rows = asked
    for person in (stood.lou, stood.pat):
        assert counting.count(rows, person) == [1]
    assert len(times) == 2


def test_by_what_else_is_known_of_a_person_nothing_can_be_counted(stood, asked):
    with pytest.raises(Person.DoesNotExist):
        counting.count([lambda person: Person.objects.filter(email=person.email)], stood.lou)


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
    assert len(times) == len(["lou", "pat", "ada", "pat"])
    assert len(alike._statements) == 2


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
