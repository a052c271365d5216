"""What nobody would type into an address or a form's hidden field is answered, not a fault."""

from __future__ import annotations

import pytest

from district_portal.district.models import District
from tests.factories.policies import draft, published

pytestmark = pytest.mark.django_db
LONG = "9" * 5000
"""More digits than Python makes a number of."""


@pytest.fixture
def the_draft(cast, client):
    client.force_login(cast.polly)
    published("529", "Staff Networks")
    return draft("529", "Staff Networks", clauses=["Be kinder."])


@pytest.mark.parametrize("address", ["a%00b/", "a%00b/v1/", "a%00b/as-of/", "529/c/a%00b/"])
def test_a_nul_leads_guests_nowhere(client, address):
    District.objects.create(pk=1, name="Marlow Bend School District", manual_is_public=True)
    published("529", "Staff Networks")
    assert client.get(f"/policies/{address}").status_code in (302, 404)


@pytest.mark.parametrize(
    "rest",
    ["?at=", "?leaf=", "?like=", "clauses/new/?after=", "comments/?clause=", "review/?leaf="],
)
def test_a_number_that_is_too_long_is_none(client, the_draft, rest):
    address = f"/policies/drafts/{the_draft.pk}/{rest}{LONG}"
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    ("act", "values"),
    [
        ("undo", {"revision": LONG}),
        ("redo", {"revision": "1", "at": LONG}),
        ("agree", {"proposed": "2026-02-31T10:00"}),
        ("send-back", {"proposed": "2026-02-31T10:00", "words": "Not yet."}),
    ],
)
def test_what_is_no_number_or_no_moment_changes_nothing(client, the_draft, act, values):
    answer = client.post(f"/policies/drafts/{the_draft.pk}/{act}/", values)
    assert answer.status_code == 302
    the_draft.refresh_from_db()
    assert the_draft.revision == 1
