"""HR and the auditor make a bundle, fetch it, and look up the fingerprint of one."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.urls import reverse
from django.utils import timezone

from district_portal import audit
from district_portal.jobs import running
from district_portal.jobs.models import Job
from policies.acknowledgments.evidence import bundling
from policies.acknowledgments.models import Bundle
from tests.factories.acknowledgments import cost, sign_in

pytestmark = pytest.mark.django_db
BUNDLES = "/evidence/"


def of_person(person) -> str:
    return reverse("acknowledgments:evidence_of_person", args=[person.pk])


OF_POLICY = "/policies/529/evidence/"


def file_of(bundle) -> str:
    return reverse("acknowledgments:bundle_file", args=[bundle.pk])


@pytest.mark.parametrize("name", ["hana", "otto"])
def test_a_bundle_is_made_by_a_worker_and_fetched_by_its_maker(client, cast, world, name):
    maker = getattr(cast, name)
    sign_in(client, maker)
    assert "Make the bundle" in client.get(of_person(cast.lou)).text
    answer = client.post(of_person(cast.lou), follow=True)
    assert "Collecting what is on record" not in answer.text
    assert "Waiting for a free worker" in answer.text
    assert not Bundle.objects.exists()
    running.sweep()
    bundle = Bundle.objects.get()
    done = client.get(Job.objects.get().get_absolute_url()).text
    assert bundle.manifest_sha256 in done
    assert file_of(bundle) in done
    fetched = client.get(file_of(bundle))
    assert fetched["Content-Type"] == "application/zip"
    assert fetched["Content-Disposition"] == f'attachment; filename="evidence-{bundle.number}.zip"'
    assert "README.txt" in zipfile.ZipFile(io.BytesIO(fetched.content)).namelist()
    assert audit.events(act="evidence.fetched", person_id=cast.lou.pk).count() == 1


def test_one_version_or_all_of_them_are_chosen(client, cast, world):
    sign_in(client, cast.hana)
    page = client.get(OF_POLICY)
    assert [str(label) for _value, label in page.context["form"].fields["version"].choices][:1] == [
        "All versions"
    ]
    client.post(OF_POLICY, {"version": "1"})
    client.post(OF_POLICY, {"version": ""})
    running.sweep()
    made = Bundle.objects.order_by("pk").values_list("version", "signatures")
    assert list(made) == [(1, 2), (None, 3)]
    wrong = client.post(OF_POLICY, {"version": "7"})
    assert "Choose one of these versions" in wrong.text
    assert Job.objects.count() == 2


def test_who_was_not_asked_for_long_who_they_are_is_asked_first(client, cast, world, make):
    bundle, _files = make(person=cast.lou)
    sign_in(client, cast.hana, minutes_ago=90)
    for answer in (client.post(of_person(cast.lou)), client.get(file_of(bundle))):
        assert answer.status_code == 302
        assert answer["Location"].startswith("/accounts/reauthenticate/")
    assert not Job.objects.exists()
    assert not audit.events(act="evidence.fetched").exists()


def test_nobody_but_its_maker_fetches_a_bundle(client, cast, world, make):
    bundle, _files = make(person=cast.lou)
    for name in ("otto", "lou", "pat", "ada"):
        sign_in(client, getattr(cast, name))
        assert client.get(file_of(bundle)).status_code == 404


def test_who_lost_the_role_gets_no_bundle_for_which_they_asked(client, cast, world):
    sign_in(client, cast.hana)
    client.post(of_person(cast.lou))
    cast.hana.grants.update(until="2025-01-01")
    running.sweep()
    assert not Bundle.objects.exists()
    page = client.get(Job.objects.get().get_absolute_url())
    assert "You may not make this bundle any more." in page.text


def test_an_expired_file_is_told_and_the_bundle_stays_in_the_list(client, cast, world, make):
    bundle, _files = make(person=cast.lou, at=timezone.now() - 2 * bundling.KEPT)
    sign_in(client, cast.hana)
    assert "That file has expired" in client.get(file_of(bundle), follow=True).text
    bundling.forget_expired()
    page = client.get(BUNDLES).text
    assert bundle.manifest_sha256 in page
    assert "Expired" in page
    assert file_of(bundle) not in page


def test_a_fingerprint_is_looked_up(client, cast, world, make):
    bundle, _files = make(person=cast.lou)
    sign_in(client, cast.otto)
    yes = client.get(BUNDLES, {"manifest": f" {bundle.manifest_sha256.upper()} "}).text
    assert "Yes, it is on record" in yes
    assert bundle.number in yes
    assert "Lou" not in yes, "whom it is about is its maker's"
    assert "No, it is not on record" in client.get(BUNDLES, {"manifest": "0" * 64}).text
    assert "A fingerprint has 64 digits" in client.get(BUNDLES, {"manifest": "529"}).text
    assert "Enter the fingerprint of the bundle" in client.get(BUNDLES, {"manifest": ""}).text


def test_the_pages_of_a_person_and_a_policy_lead_to_it(client, cast, world):
    pages = {f"/people/{cast.lou.pk}/": of_person(cast.lou), "/policies/529/": OF_POLICY}
    for page, link in pages.items():
        for name, shown in (("hana", True), ("otto", True), ("ada", False), ("polly", False)):
            sign_in(client, getattr(cast, name))
            assert (link in client.get(page).text) is shown, (page, name)


@pytest.mark.thorough
def test_the_list_costs_no_more_with_many_bundles(client, cast, world, make):
    sign_in(client, cast.hana)
    make(person=cast.lou)
    make(policy=world[0].policy)
    few = cost(client, BUNDLES)
    for _ in range(8):
        make(policy=world[0].policy, version=1)
    assert cost(client, BUNDLES) == few
