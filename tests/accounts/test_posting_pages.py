import datetime as dt

import pytest
from django.urls import reverse

from accounts import adding, consequences, correcting, moving, roles
from accounts.models import Person
from district_portal import audit
from district_portal.district.current import today
from district_portal.mailing.models import Message
from district_portal.permissions import Role
from tests.cast import SINCE
from tests.factories import approvals as requests


def in_days(days):
    return (today() + dt.timedelta(days=days)).isoformat()


@pytest.fixture
def hana(cast, client):
    client.force_login(cast.hana)
    return client


def act(client, person, name, **values):
    address = reverse("people:act", args=[person.pk, name])
    return client.post(address, {**opened(client, address), **values})


def act_on(client, posting, name, **values):
    """What is sent from a page that was opened a moment before."""
    address = reverse("people:act_on_posting", args=[posting.person_id, posting.pk, name])
    return client.post(address, {**opened(client, address), **values})


def opened(client, address):
    """What a form holds besides the fields that one sees, when it has just been opened."""
    seen = client.get(address).context["form"].initial.get("seen")
    return {"seen": seen} if seen else {}


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
    values = facts(cast, since="2024-08-01", position="Coach")
    assert "Say what was wrong" in act_on(hana, posting, "correct", **values).text
    act_on(hana, posting, "correct", **values, reason="A week later", confirmed="yes")
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
    assert client.get(reverse("people:act", args=[cast.lou.pk, "move"])).status_code == 404
    further = cast.lou.postings.get(primary=False)
    address = reverse("people:act_on_posting", args=[cast.lou.pk, further.pk, "change"])
    page = client.get(address).text
    assert "Transportation" in page
    assert f'value="{cast.district.pk}"' not in page
    values = facts(cast, on=in_days(0), place=cast.district.pk)
    assert "Choose one from the list" in act_on(client, further, "change", **values).text


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


def as_typed(form):
    """What a browser sends of a form that nobody touched."""
    return {
        name: value
        for name in form.fields
        if (value := form[name].value()) not in (None, False, "")
    }


def test_an_older_window_does_not_undo_what_somebody_else_changed(cast, hana):
    address = reverse("people:act", args=[cast.lou.pk, "move"])
    window = as_typed(hana.get(address).context["form"])
    moving.move(cast.lou, by=cast.ada, supervisor=cast.ada, position="Dean")
    sent = {**window, "place": cast.transportation.pk, "confirmed": "yes"}
    page = hana.post(address, sent)
    assert "Somebody changed this posting while your page was open" in page.text
    assert "Dean" in page.text
    assert cast.lou.postings.current().get().place == cast.northside
    again = {**as_typed(page.context["form"]), "confirmed": "yes"}
    assert again["place"] == str(cast.transportation.pk)
    hana.post(address, again)
    held = cast.lou.postings.current().get()
    assert (held.position, held.supervisor) == ("Dean", cast.ada)
    assert held.place == cast.transportation


def test_an_older_window_corrects_only_what_it_changed(cast, hana):
    posting = cast.lou.postings.get()
    address = reverse("people:act_on_posting", args=[cast.lou.pk, posting.pk, "correct"])
    window = as_typed(hana.get(address).context["form"])
    correcting.correct(posting, by=cast.ada, reason="x", position="Coach")
    sent = {**window, "since": "2024-08-01", "reason": "y", "confirmed": "yes"}
    page = hana.post(address, sent)
    assert "It now says: Position: Coach" in page.text
    posting.refresh_from_db()
    assert posting.since == SINCE
    hana.post(address, {**as_typed(page.context["form"]), "confirmed": "yes"})
    posting.refresh_from_db()
    assert (posting.since, posting.position) == (dt.date(2024, 8, 1), "Coach")


