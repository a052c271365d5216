from __future__ import annotations

import pytest
from django.urls import reverse

from tests.factories.acknowledgments import cost, required, sign_in, signed
from tests.factories.policies import published

pytestmark = pytest.mark.django_db


@pytest.fixture
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


def test_my_receipts_cost_as_many_queries_for_30_as_for_3(client, cast):
    page = reverse("acknowledgments:receipts")
    sign_in(client, cast.lou)
    _sign(cast.lou, range(3))
    few = cost(client, page)
    _sign(cast.lou, range(3, 30))
    assert cost(client, page) == few


def _sign(person, numbers):
    for number in numbers:
        version = published(f"{number}", f"Policy {number}")
        required(version, people=[person])
        signed(person, version)
