import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import adding, arranging_places, moving
from accounts.models import Place
from accounts.settling import NotPossibleError
from accounts.signals import standing_changed
from approvals.models import Seat
from district_portal.district.current import today
from tests.cast import person, post
from tests.factories import approvals as requests
from tests.standing import standing


@pytest.fixture
def hana(cast, client):
    client.force_login(cast.hana)
    return client


@standing
def annex(cast):
    return arranging_places.open_place(
        name="Annex", kind="school", parent=cast.northside, by=cast.hana
    )


def at(place, name="people:place"):
    return reverse(name, args=[place.pk])


def test_the_tree_counts_people_with_the_places_below(cast, hana, annex):
    page = hana.get(reverse("people:places")).text
    assert page.index("District Office") < page.index("Northside School") < page.index("Annex")
    assert "11 in all" in page
    assert "Theo Nguyễn" in page


def test_everybody_sees_who_works_at_a_place_but_not_who_is_on_leave(cast, client):
    client.force_login(cast.gus)
    page = client.get(at(cast.northside)).text
    assert "Álvarez, Mia" in page
    assert "On leave" not in page
    assert reverse("people:supervision", args=[cast.mia.pk]) in page
    client.force_login(cast.pat)
    page = client.get(at(cast.northside)).text
    assert "On leave" in page
    assert reverse("people:person", args=[cast.mia.pk]) in page


def test_the_list_is_filtered_and_may_take_in_what_lies_below(cast, hana):
    page = hana.get(at(cast.northside), {"q": "teach"}).text
    assert "2 postings today" in page
    assert "Novak, Pat" not in hana.get(at(cast.northside), {"kind": "volunteer"}).text
    assert "11 postings today" in hana.get(at(cast.district), {"below": "on"}).text


def test_a_head_who_left_is_told_as_a_problem(cast, hana):
    moving.leave(cast.theo, by=cast.hana)
    assert "The head has left" in hana.get(at(cast.transportation)).text
    assert "Head has left" in hana.get(reverse("people:places")).text


def test_a_place_is_entered_renamed_and_moved(cast, hana, annex):
    page = hana.post(reverse("people:place_new"), {"name": "annex", "kind": "school"}).text
    assert "Another place has this name" in page
    hana.post(
        reverse("people:place_new"),
        {"name": "Depot", "kind": "department", "parent": cast.transportation.pk},
    )
    depot = Place.objects.get(name="Depot")
    changed = {"name": "Yard", "kind": "department", "parent": annex.pk}
    hana.post(at(depot, "people:place_change"), changed)
    depot.refresh_from_db()
    assert (depot.name, depot.parent) == ("Yard", annex)
    ring = {"name": "Northside School", "kind": "school", "parent": depot.pk}
    assert "lies below" in hana.post(at(cast.northside, "people:place_change"), ring).text


def fields_of(client, address):
    """What the form sends when nothing was touched since it was opened."""
    form = client.get(address).context["form"]
    values = {field.name: field.value() for field in form if field.value() is not None}
    return {**values, "seen": form.initial["seen"]}


def test_two_people_who_change_a_place_undo_nothing_of_each_other(cast, hana, annex):
    address = at(annex, "people:place_change")
    first = fields_of(hana, address)
    second = {**fields_of(hana, address), "parent": cast.transportation.pk}
    hana.post(address, {**first, "name": "North Annex"})
    answer = hana.post(address, second)
    assert "Somebody changed this place while your page was open" in answer.text
    assert "Name: North Annex" in answer.text
    annex.refresh_from_db()
    assert (annex.name, annex.parent) == ("North Annex", cast.northside)
    form = answer.context["form"]
    assert (form["name"].value(), form["parent"].value()) == (
        "North Annex",
        str(cast.transportation.pk),
    )
    again = {field.name: field.value() for field in form}
    assert hana.post(address, again).status_code == 302
    annex.refresh_from_db()
    assert (annex.name, annex.parent) == ("North Annex", cast.transportation)


def test_a_place_that_is_changed_at_the_very_moment_is_looked_at_again(cast, annex):
    shown = Place.objects.get(pk=annex.pk)
    arranging_places.change(annex, by=cast.hana, name="North Annex")
    with pytest.raises(NotPossibleError, match="a moment ago"):
        arranging_places.change(shown, by=cast.ada, as_shown=True, name="South Annex")


def test_an_old_page_does_not_bring_the_old_head_back(cast, hana, annex):
    address = at(annex, "people:place_head")
    untouched = fields_of(hana, address)
    arranging_places.appoint_head(annex, head=cast.lou, by=cast.ada)
    answer = hana.post(address, untouched)
    assert "Somebody appointed another head" in answer.text
    annex.refresh_from_db()
    assert annex.head == cast.lou