def test_a_plan_that_nobody_saw_keeps_what_it_changes(cast, hana):
    moving.move(cast.lou, by=cast.ada, on=today() + dt.timedelta(days=9), position="Dean")
    sent = {"on": in_days(9), "supervisor": cast.ada.email, "confirmed": "yes"}
    window = as_typed(hana.get(reverse("people:act", args=[cast.lou.pk, "move"])).context["form"])
    act(hana, cast.lou, "move", **{**window, **sent})
    planned = cast.lou.postings.on(today() + dt.timedelta(days=9)).get()
    assert (planned.position, planned.supervisor) == ("Dean", cast.ada)


def test_a_posting_entered_by_mistake_is_removed_for_a_reason(cast, hana):
    moving.move(cast.lou, by=None, on=dt.date(2025, 1, 1), place=cast.transportation)
    wrong = cast.lou.postings.current().get()
    page = hana.get(reverse("people:person", args=[cast.lou.pk])).text
    assert "Remove: entered by mistake" in page
    assert "Say what was wrong" in act_on(hana, wrong, "remove").text
    checked = act_on(hana, wrong, "remove", reason="The other Lou").text
    assert "“Teacher, Northside School” goes on in its place" in checked
    act_on(hana, wrong, "remove", reason="The other Lou", confirmed="yes")
    assert [(row.place, row.since, row.until) for row in cast.lou.postings.all()] == [
        (cast.northside, SINCE, None)
    ]
    event = audit.events(act="people.posting_removed").get()
    assert event.after["reason"] == "The other Lou"
    assert event.before["place"] == "Transportation"


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2200-01-01"])
def test_a_day_out_of_reach_is_refused_beside_the_field(cast, hana, day):
    for name, field in [("end", "last_day"), ("leave", "on"), ("move", "on"), ("add", "until")]:
        values = facts(cast, **{"on": in_days(0), "since": in_days(0), field: day})
        page = act(hana, cast.lou, name, **values, confirmed="yes").text
        assert "Choose a day between the years 1900 and 2199" in page
        assert f'id="id_{field}_error"' in page


def test_what_a_rule_refuses_at_the_last_moment_is_said_on_the_page(cast, hana, monkeypatch):
    """Between the look and the act somebody else may be quicker."""
    monkeypatch.setattr(consequences, "rehearse", lambda *_, **__: False)
    page = act(hana, cast.ada, "end", last_day=in_days(3), confirmed="yes")
    assert "This is the last District Administrator" in page.text
    values = facts(cast, given_name="N", family_name="N", number="E008", since=in_days(0))
    page = hana.post(reverse("people:new"), {**values, "confirmed": "yes"})
    assert "Another person has this number" in page.text


def test_names_and_positions_are_one_line(cast, hana):
    values = facts(cast, given_name="No\nra", family_name="New", since=in_days(0))
    page = hana.post(reverse("people:new"), {**values, "confirmed": "yes"})
    assert "Write it on one line" in page.text
    page = act(hana, cast.lou, "move", **facts(cast, position="A\rB"))
    assert "Write it on one line" in page.text


def test_a_nul_among_the_letters_of_a_name_means_nobody(cast, hana):
    page = act(hana, cast.lou, "move", **facts(cast, on=in_days(0), supervisor="Pat\0"))
    assert page.status_code == 200
    assert not cast.lou.postings.filter(place=cast.transportation).exists()


def test_hr_of_one_place_learns_of_namesakes_elsewhere_only_that_there_are_some(cast, client):
    roles.appoint(cast.gus, role=Role.HR, place=cast.transportation, by=cast.ada)
    client.force_login(cast.gus)
    values = facts(cast, given_name="Lou", family_name="Berg", since=in_days(0))
    page = client.post(reverse("people:new"), values).text
    assert "Somebody of this name works at another place" in page
    assert reverse("people:person", args=[cast.lou.pk]) not in page
    assert "E008" not in page
    values["family_name"], values["given_name"] = "Past", "Lena"
    assert "Somebody" not in client.post(reverse("people:new"), values).text
