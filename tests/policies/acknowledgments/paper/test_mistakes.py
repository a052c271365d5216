"""HR marks a recording as mistaken on its receipt; every page that shows it says so."""

from __future__ import annotations

import pytest
from django.urls import reverse

from district_portal.district.current import today
from policies.acknowledgments import assigning
from policies.acknowledgments.models import Mistake
from policies.acknowledgments.paper import marking, recording
from tests.factories.acknowledgments import cost, required, sign_in, signed
from tests.factories.policies import published
from tests.policies.acknowledgments.paper.conftest import printed, scanned
from tests.standing import standing

pytestmark = pytest.mark.django_db


@standing
def signature(cast, sheet):
    facts = {"signed_on": today(), "scan": scanned()}
    return recording.record([sheet.code], by=cast.hana, **facts)[0]


def receipt_of(signature) -> str:
    return reverse("acknowledgments:receipt", args=[signature.pk])


def page_of(signature) -> str:
    return reverse("acknowledgments:mark_mistaken", args=[signature.pk])


def test_from_the_receipt_to_the_mark_and_back(client, cast, signature):
    sign_in(client, cast.hana)
    assert page_of(signature) in client.get(receipt_of(signature)).text
    shown = client.get(page_of(signature)).text
    assert "Was this recorded by mistake?" in shown
    assert "Say what was wrong" in client.post(page_of(signature), {"reason": " "}).text
    assert not Mistake.objects.exists()
    done = client.post(page_of(signature), {"reason": "Lou Barr’s sheet."}, follow=True).text
    for said in ("counts no more. Lou Berg is told by mail", "Does not count", "Lou Barr’s sheet."):
        assert said in done
    assert page_of(signature) not in done
    twice = client.post(page_of(signature), {"reason": "Once more."}, follow=True).text
    assert "It is marked as a mistake already" in twice
    assert Mistake.objects.get().reason == "Lou Barr’s sheet."


def test_every_page_says_that_it_does_not_count(client, cast, signature, sheet):
    marking.mark(signature, by=cast.hana, reason="Lou Barr’s sheet.")
    sign_in(client, cast.hana)
    assert "By mistake: does not count" in client.get("/paper/").text
    assert "Recorded by mistake" in client.get(f"/people/{cast.lou.pk}/").text
    again = client.get("/paper/", {"code": sheet.code}, follow=True).text
    assert "This sheet was recorded before, by mistake" in again
    sign_in(client, cast.lou)
    mine = client.get("/receipts/").text
    assert "By mistake: does not count" in mine
    receipt = client.get(receipt_of(signature)).text
    assert "is no signature of Lou Berg" in receipt
    assert "A confirmation was sent" not in receipt
    assert "On paper" not in client.get("/").text, "it is no signature, but a task again"
    old = signature.ended.get()
    now = old.requirement.assignments.get(person=cast.lou, ended_at=None)
    answer = client.get(reverse("acknowledgments:sign", args=[old.pk]))
    assert answer.headers["Location"] == reverse("acknowledgments:sign", args=[now.pk])


def test_an_old_sign_in_is_asked_first(client, cast, signature):
    sign_in(client, cast.hana, minutes_ago=120)
    answer = client.post(page_of(signature), {"reason": "Lou Barr’s sheet."})
    assert "reauthenticate" in answer.headers["Location"]


def test_nobody_marks_their_own_nor_what_was_signed_in_the_portal(client, cast, signature):
    other = published("540", "Phones")
    from_portal = signed(cast.gus, signature.version)
    own = printed_for(cast.hana, other, by=cast.ada)
    sign_in(client, cast.hana)
    for row in (from_portal, own):
        assert page_of(row) not in client.get(receipt_of(row)).text
        assert client.post(page_of(row), {"reason": "No."}).status_code == 404
    assert not Mistake.objects.exists()


def printed_for(person, version, *, by):
    sheet = printed(required(version, people=[person]), person, by=by)[0]
    facts = {"signed_on": today(), "scan": scanned()}
    return recording.record([sheet.code], by=by, **facts)[0]


def test_a_superseded_sheet_says_what_is_asked_now_and_records_nothing(client, cast, sheet):
    published("529", "Staff Use of Social Media", clauses=("New.",), asks_again="everyone")
    sign_in(client, cast.hana)
    shown = client.get("/paper/", {"code": sheet.code}).text
    assert "Superseded: a newer version is asked for" in shown
    assert "Asked now: 529 Staff Use of Social Media, version 2" in shown
    address = reverse("acknowledgments:print_sheets", args=[sheet.assignment.requirement_id])
    whom = f"{address}?people={cast.lou.number}"
    assert whom in shown
    assert "1 person has not signed" in client.get(whom).text
    posted = client.post(f"/paper/{sheet.code}/", {"signed_on": today().isoformat()}, follow=True)
    assert "Superseded" in posted.text


@pytest.mark.thorough
def test_the_list_costs_the_same_with_more_mistakes(client, cast, requirement):
    sheets = printed(requirement, cast.lou, cast.gus, cast.val, by=cast.hana)
    facts = {"by": cast.ada, "signed_on": today(), "scan": scanned()}
    made = recording.record([sheet.code for sheet in sheets], **facts)
    sign_in(client, cast.hana)
    few = cost(client, "/paper/")
    for one in made:
        marking.mark(one, by=cast.ada, reason="Another list.")
    assert cost(client, "/paper/") == few


def test_a_whole_list_with_the_wrong_scan_is_marked_at_once(client, cast, requirement):
    sheets = printed(requirement, cast.lou, cast.gus, cast.hana, by=cast.ada)
    facts = {"by": cast.ada, "signed_on": today(), "scan": scanned(), "is_list": True}
    made = recording.record([sheet.code for sheet in sheets], **facts)
    marking.mark(made[1], by=cast.ada, reason="Alone.")
    sign_in(client, cast.hana)
    assert "The whole list" not in client.get(page_of(made[0])).text, "hers is not hers to mark"
    sign_in(client, cast.ada)
    assert "all 2 signatures that were recorded with this scan" in client.get(page_of(made[0])).text
    answer = {"reason": "Wrong scan.", "whole": "on"}
    done = client.post(page_of(made[0]), answer, follow=True).text
    assert "2 signatures count no more. Each person is told by mail." in done
    assert sorted(Mistake.objects.values_list("reason", flat=True)) == [
        "Alone.", "Wrong scan.", "Wrong scan.",
    ]  # fmt: skip
    assert assigning.verify() == {}
