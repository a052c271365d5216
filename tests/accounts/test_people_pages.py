import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import moving
from accounts.models import RoleGrant
from district_portal import audit
from district_portal.district.current import today
from tests.cast import person, post


@pytest.fixture
def hana(cast, client):
    client.force_login(cast.hana)
    return client


def names(page):
    return [str(row) for row in page.context["people"]]


def test_hr_sees_everyone_by_name_without_those_who_left(cast, hana):
    page = hana.get("/people/")
    assert names(page)[0] == "Mia Álvarez"
    assert "Lena Past" not in names(page)


def test_a_supervisor_sees_only_those_below_and_themselves(cast, client):
    client.force_login(cast.pat)
    assert set(names(client.get("/people/"))) == {
        "Pat Novak", "Lou Berg", "Mia Álvarez", "Val O’Neill",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "álv"}, {"Mia Álvarez"}),
        ({"q": "gus cruz"}, {"Gus de la Cruz"}),
        ({"q": "E012"}, {"Gus de la Cruz"}),
        ({"q": "theo@"}, {"Theo Nguyễn"}),
        ({"kind": "volunteer"}, {"Val O’Neill"}),
        ({"shown": "leave"}, {"Mia Álvarez"}),
        ({"shown": "left"}, {"Lena Past"}),
    ],
)
def test_people_are_found(cast, hana, asked, found):
    assert set(names(hana.get("/people/", asked))) == found


def test_people_are_found_by_their_position(cast, hana):
    moving.move(cast.lou, by=None, position="Crossing guard")
    assert names(hana.get("/people/", {"q": "crossing guard"})) == ["Lou Berg"]
    assert names(hana.get("/people/", {"q": "guard berg"})) == ["Lou Berg"]


def test_the_history_of_a_person_is_newest_first_whenever_it_was_recorded(cast, hana):
    for day in (3, 1, 2):
        at = dt.datetime(2026, 1, day, 18, tzinfo=dt.UTC)
        audit.record("places.changed", by=cast.hana, on=cast.northside, person=cast.lou, at=at)
    page = hana.get(f"/people/{cast.lou.pk}/")
    moments = [event.at for event in page.context["history"]]
    assert moments == sorted(moments, reverse=True)
    assert "Place changed: Northside School<" in page.text
    assert "· Hana Sato<" in page.text


def test_a_building_counts_with_those_below(cast, hana):
    page = hana.get("/people/", {"place": cast.district.pk})
    assert "Gus de la Cruz" in names(page)
    page = hana.get("/people/", {"place": cast.transportation.pk})
    assert set(names(page)) == {"Theo Nguyễn", "Gus de la Cruz"}


def test_nobody_found_is_said(cast, hana):
    assert "No person matches" in hana.get("/people/", {"q": "zzz"}).text


@pytest.mark.thorough
def test_the_list_costs_the_same_for_many(cast, hana):
    hana.get("/people/")
    with CaptureQueriesContext(connection) as few:
        hana.get("/people/")
    for number in range(100, 130):
        post(person(f"Nan{number} Newman", number), cast.northside, "Aide", cast.pat)
    with CaptureQueriesContext(connection) as many:
        hana.get("/people/")
    assert len(few) == len(many)


def test_a_person_page_shows_every_posting(cast, hana):
    moving.move(cast.lou, by=None, place=cast.transportation, supervisor=cast.theo)
    page = hana.get(f"/people/{cast.lou.pk}/")
    assert "Northside School" in page.text
    assert "Theo Nguyễn" in page.text


def test_hr_cannot_give_roles(cast, hana):
    sent = {"person": cast.lou.email, "role": "district_administrator", "since": today()}
    assert hana.post("/people/roles/give/", sent).status_code == 404
    assert not RoleGrant.objects.filter(person=cast.lou).exists()
