"""The pages on which records are kept: schedule, one record, holds."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import RoleGrant
from district_portal.district.current import today
from district_portal.records import confirming, holding, scheduling
from district_portal.records.models import Archiving, Hold, Ruling, Run, Schedule, Tombstone
from tests.factories import records as factory
from tests.standing import standing


@standing
def account(cast):
    return factory.closed_account(
        cast.lou, deciders=[cast.pat, cast.ada], manager=cast.val, place=cast.northside
    )


@pytest.fixture
def ada(cast, client):
    client.force_login(cast.ada)
    return client


def test_the_schedule_is_drafted_and_adopted_on_pages(cast, ada):
    assert "No schedule is adopted" in ada.get("/records/").text
    page = ada.post("/records/schedule/begin/", follow=True)
    assert "Accounts" in page.text
    assert "Draft of the schedule" in page.text
    typed = {
        "code": "SM-9",
        "title": "Others",
        "years": "3",
        "starts": "decided",
        "source": "401.15",
    }
    page = ada.post("/records/schedule/draft/new/", {**typed, "years": ""})
    assert "Enter a number of years" in page.text
    page = ada.post("/records/schedule/draft/new/", {**typed, "code": "SM-1"})
    assert "Another class of this draft has that code" in page.text
    page = ada.post("/records/schedule/draft/new/", typed, follow=True)
    assert "Saved: SM-9 Others." in page.text
    assert ada.post("/records/schedule/draft/", {"notice_days": "900"}).status_code == 200
    ada.post("/records/schedule/draft/", {"notice_days": "30"})
    page = ada.post("/records/schedule/draft/adopt/", {"adopted_on": "2199-01-01"})
    assert "Say by which act the board adopted it" in page.text
    said = {"adopted_on": today().isoformat(), "board_act": "Resolution 1"}
    page = ada.post("/records/schedule/draft/adopt/", said, follow=True)
    assert "Retention schedule 1 is in force." in page.text
    assert Schedule.objects.get().notice_days == 30
    assert "Resolution 1" in ada.get("/records/schedule/1/").text
    assert ada.get("/records/schedule/draft/").status_code == 302


def test_days_of_notice_are_saved_and_shown_before_the_schedule_is_adopted(cast, ada):
    scheduling.begin(by=cast.ada)
    address = "/records/schedule/draft/"
    assert "less than the law asks for" not in ada.get(address).text
    page = ada.post(address, {"notice_days": "30", "then": "adopt"}, follow=True)
    assert "Put it in force" in page.text
    assert "<dd>30</dd>" in page.text.replace("\n", "")
    assert "30 days of notice are less than the law asks for" in page.text
    page = ada.post(address, {"notice_days": "0"}, follow=True)
    assert "With 0 days a disposal can be confirmed on the day" in page.text
    page = ada.post(address, {"notice_days": "", "then": "adopt"})
    assert "Enter a number of days" in page.text


def test_a_window_that_is_out_of_date_is_told(cast, ada):
    row = scheduling.begin(by=cast.ada).classes.earliest("pk")
    assert "Save" in ada.get(f"/records/schedule/draft/{row.pk}/").text
    page = ada.post(f"/records/schedule/draft/{row.pk}/remove/", follow=True)
    assert "Removed: SM-1" in page.text
    page = ada.post("/records/schedule/draft/discard/", follow=True)
    assert "The draft is gone." in page.text
    assert ada.post("/records/schedule/draft/discard/").status_code == 302


def test_an_account_s_page_says_how_it_is_kept(cast, account, client):
    factory.adopted(by=cast.ada)
    factory.held(by=cast.ada)
    client.force_login(cast.ada)
    page = client.get(f"/registry/{account.pk}/")
    assert "Closed and not archived yet" in page.text
    assert "SM-1 Accounts" in page.text
    assert "Doe v. District" in page.text
    client.force_login(cast.tom)
    page = client.get(f"/registry/{account.pk}/")
    assert "As a record" in page.text
    assert "Doe v. District" not in page.text
    client.force_login(cast.lou)
    assert "As a record" not in client.get(f"/registry/{account.pk}/").text


def test_a_request_s_page_says_how_it_is_kept(cast, account, ada):
    factory.adopted(by=cast.ada)
    page = ada.get(f"/requests/{account.request_id}/")
    assert "SM-2 Requests" in page.text
    assert f"/records/of/request/{account.request_id}/" in page.text


def test_a_record_shows_each_gate_and_what_was_said(cast, account, ada):
    factory.adopted(by=cast.ada)
    address = f"/records/of/account/{account.pk}/"
    page = ada.get(address)
    assert "It is a public record that is not archived" in page.text
    page = ada.post(f"{address}archived/", {"archived_on": today().isoformat(), "where": "Vault"})
    assert Archiving.objects.get().where == "Vault"
    page = ada.post(f"{address}not-archived/", {"reason": ""})
    assert "Say why it is not archived after all" in page.text
    ada.post(f"{address}not-archived/", {"reason": "The export failed."})
    page = ada.post(f"{address}rule/", {"public": "no", "code": "", "reason": ""})
    assert "Say why" in page.text
    ada.post(f"{address}rule/", {"public": "no", "code": "SM-2", "reason": "Names a student."})
    assert Ruling.objects.get().code == "SM-2"
    page = ada.get(address)
    assert "Names a student." in page.text
    assert "The export failed." in page.text
    assert "not a public record" in page.text
    assert ada.get("/records/of/zebra/1/").status_code == 404


def test_what_others_asked_for_is_a_number_to_who_may_not_see_it(cast, account, client):
    client.force_login(cast.tom)
    page = client.get(f"/records/of/request/{account.request_id}/")
    assert account.request.number in page.text
    assert "See all of it" not in page.text
    assert account.request.title not in page.text


def test_what_a_record_is_about_is_told_once_it_may_go(cast, client):
    request = factory.ready(cast)
    run = factory.proposed(request, by=cast.ada)
    client.force_login(cast.tom)
    pages = (
        "/records/due/?kind=request",
        run.get_absolute_url(),
        f"/records/of/request/{request.pk}/",
    )
    for address in pages:
        page = client.get(address).text
        for words in (request.title, "Speak", "Asked for by Lou Berg", "Mar 10, 2015"):
            assert words in page, (address, words)


def test_a_hold_is_placed_listed_and_lifted(cast, account, ada):
    said = {"case_name": "Doe", "held_since": today().isoformat(), "reason": "Counsel."}
    page = ada.post("/records/holds/new/", {**said, "on": "person", "person": "nobody"})
    assert "Nobody on the roster has this name" in page.text
    page = ada.post("/records/holds/new/", {**said, "on": "place"})
    assert "Choose the school or department" in page.text
    assert "What must be kept?" in ada.post("/records/holds/new/", said).text
    page = ada.get("/records/holds/new/?on=person").text
    assert "Person" in page
    assert "Word in the title" not in page
    asked = {**said, "on": "person", "person": "berg", "case_name": ""}
    page = ada.post("/records/holds/new/", {**asked, "act": "look"}).text
    assert "It keeps 2 records" in page
    assert "Name the case" not in page
    assert f'href="/records/of/account/{account.pk}/"' in page
    assert not Hold.objects.exists()
    page = ada.post("/records/holds/new/", {**said, "on": "person", "person": "Lou Berg"})
    hold = Hold.objects.get()
    assert hold.person == cast.lou
    assert "Lou Berg" in ada.get("/records/holds/").text
    assert "No hold matches" in ada.get("/records/holds/?state=lifted").text
    address = f"/records/holds/{hold.pk}/"
    assert "Lift the hold" in ada.get(address).text
    assert "It keeps 2 records" in ada.get(address).text
    assert "Say why it is lifted" in ada.post(f"{address}lift/", {"reason": " "}).text
    page = ada.post(f"{address}lift/", {"reason": "Settled."}, follow=True)
    assert "Settled." in page.text
    assert "Lou Berg" in ada.get("/records/holds/?state=any&words=doe").text
    page = ada.post(f"{address}lift/", {"reason": "Again."}, follow=True)
    assert "Somebody else has lifted it." in page.text


def test_one_record_is_held_from_its_page(cast, account, ada):
    said = {"case_name": "Doe", "held_since": today().isoformat(), "reason": "Counsel."}
    address = f"/records/of/account/{account.pk}/"
    assert "What must be kept?" not in ada.get(f"{address}hold/").text
    ada.post(f"{address}hold/", said)
    assert "Under a legal hold" in ada.get(address).text
    assert "Northside Band" in ada.get("/records/holds/").text


def test_a_disposal_is_proposed_and_answered_on_pages(cast, client):
    request = factory.ready(cast)
    kept = factory.denied(cast.lou, decider=cast.pat, place=cast.northside)
    client.force_login(cast.ada)
    assert "Nothing may go" in client.get("/records/due/?kind=account").text
    assert "Propose to dispose" not in client.get("/records/due/?kind=account").text
    assert f'value="{request.pk}"' in client.get("/records/due/").text
    assert f'value="{request.pk}"' in client.get("/records/due/?kind=zebra").text
    page = client.get("/records/due/?kind=request")
    assert "Ready" in page.text
    assert "What must be true" in page.text
    assert "It is a public record that is not archived" in page.text
    assert f'value="{request.pk}"' in page.text
    assert f'value="{kept.pk}"' not in page.text
    address = "/records/due/?kind=request"
    said = {"record": request.pk, "reason": ""}
    assert "Say why" in client.post(address, said).text
    page = client.post(address, {"reason": "Seven years."})
    assert "Choose at least one record" in page.text
    page = client.post(address, {"reason": ""}).text
    assert page.index("Choose at least one record") < page.index("Say why")
    page = client.post(address, {**said, "record": kept.pk, "reason": "Seven years."})
    assert "has to stay" in page.text
    page = client.post(address, {**said, "reason": "Seven years."}, follow=True)
    run = Run.objects.get()
    assert f"Disposal {run.pk} is proposed." in page.text
    assert "Withdraw" in page.text
    assert "Refuse" not in page.text
    assert "Who may confirm it" in page.text
    assert "Tom Reyes" in page.text
    assert run.get_absolute_url() in client.get(f"/records/of/request/{request.pk}/").text
    assert "Proposed" in client.get(address).text
    assert client.post(f"/records/disposals/{run.pk}/confirm/").status_code == 404
    client.force_login(cast.tom)
    assert f"Confirm or refuse disposal {run.pk}" in client.get("/").text
    assert "Propose to dispose" not in client.get(address).text
    page = client.get(f"/records/disposals/{run.pk}/")
    assert "Yes, they may go" in page.text
    assert "Ready" in page.text
    page = client.post(f"/records/disposals/{run.pk}/confirm/", follow=True)
    assert "Confirmed, and not carried out yet" in page.text
    assert "Disposal" in client.get("/records/disposals/?state=confirmed").text
    assert "No disposal matches" in client.get("/records/disposals/?state=refused").text
    page = client.post(f"/records/disposals/{run.pk}/refuse/", {"reason": "No"}, follow=True)
    assert "has answered already" in page.text


def test_a_confirmed_disposal_is_stopped_on_pages(cast, client):
    request = factory.ready(cast)
    run = factory.proposed(request, by=cast.ada)
    confirming.confirm(run, by=cast.tom)
    address = run.get_absolute_url()
    client.force_login(cast.ada)
    page = client.get(address).text
    assert "the Technology Coordinator carries it out on the server" in page
    hold = factory.held(by=cast.ada, on="person", person=cast.lou)
    assert "Confirmed, but 1 record stays: something is in the way" in client.get(address).text
    holding.lift(hold, reason="Settled.", by=cast.ada)
    assert "Confirmed, and not carried out yet" in client.get(address).text
    assert "Say why" in client.post(f"{address}stop/", {"reason": " "}).text
    page = client.post(f"{address}stop/", {"reason": "The library asks."}, follow=True).text
    assert "Nothing of it goes any more." in page
    assert "The library asks." in page
    client.force_login(cast.tom)
    page = client.post(f"{address}stop/", {"reason": "Me too."}, follow=True).text
    assert "Ada Lindqvist has stopped it already." in page


def test_a_disposal_is_refused_or_withdrawn_on_pages(cast, client):
    request = factory.ready(cast, notice_days=10)
    run = factory.proposed(request, by=cast.ada)
    client.force_login(cast.tom)
    assert "Confirm or refuse" not in client.get("/").text
    address = f"/records/disposals/{run.pk}/"
    assert "It can be confirmed from" in client.get(address).text
    page = client.post(f"{address}confirm/", follow=True)
    assert "It can be confirmed from" in page.text
    assert "Say why" in client.post(f"{address}refuse/", {"reason": ""}).text
    page = client.post(f"{address}refuse/", {"reason": "The archive lacks it."}, follow=True)
    assert "The archive lacks it." in page.text
    client.force_login(cast.ada)
    run = factory.proposed(request, by=cast.ada)
    page = client.post(f"/records/disposals/{run.pk}/withdraw/", {"reason": "Later"}, follow=True)
    assert "Withdrawn" in page.text


def test_what_is_gone_is_listed(cast, client):
    request = factory.ready(cast)
    run = factory.proposed(request, by=cast.ada)
    Tombstone.objects.create(
        item=run.records.get(),
        kind="request",
        record=request.pk,
        name=request.number,
        digest="ab" * 32,
        tables={},
        code="SM-2",
        schedule=run.schedule,
        proposed_by=cast.ada,
        confirmed_by=cast.tom,
        disposed_at=run.proposed_at,
    )
    client.force_login(cast.otto)
    assert f"Request {request.number}" in client.get("/records/gone/").text
    assert f"Request {request.number}" in client.get("/records/gone/?words=abab").text
    assert f"Request {request.number}" in client.get(f"/records/gone/?words={run.pk}").text
    assert "Nothing that is gone matches" in client.get(f"/records/gone/?words={'9' * 64}").text
    assert "Gone since" in client.get(f"/records/disposals/{run.pk}/").text


def test_a_disposal_that_nobody_can_confirm_says_so(cast, client):
    run = factory.proposed(factory.ready(cast), by=cast.ada)
    RoleGrant.objects.filter(person=cast.tom).delete()
    client.force_login(cast.ada)
    page = client.get(run.get_absolute_url()).text
    assert "Nobody: it takes another person who is entered as Technology Coordinator" in page


def test_a_longer_list_of_holds_asks_no_more(cast, ada, account):
    counts = []
    factory.held(by=cast.ada, on="record", kind="account", record=account.pk)
    for more in (1, 3):
        for _each in range(more):
            request = factory.denied(cast.lou, decider=cast.pat, place=cast.northside)
            factory.held(by=cast.ada, on="record", kind="request", record=request.pk)
        ada.get("/records/holds/")
        with CaptureQueriesContext(connection) as asked:
            assert request.number in ada.get("/records/holds/").text
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_who_may_not_see_holds_learns_only_that_a_record_stays(cast, client):
    request = factory.ready(cast)
    run = factory.proposed(request, by=cast.ada)
    factory.held(by=cast.ada, on="record", kind="request", record=request.pk)
    addresses = [
        run.get_absolute_url(),
        reverse("records:due") + "?kind=request",
        reverse("records:record", args=["request", request.pk]),
    ]
    for person, told in ((cast.tom, "It has to stay for now"), (cast.ada, "under a legal hold")):
        client.force_login(person)
        for address in addresses:
            text = client.get(address).text
            assert told in text
            assert ("legal hold" in text.split("<main")[1]) is (person == cast.ada)


def test_who_has_a_record_in_a_disposal_is_told_to_leave_it_to_another(cast, client):
    own = factory.denied(cast.tom, decider=cast.ada, place=cast.northside)
    factory.adopted(by=cast.ada)
    factory.archived("request", own.pk, by=cast.ada)
    run = factory.proposed(own, by=cast.ada)
    client.force_login(cast.tom)
    page = client.get(run.get_absolute_url()).text
    assert "is a record of your own" in page
    assert "Yes, they may go" not in page
    assert "Refuse" in page
