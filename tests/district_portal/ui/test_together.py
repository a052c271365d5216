"""Rows of several tables in one statement."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.models import Person, Place
from district_portal.ui.together import Sought, fetched, put_together_once, told


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


@put_together_once
def schools(names):
    return Place.objects.filter(kind=Place.Kind.SCHOOL, name__in=names).values("name")


@put_together_once
def offices(names):
    return Place.objects.filter(kind=Place.Kind.DISTRICT, name__in=names).values("name")


@put_together_once
def of_no_such_column(names):
    return Place.objects.filter(name__in=names).extra(where=["nowhere = 1"]).values("name")


def plans() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'together%'")
        return cursor.fetchone()[0]


@pytest.mark.django_db
def test_what_is_put_together_once_is_planned_once_and_asked_of_any_texts(
    cast, django_assert_num_queries
):
    names, northside = ["Northside School", "District Office"], [{"name": "Northside School"}]
    fetched([schools(["Nowhere"]), offices(names)])
    before = plans()
    with django_assert_num_queries(1):
        assert fetched([schools(names), offices([])]) == [northside, []]
    assert fetched([schools([]), offices(['100 % "of" O\'Hara'])]) == [[], []]
    assert plans() == before
    assert fetched([schools(names)]) == [northside]
    assert fetched([offices(names)]) == [[{"name": "District Office"}]]


@pytest.mark.django_db
def test_with_others_it_is_asked_as_they_are(cast):
    before = plans()
    districts = Place.objects.filter(kind=Place.Kind.DISTRICT).values("name")
    school, district = fetched([schools(["Northside School"]), districts])
    assert (school, district) == ([{"name": "Northside School"}], [{"name": "District Office"}])
    assert plans() == before


@pytest.mark.django_db(transaction=True)
def test_a_new_connection_plans_anew():
    assert fetched([schools(["Northside School"])]) == [[]]
    connection.close()
    assert fetched([schools(["Northside School"])]) == [[]]
    assert plans() == 1


@pytest.mark.django_db
def test_what_cannot_be_planned_is_an_error_of_the_database_each_time():
    for _time in range(2):
        with pytest.raises(DatabaseError), transaction.atomic():
            fetched([of_no_such_column(["Northside School"])])
