from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from policies.acknowledgments import printing
from policies.paper import taking_turns, typesetting
from tests.factories.acknowledgments import cost, required, sign_in, signed
from tests.factories.policies import published
from tests.policies.paper.test_printing import words
from tests.standing import standing

pytestmark = pytest.mark.django_db


@standing
def signature(cast):
    version = published("529", "Staff Use of Social Media")
    required(version)
    return signed(cast.lou, version, typed_name="L. Berg")


def test_signer_those_above_human_resources_and_auditor_see_it_nobody_else(client, cast, signature):
    page = reverse("acknowledgments:receipt", args=[signature.pk])
    allowed = {"lou", "pat", "ada", "hana", "otto"}
    for name, person in cast.people().items():
        if person.is_active:
            expected = 200 if name in allowed else 404
            assert sign_in(client, person).get(page).status_code == expected, name


def test_it_says_all_that_was_kept(client, cast, signature):
    page = reverse("acknowledgments:receipt", args=[signature.pk])
    text = sign_in(client, cast.hana).get(page).content.decode()
    for kept in (
        signature.receipt,
        signature.version.sha256,
        signature.statement,
        "L. Berg",
        "192.0.2.7",
        "Differs from the roster",
        "Lou Berg signed policy 529",
    ):
        assert kept in text


def test_it_leads_on_to_what_else_must_be_signed(client, cast, signature):
    page = reverse("acknowledgments:receipt", args=[signature.pk])
    assert "Back to my tasks" in sign_in(client, cast.lou).get(page).content.decode()
    other = published("740", "Driving")
    required(other)
    text = client.get(page).content.decode()
    assert "Next: sign policy 740" in text
    assert "Differs from the roster" not in text, "to the signer"
    assert "Next:" not in sign_in(client, cast.pat).get(page).content.decode()


def test_my_receipts_are_mine_alone(client, cast, signature):
    page = reverse("acknowledgments:receipts")
    assert signature.receipt in sign_in(client, cast.lou).get(page).content.decode()
    assert signature.receipt not in sign_in(client, cast.pat).get(page).content.decode()


@pytest.mark.thorough
def test_my_receipts_cost_as_many_queries_for_30_as_for_3(client, cast):
    page = reverse("acknowledgments:receipts")
    sign_in(client, cast.lou)
    _sign(cast.lou, range(3))
    few = cost(client, page)
    _sign(cast.lou, range(3, 30))
    assert cost(client, page) == few


@pytest.fixture
def _nothing_is_kept(monkeypatch):
    monkeypatch.setattr(typesetting.stored, "get", lambda _key: None)


@pytest.mark.usefixtures("_nothing_is_kept")
def test_the_pdf_says_who_signed_what_when_in_the_district_and_how(cast):
    version = published("529", "Staff Use of Social Media")
    moment = dt.datetime(2026, 9, 2, 3, 4, 5, tzinfo=dt.UTC)
    required(version, at=moment - dt.timedelta(days=1))
    cast.lou.preferred_name = "Louie"
    cast.lou.save()
    signature = signed(cast.lou, version, typed_name="Louie *Berg* #1", at=moment)
    said = words(printing.receipt_pdf(signature))
    in_order = [
        f"Receipt {signature.receipt}",
        "Louie Berg signed Policy 529, Staff Use of Social Media, version 1.",
        signature.statement,
        "/policies/529/v1/",
        "English. The English text and the statement above are what was signed.",
        "Name, as typed Louie *Berg* #1",
        "Name on the roster Lou Berg",
        "Signed September 1, 2026, 10:04:05 p.m. CDT (America/Chicago)",
        "Method Signed in the portal",
        "192.0.2.7",
        reverse("acknowledgments:receipt", args=[signature.pk]),
    ]
    places = [said.find(each) for each in in_order]
    assert -1 not in places, (in_order[places.index(-1)], said)
    assert places == sorted(places)
    assert version.sha256 in said.replace(" ", "")
    assert "Text opened" not in said, "nothing is said of what is not known"


def test_the_pdf_is_for_those_who_see_the_receipt(client, cast, signature):
    page = reverse("acknowledgments:receipt_pdf", args=[signature.pk])
    for person in (cast.lou, cast.pat, cast.hana):
        answer = sign_in(client, person).get(page)
        assert answer.content.startswith(b"%PDF"), person
        assert answer["Content-Type"] == "application/pdf"
        assert f'filename="receipt-{signature.receipt}.pdf"' in answer["Content-Disposition"]
        assert page in client.get(page.replace(".pdf", "/")).content.decode()
    for person in (cast.gus, cast.polly, cast.tom):
        assert sign_in(client, person).get(page).status_code == 404, person


@pytest.mark.thorough
def test_the_pdf_costs_as_many_queries_for_many_signatures_as_for_one(client, cast, signature):
    page = reverse("acknowledgments:receipt_pdf", args=[signature.pk])
    sign_in(client, cast.lou)
    few = cost(client, page)
    _sign(cast.lou, range(3, 9))
    assert cost(client, page) == few


def test_who_gets_no_pdf_is_told_what_to_do(client, cast, signature, monkeypatch):
    page = reverse("acknowledgments:receipt_pdf", args=[signature.pk])
    sign_in(client, cast.lou)
    monkeypatch.setattr(typesetting.stored, "get", lambda _key: None)
    monkeypatch.setattr(taking_turns, "PATIENCE", 0)
    monkeypatch.setattr(taking_turns, "_take", lambda: None)
    busy = client.get(page)
    assert busy.status_code == 503
    assert "Try again" in busy.content.decode()
    monkeypatch.undo()
    monkeypatch.setattr(typesetting.stored, "get", lambda _key: None)
    monkeypatch.setattr(typesetting, "SECONDS", 0.001)
    told = client.get(page, follow=True)
    assert "Print this page instead" in told.content.decode()


def _sign(person, numbers):
    for number in numbers:
        version = published(f"{number}", f"Policy {number}")
        required(version, people=[person])
        signed(person, version)
