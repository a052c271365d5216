"""The pages of exemptions, and what stands beside a clause."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from approvals import kinds, requesting
from approvals.exemptions import revoking
from approvals.exemptions.models import Outcome, Revocation
from district_portal.district.current import today
from tests.factories import exemptions

LIST = reverse("exemptions:list")


def test_the_list_shows_what_is_in_force_and_finds_the_rest(cast, exemption, client):
    client.force_login(cast.tom)
    assert "529, clause 2" in client.get(LIST).text
    assert "529, clause 2" in client.get(LIST, {"words": "berg", "policy": "529"}).text
    assert "No exemption matches" in client.get(LIST, {"words": "zebra"}).text
    assert "No exemption matches" in client.get(LIST, {"state": "revoked"}).text
    revoking.revoke(exemption, reason="Films were public.", by=cast.ada)
    assert "No exemption is in force" in client.get(LIST).text
    for state in ("revoked", "any"):
        assert "Revoked" in client.get(LIST, {"state": state}).text


def test_its_clause_is_cited_in_the_language_of_whoever_reads_it(cast, exemption, client):
    client.force_login(cast.lou)
    spanish = {"HTTP_ACCEPT_LANGUAGE": "es"}
    assert ">529, cláusula 2</a>" in client.get(LIST, **spanish).text
    assert "Exención: 529, cláusula 2" in client.get(exemption.get_absolute_url(), **spanish).text


@pytest.mark.parametrize(
    ("name", "sees"),
    [("lou", 1), ("pat", 1), ("ada", 1), ("tom", 1), ("otto", 1), ("theo", 0), ("bea", 0)],
)
def test_those_whom_it_concerns_see_it_beside_the_clause(
    cast, exemption, client, clause, name, sees
):
    client.force_login(getattr(cast, name))
    page = client.get(clause.version.policy.get_absolute_url()).text
    assert page.count(f'href="{exemption.get_absolute_url()}"') == sees
    assert ("For you until" in page) == (name == "lou")


def test_what_ended_stands_beside_no_clause(cast, exemption, client, clause):
    client.force_login(cast.lou)
    address = clause.version.policy.get_absolute_url()
    with time_machine.travel(timezone.now() + dt.timedelta(days=61)):
        client.force_login(cast.lou)
        assert exemption.get_absolute_url() not in client.get(address).text
        page = client.get(exemption.get_absolute_url()).text
    assert "it no longer counts" in page
    assert "Expired" in page


def test_its_page_tells_conditions_and_outcomes(cast, exemption, client):
    exemptions.recorded(
        exemption, by=cast.tom, what="modification", wording="Films may be shown to parents."
    )
    client.force_login(cast.lou)
    page = client.get(exemption.get_absolute_url()).text
    assert "Films may be shown to parents." in page
    assert "Films stay in the district." in page
    assert "Granted as asked for: Exemption" in page
    assert "Record another outcome" not in page
    assert "Revoke it" not in page


def test_tom_records_an_outcome_and_errors_stand_at_their_fields(cast, exemption, client):
    client.force_login(cast.tom)
    address = reverse("exemptions:outcome", args=[exemption.pk])
    typed = {"seen": 1, "what": "alternative", "ends_on": today().isoformat(), "reason": "Met."}
    assert "Say what is done instead" in client.post(address, typed).text
    answer = client.post(address, {**typed, "wording": "Use the video server."}, follow=True)
    assert "The outcome is recorded. Lou Berg is told." in answer.text
    assert "Nobody is exempted" in answer.text
    late = client.post(address, {**typed, "wording": "Another."}, follow=True)
    assert "Tom Reyes has recorded another outcome" in late.text
    assert Outcome.objects.count() == 2


def test_ada_revokes_it_and_the_other_window_is_told(cast, exemption, client):
    client.force_login(cast.ada)
    address = reverse("exemptions:revoke", args=[exemption.pk])
    assert "Say why you revoke it" in client.post(address, {"reason": ""}).text
    answer = client.post(address, {"reason": "Films were public."}, follow=True)
    assert "Revoked on" in answer.text
    assert Revocation.objects.get().reason == "Films were public."
    outcome = client.post(
        reverse("exemptions:outcome", args=[exemption.pk]),
        {"seen": 1, "what": "exemption", "ends_on": today().isoformat(), "reason": "Met."},
        follow=True,
    )
    assert "This exemption is over" in outcome.text


def test_a_changed_clause_is_pointed_out(cast, exemption, client):
    from tests.factories.policies import published  # noqa: PLC0415

    published("529", "Staff Use of Social Media", clauses=["Ask first.", "Films stay in school."])
    client.force_login(cast.lou)
    assert "Films stay in school." in client.get(exemption.get_absolute_url()).text


def test_the_request_leads_to_it(cast, exemption, client):
    client.force_login(cast.lou)
    page = client.get(exemption.request.get_absolute_url()).text
    assert exemption.get_absolute_url() in page
    assert "Exemption: In force" in page


def test_who_asks_for_the_same_is_told_without_a_name(cast, exemption, clause):
    request = requesting.start("exemption", by=cast.gus)
    request.draft = {"details": exemptions.typed(of=clause, place=cast.transportation)}
    form = kinds.details_form(request, check=True)
    assert form.is_valid()
    [said] = kinds.KINDS["exemption"].doubts(form.values(), request)
    assert said.startswith("The same is granted already, until")
    revoking.revoke(exemption, reason="Films were public.", by=cast.ada)
    [said] = kinds.KINDS["exemption"].doubts(form.values(), request)
    assert "revoked on" in said
    assert "Lou" not in said
