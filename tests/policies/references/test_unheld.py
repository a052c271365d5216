"""What a draft names and the manual has not: said before it is published, and no obstacle."""

import pytest

from policies.models import Policy
from policies.references import unheld
from tests.factories.policies import draft, published

pytestmark = pytest.mark.django_db


def found(the_draft):
    return [
        (each.kind_in_words, each.code, [node["id"] for node in each.nodes], each.is_listed)
        for each in unheld.unheld(the_draft, among=Policy.objects.all())
    ]


def test_codes_that_no_policy_has_are_told_with_their_places():
    published("417.2", "Discipline")
    the_draft = draft(
        "529",
        "Staff Networks",
        clauses=["See policy 417.2 and policy 904.1.", "As in policy 904.1 and policy 529."],
        cross_refs=[
            {"code": "417.2", "title": "Discipline"},
            {"code": "828.1", "title": "Complaints", "before": "AR"},
        ],
    )
    assert found(the_draft) == [
        ("Administrative rule", "828.1", [], True),
        ("", "904.1", [1, 2], False),
    ]


def test_a_rule_that_names_its_policy_is_not_the_policy():
    the_draft = draft("828", "How to complain", kind="rule", clauses=["It carries out policy 828."])
    assert found(the_draft) == [("", "828", [1], False)]
    published("828", "Complaints")
    assert found(the_draft) == []


def test_the_pages_say_what_is_open_and_hold_nothing_back(client, cast):
    the_draft = draft("529", "Staff Networks", clauses=["See policy 904.1 and policy 904.2."])
    client.force_login(cast.polly)
    page = client.get(the_draft.get_absolute_url()).content.decode()
    said = "2 cited codes are not in this manual"
    assert page.count(said) == 1
    assert "Ready to publish" in page
    assert "Continue to publish" in page
    publish = client.get(f"{the_draft.get_absolute_url()}publish/").content.decode()
    assert f'href="{the_draft.get_absolute_url()}#unheld">{said}.' in publish


def test_a_draft_without_open_codes_is_just_ready(client, cast):
    published("417.2", "Discipline")
    the_draft = draft("529", "Staff Networks", clauses=["See policy 417.2."])
    client.force_login(cast.polly)
    page = client.get(the_draft.get_absolute_url()).content.decode()
    assert "not in this manual" not in page
    assert "Ready to publish" in page
