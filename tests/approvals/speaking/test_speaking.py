"""Who may speak for the Board, the district or a school: assigned, listed, ended, reminded."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, transaction

from accounts import moving
from approvals import deciding, kinds, lasting
from approvals.confirming import live
from approvals.confirming.signals import approval_refused
from approvals.models import Request
from approvals.speaking import assigning, ending, reminding
from approvals.speaking.models import End, Spokesperson
from district_portal.district.current import today
from district_portal.mailing.models import Message
from district_portal.ui.dates import date_in_words
from tests.factories import approvals as requests
from tests.factories import speaking as factory
from tests.standing import standing

MONDAY = dt.datetime(2026, 9, 14, 15, tzinfo=dt.UTC)


@standing
def lou(cast):
    return factory.assigned(cast.lou, decider=cast.pat, place=cast.northside)


def test_the_supervisor_assigns_it_with_scope_and_days(cast, lou):
    assert (lou.person, lou.assigned_by, lou.whom) == (cast.lou, cast.pat, "Northside School")
    assert lou.scope == "Concerts and tours of the band."
    assert lou.where.startswith("On accounts of the district or a school; To newspapers")
    assert lou.state_on(today()) == "in_force"
    assert lou.state_on(lou.ends_on + dt.timedelta(days=1)) == "over"


def test_what_was_assigned_stays_word_for_word(lou):
    with pytest.raises(DatabaseError), transaction.atomic():
        Spokesperson.objects.filter(pk=lou.pk).update(scope="Everything")


def test_conditions_of_the_approval_go_with_it(cast):
    request = factory.sent(cast.lou, place=cast.northside)
    requests.decided(request, by=cast.pat, reason="Show me the text first.")
    assert Spokesperson.objects.get().conditions == "Show me the text first."


def test_a_denied_request_assigns_nobody(cast):
    request = factory.sent(cast.lou, place=cast.northside)
    requests.decided(request, by=cast.pat, outcome="denied")
    assert not Spokesperson.objects.exists()


def test_assigning_twice_is_once(cast, lou):
    request = Request.objects.get()
    assert assigning.assign(request, by=cast.pat, at=lou.assigned_at) == lou


def test_what_was_asked_for_begins_at_the_earliest_with_the_approval(db):
    past, day, to_come = (today() + dt.timedelta(days=days) for days in (-3, 0, 3))
    for asked, begins in ((past, day), (day, day), (to_come, to_come)):
        told = lasting.days_in_words({"starts_on": str(asked), "ends_on": str(to_come)})
        assert told == {"starts_on": date_in_words(begins), "ends_on": date_in_words(to_come)}


def test_a_time_that_is_over_is_not_assigned(cast):
    request = factory.sent(cast.lou, place=cast.northside, at=MONDAY)
    with pytest.raises(deciding.CannotApproveError):
        requests.decided(request, by=cast.pat, at=MONDAY + dt.timedelta(days=90))


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"starts_on": "2020-01-01"}, "starts_on", "not in the past"),
        ({"ends_on": "2020-01-01"}, "ends_on", "not before the first"),
        ({"ends_on": "2199-01-01"}, "ends_on", "it can be asked for again then"),
        ({"scope": ""}, "scope", "on which matters"),
        ({"represents": "everybody"}, "represents", "Choose one from the list"),
    ],
)
def test_a_wrong_answer_is_told_beside_its_field(cast, changes, field, words):
    requests.enter_presets()
    request = Request(kind="representation", requester=cast.lou)
    request.draft = {"details": factory.typed(place=cast.northside, **changes)}
    form = kinds.details_form(request, check=True)
    assert words in str(form.errors[field])


def test_who_speaks_already_is_pointed_out(cast, lou):
    request = factory.sent(cast.lou, place=cast.northside)
    doubts = kinds.kind_of(request).doubts(request.submissions.get().answers, request)
    assert any("speaks for Northside School until" in words for words in doubts)


def test_it_is_ended_with_a_reason_and_told(cast, lou):
    ended = ending.end(lou, reason=" The tour is over. ", by=cast.pat)
    assert ending.end(lou, reason="The tour is over.", by=cast.pat) == ended
    lou.refresh_from_db()
    assert lou.state_on(today()) == "ended"
    mail = Message.objects.get(name="speaking_ended")
    assert (str(mail.person), "The tour is over." in mail.text) == ("Lou Berg", True)
    with pytest.raises(ending.OverError):
        ending.end(lou, reason="Again", by=cast.ada)


def test_an_end_needs_a_reason(cast, lou):
    with pytest.raises(ending.ReasonMissingError):
        ending.end(lou, reason=" ", by=cast.pat)


def test_who_leaves_speaks_no_more(cast, lou):
    moving.leave(cast.lou, by=None)
    assert End.objects.get().ended_by is None
    assert not Message.objects.filter(name="speaking_ended").exists()


def test_an_approval_that_no_longer_holds_ends_it(cast, lou):
    request = Request.objects.get()
    assert live.owners([request.pk]) == {request.pk: cast.lou}
    approval_refused.send(
        sender=None, request=request, by=cast.pat, reason="The clause is gone.", at=lou.assigned_at
    )
    assert End.objects.get().reason == "The clause is gone."
    assert live.owners([request.pk]) == {}


def test_they_are_reminded_twice_before_the_last_day(cast):
    factory.assigned(
        cast.lou, decider=cast.pat, place=cast.northside, at=MONDAY, ends_on="2026-10-30"
    )
    days = [day for day in range(50) if reminding.remind(at=MONDAY + dt.timedelta(days=day))]
    told = Message.objects.filter(name="speaking_ending")
    assert (len(days), told.count()) == (2, 2)
    assert reminding.remind(at=MONDAY + dt.timedelta(days=days[-1])) == 0


def test_everybody_on_staff_can_check_who_speaks(cast, lou, client):
    client.force_login(cast.gus)
    page = client.get("/spokespersons/")
    assert "Lou Berg" in page.text
    assert "Lou Berg" not in client.get("/spokespersons/?state=over").text
    assert "Lou Berg" not in client.get("/spokespersons/?words=zebra").text
    page = client.get(f"/spokespersons/{lou.pk}/")
    assert "Concerts and tours of the band." in page.text
    assert "End it" not in page.text
    assert client.get(f"/spokespersons/{lou.pk}/end/").status_code == 404


@pytest.mark.parametrize("name", ["lou", "pat", "ada"])
def test_the_person_and_those_above_end_it_on_a_page(cast, lou, client, name):
    client.force_login(getattr(cast, name))
    assert "End it" in client.get(f"/spokespersons/{lou.pk}/").text
    page = client.post(f"/spokespersons/{lou.pk}/end/", {"reason": " "})
    assert "Say why it ends" in page.text
    page = client.post(f"/spokespersons/{lou.pk}/end/", {"reason": "Over."}, follow=True)
    assert "Ended early" in page.text


def test_the_request_leads_to_what_came_of_it(cast, lou, client):
    client.force_login(cast.lou)
    assert lou.get_absolute_url() in client.get(Request.objects.get().get_absolute_url()).text


def test_why_it_ended_is_for_those_whom_it_concerns(cast, lou, client):
    ending.end(lou, reason="A matter between us.", by=cast.pat)
    for person, sees in ((cast.lou, True), (cast.ada, True), (cast.gus, False)):
        client.force_login(person)
        page = client.get(f"/spokespersons/{lou.pk}/").text
        assert ("A matter between us." in page) is sees


def test_who_moves_to_another_place_speaks_for_the_school_no_more(cast, lou):
    moving.move(cast.lou, by=cast.hana, place=cast.transportation)
    ended = End.objects.get()
    assert (ended.reason, ended.ended_by) == ("They work elsewhere now.", None)
    told = Message.objects.filter(name="speaking_moved").values_list(
        "person__given_name", flat=True
    )
    assert sorted(told) == ["Ada", "Lou"]
    ending.end_for_moved({cast.lou.pk})
    assert End.objects.count() == 1


def test_who_keeps_a_posting_there_or_speaks_for_the_district_goes_on(cast, lou):
    moving.move(cast.lou, by=cast.hana, supervisor=cast.pat, position="Band director")
    assert not End.objects.exists()
    factory.assigned(cast.lou, decider=cast.pat, place=cast.northside, represents="district")
    moving.move(cast.lou, by=cast.hana, place=cast.transportation)
    assert [end.spokesperson.represents for end in End.objects.all()] == ["school"]
