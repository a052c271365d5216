"""The pages of ties to students: who sees them, and how one ends."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from accounts.models import RoleGrant
from approvals.relationships.models import Ending
from district_portal.district.current import today
from district_portal.permissions import Role
from tests.cast import SINCE
from tests.factories import relationships

LIST = reverse("relationships:list")


@pytest.mark.parametrize(
    ("name", "sees", "ends"),
    [
        ("lou", True, True),
        ("pat", True, True),
        ("ada", True, True),
        ("otto", True, False),
        ("val", False, False),
        ("theo", False, False),
        ("tom", False, False),
        ("polly", False, False),
        ("hana", False, False),
        ("bea", False, False),
    ],
)
def test_who_sees_it_and_who_ends_it(cast, relationship, client, name, sees, ends):
    client.force_login(getattr(cast, name))
    address = relationship.get_absolute_url()
    assert client.get(address).status_code == (200 if sees else 404)
    assert client.get(f"{address}end/").status_code == (200 if ends else 404)
    assert (address in client.get(LIST).text) == sees


def test_the_title_ix_coordinator_reads_alone(cast, relationship, client):
    RoleGrant.objects.create(person=cast.gus, role=Role.TITLE_IX_COORDINATOR, since=SINCE)
    client.force_login(cast.gus)
    page = client.get(relationship.get_absolute_url())
    assert "The scouts of my troop" in page.text
    assert "End it" not in page.text
    assert client.get(f"{relationship.get_absolute_url()}end/").status_code == 404


def test_who_decided_sees_it_still_and_the_new_supervisor_ends_it(cast, relationship, client):
    posting = cast.lou.postings.get()
    type(posting).objects.filter(pk=posting.pk).update(supervisor=cast.theo)
    client.force_login(cast.pat)
    assert client.get(relationship.get_absolute_url()).status_code == 200
    assert client.get(f"{relationship.get_absolute_url()}end/").status_code == 404
    client.force_login(cast.theo)
    assert client.get(f"{relationship.get_absolute_url()}end/").status_code == 200


def test_the_board_officer_ends_what_an_administrator_holds(cast, client):
    own = relationships.noted(cast.ada, decider=cast.bea)
    client.force_login(cast.bea)
    assert client.get(f"{own.get_absolute_url()}end/").status_code == 200


def test_the_list_shows_what_is_in_force_and_finds_the_rest(cast, relationship, client):
    client.force_login(cast.pat)
    address = relationship.get_absolute_url()
    assert address in client.get(LIST).text
    assert address in client.get(LIST, {"words": "berg", "tie": "youth_group"}).text
    assert address in client.get(LIST, {"state": "any", "place": cast.northside.pk}).text
    for narrow in ({"words": "zebra"}, {"state": "over"}, {"state": "to_come"}, {"tie": "club"}):
        assert "No tie matches" in client.get(LIST, narrow).text
    relationships.ended(relationship, by=cast.lou)
    assert "No tie is in force" in client.get(LIST).text
    assert address in client.get(LIST, {"state": "over"}).text
    later = (today() + dt.timedelta(days=9)).isoformat()
    coming = relationships.noted(cast.lou, decider=cast.pat, starts_on=later)
    assert coming.get_absolute_url() in client.get(LIST, {"state": "to_come"}).text


def test_lou_ends_it_and_errors_stand_at_their_fields(cast, relationship, client):
    client.force_login(cast.lou)
    address = f"{relationship.get_absolute_url()}end/"
    page = client.post(address, {"reason": ""}).text
    assert "Choose why it ends" in page
    assert "Say why it ends" in page
    page = client.post(address, {"why": "consent", "reason": ""}).text
    assert "Enter the day on which consent was taken back" in page
    assert "Say why it ends" in page
    typed = {"why": "consent", "reason": "A mother called."}
    assert "Enter the day on which consent was taken back" in client.post(address, typed).text
    page = client.post(address, {**typed, "taken_back_on": today().isoformat()}, follow=True).text
    assert "It is over from now on." in page
    assert "A mother called." in page
    assert Ending.objects.get().ended_by == cast.lou
    client.force_login(cast.pat)
    late = client.post(address, {"why": "over", "reason": "Late."}, follow=True)
    assert "It is over already." in late.text
    assert Ending.objects.count() == 1


def test_a_family_is_not_asked_for_a_consent_to_take_back(cast, client):
    none = {"consent_by": "", "consent_on": "", "consent_how": "", "consent_scope": ""}
    found = relationships.noted(cast.lou, decider=cast.pat, tie="family", **none)
    client.force_login(cast.lou)
    assert "took consent back" not in client.get(f"{found.get_absolute_url()}end/").text
    assert "Not needed in a family" in client.get(found.get_absolute_url()).text


def test_it_ends_by_itself_and_says_so(cast, relationship, client):
    with time_machine.travel(timezone.now() + dt.timedelta(days=61)):
        client.force_login(cast.lou)
        page = client.get(relationship.get_absolute_url()).text
        assert "Ended on" in page
        assert "End it" not in page
        assert "No tie is in force" in client.get(LIST).text


def test_my_tasks_shows_what_ends_soon_to_its_holder_alone(cast, relationship, client):
    words = "A tie to students outside school ends"
    client.force_login(cast.lou)
    assert words not in client.get("/").text
    with time_machine.travel(timezone.now() + dt.timedelta(days=31)):
        client.force_login(cast.lou)
        assert words in client.get("/").text
        client.force_login(cast.pat)
        assert words not in client.get("/").text


def test_the_request_leads_to_it(cast, relationship, client):
    client.force_login(cast.pat)
    page = client.get(relationship.request.get_absolute_url()).text
    assert relationship.get_absolute_url() in page
    assert "Noted: In force" in page
