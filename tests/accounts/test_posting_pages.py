import datetime as dt

import pytest
from django.urls import reverse

from accounts import adding, moving, roles
from accounts.models import Person
from district_portal.district.current import today
from district_portal.mailing.models import Message
from district_portal.permissions import Role
from tests.factories import approvals as requests


def in_days(days):
    return (today() + dt.timedelta(days=days)).isoformat()


@pytest.fixture
def hana(cast, client):
    client.force_login(cast.hana)
    return client


def act(client, person, name, **values):
    return client.post(reverse("people:act", args=[person.pk, name]), values)


def facts(cast, **values):
    return {
        "place": cast.transportation.pk,
        "position": "Bus aide",
        "supervisor": cast.theo.email,
        "kind": "employee",
        **values,
    }


def test_a_move_is_shown_before_it_is_done_and_then_done(cast, hana):
    values = facts(cast, on=in_days(7))
    checked = act(hana, cast.lou, "move", **values)
    assert "Is this right?" in checked.text
    assert "Nothing changes before" in checked.text
    assert cast.lou.postings.count() == 1
    done = act(hana, cast.lou, "move", confirmed="yes", **values)
    assert done.status_code == 302
    page = hana.get(done["Location"]).text
    assert "Planned" in page
    assert "Bus aide" in page


def test_a_supervisor_from_below_is_refused_beside_the_field(cast, hana):
    values = facts(cast, on=in_days(0), supervisor=cast.lou.email)
    page = act(hana, cast.pat, "move", **values).text
    assert "Lou Berg works under Pat Novak" in page
    assert 'id="id_supervisor_error"' in page


def test_a_supervisor_is_named_and_chosen_among_several(cast, hana):
    page = act(hana, cast.lou, "move", **facts(cast, on=in_days(0), supervisor="Nobody Known")).text
    assert "Nobody on the roster has this name" in page


def test_before_somebody_leaves_it_is_said_what_follows(cast, hana):
    requests.enter_presets()
    requests.sent(cast.lou, manager=cast.val, place=cast.northside)
    page = act(hana, cast.pat, "end", last_day=in_days(0)).text
    assert "3 people have Pat Novak as supervisor" in page
    assert "Northside School: no head then" in page
    assert "1 request waits for Pat Novak to decide" in page
    now = {"last_day": in_days(0), "at_once": "on"}
    assert "The sign-in ends now" in act(hana, cast.pat, "end", **now).text
    act(hana, cast.pat, "end", **now, confirmed="yes")
    cast.pat.refresh_from_db()
    assert not cast.pat.is_active


def test_the_last_district_administrator_is_kept_in_words(cast, hana):
    page = act(hana, cast.ada, "end", last_day=in_days(3), confirmed="yes").text
    assert "This is the last District Administrator" in page


def test_a_plan_is_cancelled(cast, hana):
    moving.move(cast.lou, by=None, on=today() + dt.timedelta(days=3), position="Dean")
    planned = cast.lou.postings.get(position="Dean")
    address = reverse("people:act_on_posting", args=[cast.lou.pk, planned.pk, "cancel"])
    assert "Cancel this plan" in hana.get(address).text
    hana.post(address, {"confirmed": "yes"})
    assert [row.position for row in cast.lou.postings.all()] == ["Teacher"]
    assert hana.post(address, {"confirmed": "yes"}).status_code == 404


def test_a_correction_asks_why(cast, hana):
    posting = cast.lou.postings.get()
    address = reverse("people:act_on_posting", args=[cast.lou.pk, posting.pk, "correct"])
    values = facts(cast, since="2024-08-01", position="Coach")
    assert "Say what was wrong" in hana.post(address, values).text
    hana.post(address, {**values, "reason": "A week later", "confirmed": "yes"})
    posting.refresh_from_db()
    assert (posting.since, posting.position) == (dt.date(2024, 8, 1), "Coach")


def test_leave_and_return(cast, hana):
    act(hana, cast.lou, "leave", on=in_days(0), back_on=in_days(9), confirmed="yes")
    assert Person.objects.get(pk=cast.lou.pk).posting.on_leave
    assert not cast.lou.postings.on(today() + dt.timedelta(days=9)).get().on_leave


def test_a_further_posting_is_added_made_primary_and_ended(cast, hana):
    act(hana, cast.lou, "add", **facts(cast, since=in_days(0)), confirmed="yes")
    further = cast.lou.postings.get(primary=False)
    page = hana.get(reverse("people:person", args=[cast.lou.pk])).text
    assert "Make this the primary posting" in page
    address = reverse("people:act_on_posting", args=[cast.lou.pk, further.pk, "primary"])
    hana.post(address, {"on": in_days(0), "confirmed": "yes"})
    further.refresh_from_db()
    assert further.primary


def test_hr_of_one_place_moves_only_its_people_and_only_there(cast, client):
    roles.appoint(cast.gus, role=Role.HR, place=cast.transportation, by=cast.ada)
    client.force_login(cast.gus)
    assert client.get(reverse("people:act", args=[cast.lou.pk, "move"])).status_code == 404
    adding.add(cast.lou, place=cast.transportation, position="Aide", supervisor=cast.theo, by=None)
    page = client.get(reverse("people:act", args=[cast.lou.pk, "move"])).text
    assert "Transportation" in page
    assert f'value="{cast.district.pk}"' not in page
    values = facts(cast, on=in_days(0), place=cast.district.pk)
    assert "Select a valid choice" in act(client, cast.lou, "move", **values).text


def test_a_new_person_is_entered_by_hand_and_invited(cast, hana):
    values = facts(
        cast,
        given_name="Nora",
        family_name="New",
        email="Nora@marlow.example",
        since=in_days(0),
        invite="on",
    )
    assert "Is this right?" in hana.post(reverse("people:new"), values).text
    assert not Person.objects.filter(given_name="Nora").exists()
    hana.post(reverse("people:new"), {**values, "confirmed": "yes"})
    nora = Person.objects.get(email="nora@marlow.example")
    assert nora.posting.position == "Bus aide"
    assert Message.objects.filter(person=nora).exists()
    again = hana.post(reverse("people:new"), {**values, "confirmed": "yes"}).text
    assert "Another person has this e-mail address" in again


def test_who_begins_later_cannot_sign_in_before(cast, hana):
    values = facts(cast, given_name="Lou", family_name="Berg", since=in_days(5))
    assert "Somebody has this name already" in hana.post(reverse("people:new"), values).text
    hana.post(reverse("people:new"), {**values, "confirmed": "yes"})
    newest = Person.objects.latest("pk")
    assert not newest.is_active
    assert "Begins on" in hana.get(reverse("people:person", args=[newest.pk])).text
    assert "Berg, Lou" in hana.get(reverse("people:list"), {"shown": "coming"}).text