def test_the_new_head_finds_what_waits(cast, hana):
    requests.enter_presets()
    requests.sent(cast.lou, manager=cast.val, place=cast.northside)
    moving.go_on_leave(cast.pat, by=cast.hana)
    hana.post(at(cast.northside, "people:place_head"), {"head": cast.theo.email})
    assert Seat.objects.filter(left_at=None, person=cast.theo, stands_in_for=cast.pat).exists()


def test_a_place_closes_only_when_nobody_works_there_any_more(cast, hana, annex):
    address = at(cast.transportation, "people:place_close")
    assert "2 people have a posting here" in hana.post(address, {"on": today()}).text
    hana.post(at(annex, "people:place_close"), {"on": today()})
    assert annex not in Place.objects.open()
    assert "Closed" in hana.get(at(annex)).text
    assert "1 closed place" in hana.get(reverse("people:places")).text
    form = hana.get(reverse("people:act", args=[cast.lou.pk, "move"])).text
    assert "Annex" not in form
    hana.post(at(annex, "people:place_reopen"))
    assert annex in Place.objects.open()


def test_a_place_with_an_open_one_below_stays_open(cast, annex):
    post(cast.lou, annex, "Aide", cast.pat, primary=False)
    moving.leave(cast.lou, by=None)
    shed = arranging_places.open_place(name="Shed", kind="department", parent=annex, by=None)
    with pytest.raises(NotPossibleError, match="Shed below it"):
        arranging_places.close(annex, by=None)
    arranging_places.close(shed, by=None)
    arranging_places.close(annex, by=None)
    with pytest.raises(NotPossibleError, match="Open that first"):
        arranging_places.reopen(shed, by=None)


def test_a_head_is_appointed_once_and_told(cast, annex):
    told = []

    def hear(people, **_):
        told.append(people)

    standing_changed.connect(hear)
    arranging_places.appoint_head(annex, head=cast.lou, by=cast.hana)
    arranging_places.appoint_head(annex, head=cast.lou, by=cast.hana)
    standing_changed.disconnect(hear)
    assert told == [{cast.lou.pk}]
    with pytest.raises(NotPossibleError, match="has left"):
        arranging_places.appoint_head(annex, head=cast.left, by=cast.hana)


def test_supervision_is_read_upwards_and_downwards(cast, client):
    client.force_login(cast.gus)
    page = client.get(reverse("people:supervision", args=[cast.pat.pk])).text
    assert page.index("Ada Lindqvist") < page.index("3 postings directly below")
    assert "Lou Berg" in page
    top = client.get(reverse("people:supervision", args=[cast.ada.pk])).text
    assert "Gus de la Cruz" in top
    assert client.get(reverse("people:supervision", args=[cast.left.pk])).status_code == 404


def test_with_two_postings_both_supervisors_are_named(cast, client):
    adding.add(cast.lou, place=cast.transportation, position="Aide", supervisor=cast.theo, by=None)
    client.force_login(cast.gus)
    page = client.get(reverse("people:supervision", args=[cast.lou.pk])).text
    assert "Pat Novak" in page
    assert "Theo Nguyễn" in page


def costs(client, addresses):
    """How many statements each page takes at its second look; each one answers."""
    found = {}
    for address in addresses:
        assert client.get(address).status_code == 200
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        found[address] = len(queries)
    return found


@pytest.mark.thorough
def test_the_pages_cost_the_same_with_many_people(cast, client):
    post(person("Nth Person", 199), cast.northside, "Aide", cast.lou)
    client.force_login(cast.ada)
    addresses = [
        reverse("people:places"),
        at(cast.northside),
        reverse("people:supervision", args=[cast.pat.pk]),
        reverse("people:supervision", args=[cast.ada.pk]),
    ]
    few = costs(client, addresses)
    for number in range(60):
        post(person(f"Nth{number} Person", 200 + number), cast.northside, "Aide", cast.pat)
    for number in range(60, 90):
        post(person(f"Nth{number} Person", 200 + number), cast.northside, "Aide", cast.lou)
    assert costs(client, addresses) == few
    assert max(few.values()) <= 13


def test_what_is_wrong_about_days_is_said(cast, hana):
    later = today() + dt.timedelta(days=3)
    moving.leave(cast.theo, by=None, last_day=later)
    moving.leave(cast.gus, by=None, last_day=later)
    with pytest.raises(NotPossibleError, match="2 people"):
        arranging_places.close(cast.transportation, by=None, on=later)
    arranging_places.close(cast.transportation, by=None, on=later + dt.timedelta(days=1))
    assert not Place.objects.get(pk=cast.transportation.pk).is_closed
