"""Which entry of the navigation is marked where a page's address doesn't say it."""

from __future__ import annotations

import re

import pytest

from policies.acknowledgments import packing
from policies.acknowledgments.models import Assignment
from tests.factories.acknowledgments import required, sign_in
from tests.factories.policies import published
from tests.factories.questions import questioned

pytestmark = pytest.mark.django_db


def marks(client, page) -> list[str]:
    answer = client.get(page)
    assert answer.status_code == 200
    return re.findall(r'aria-current="true">([^<]+?) *<', answer.text)


@pytest.mark.parametrize(
    ("who", "page", "marked"),
    [
        ("ada", "/packets/new/", ["Policies", "Requirements"]),
        ("hana", "/evidence/", ["Policies", "Requirements"]),
        ("ada", "/closings/", ["Policies", "Requirements"]),
        ("ada", "/operations/", ["District", "Set-up"]),
        ("ada", "/operations/backups/", ["District", "Set-up"]),
        ("ada", "/concerns/packs/", ["District", "Set-up"]),
    ],
)
def test_pages_that_stand_under_an_entry_elsewhere_mark_it(cast, client, who, page, marked):
    assert marks(sign_in(client, getattr(cast, who)), page) == marked


def test_pages_of_one_thing_mark_what_they_are_reached_from(cast, client):
    version = published("529", "Pages", clauses=["Be kind.", "Ask first."])
    required(version, people=[cast.lou])
    packet = packing.pack("New year", [version.policy], by=cast.ada, everyone=True)
    question = questioned(version)
    asked = Assignment.objects.filter(person=cast.lou)[0]
    sign_in(client, cast.ada)
    assert marks(client, f"/packets/{packet.pk}/change/") == ["Policies", "Requirements"]
    assert marks(client, f"/check-questions/{question.pk}/change/") == ["Policies", "Policies"]
    assert marks(client, f"/assignments/{asked.pk}/close/") == ["People", "People"]
    assert marks(client, f"/assignments/{asked.pk}/close/refused/") == ["People", "People"]
