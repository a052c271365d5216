"""Rows of several tables in one statement."""

from __future__ import annotations

import pytest

from accounts.models import Person, Place
from district_portal.ui.together import Sought, fetched, told


@pytest.mark.django_db
def test_each_gets_its_rows_in_its_order_for_one_statement(cast, django_assert_num_queries):
    people = Person.objects.filter(family_name__in=["Hart", "Berg"]).order_by("-given_name")
    asked = [
        people.values("pk", "given_name", "entered_at"),
        Place.objects.none().values("pk"),
        Place.objects.filter(name__startswith="North").values("name", "parent__name"),
    ]
    with django_assert_num_queries(1):
        two, none, one = fetched(asked)
    assert [row["given_name"] for row in two] == ["Polly", "Lou"]
    assert two[1]["pk"] == cast.lou.pk
    assert none == []
    assert one == [{"name": "Northside School", "parent__name": "District Office"}]
    with django_assert_num_queries(0):
        assert fetched([]) == []


@pytest.mark.django_db
def test_each_tells_its_own_rows_for_one_statement(cast, django_assert_num_queries):
    def names(rows):
        return [row["name"] for row in rows]

    places = Place.objects.filter(name__startswith="North").values("name")
    sought = [Sought(places, names), Sought(Place.objects.none().values("name"), names)]
    with django_assert_num_queries(1):
        assert told(sought) == [["Northside School"], []]
