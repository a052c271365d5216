"""What stands in an evidence bundle, for whom, and how it is kept."""

from __future__ import annotations

import datetime as dt
import hashlib
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import roles
from accounts.models import Person
from district_portal import audit, mailing
from district_portal.permissions import Role
from policies.acknowledgments import tasks
from policies.acknowledgments.evidence import bundling
from policies.acknowledgments.models import Bundle, BundleFile, Closing, Signature
from tests.cast import person, post
from tests.factories.acknowledgments import required, signed
from tests.factories.policies import published

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 1, 15, 18, tzinfo=dt.UTC)


def rows(files, name):
    return [json.loads(line) for line in files[f"{name}.jsonl"].splitlines()]


def test_a_bundle_about_a_person_holds_what_is_on_record_about_them_alone(cast, world, make):
    first, second = world
    _bundle, files = make(person=cast.lou)
    signatures = rows(files, "signatures")
    stored = Signature.objects.filter(person=cast.lou).order_by("pk")
    assert [row["receipt"] for row in signatures] == [row.receipt for row in stored]
    assert {row["person"]["name"] for row in rows(files, "assignments")} == {"Lou Berg"}
    [one, _two] = signatures
    assert one["statement"] == stored[0].statement
    assert one["version_sha256"] == first.sha256
    assert (one["address"], one["browser"], one["method"]) == ("192.0.2.7", "A test", "browser")
    assert dt.datetime.fromisoformat(one["signed_at"]) == stored[0].signed_at
    assert one["signed_at"].endswith("+00:00")
    assert one["signed_at_local"][-6:] in ("-06:00", "-05:00")
    for version in (first, second):
        text = files[f"versions/policy-529-v{version.number}.txt"]
        assert text == version.canonical_text.encode()
        assert hashlib.sha256(text).hexdigest() == version.sha256
    assert b"Gus" not in b"".join(files.values())
    assert b"Val" not in files["index.html"]


def test_a_bundle_about_a_policy_holds_all_who_signed_refused_or_were_asked(cast, world, make):
    bundle, files = make(policy=world[0].policy)
    assert [row["person"]["name"] for row in rows(files, "signatures")] == [
        *("Lou Berg", "Lou Berg", "Gus de la Cruz")
    ]
    assert [row["name_matches"] for row in rows(files, "signatures")] == [True, True, False]
    [first, second] = rows(files, "closings")
    assert first["witness"]["name"] == "Theo Nguyễn"
    assert first["statement"] == "Val said “no”.\nTwice."
    assert first["reopening"]["reopened_by"]["name"] == "Hana Sato"
    assert first["reopening"]["reason"] == "Ask once more."
    assert second["reopening"] is None
    assert (bundle.signatures, bundle.closings) == (3, 2)
    assert {row["state"] for row in rows(files, "versions")} == {"superseded", "in_force"}
    acts = [row["values"]["act"] for row in rows(files, "audit")]
    assert acts.count("acknowledgments.signed") == 3
    assert {"policies.published", "acknowledgments.closed", "acknowledgments.reopened"} < set(acts)


def test_a_bundle_about_one_version_leaves_out_the_other(cast, world, make):
    _bundle, files = make(policy=world[0].policy, version=2)
    assert [row["version"] for row in rows(files, "signatures")] == ["versions/policy-529-v2.txt"]
    assert [row["number"] for row in rows(files, "versions")] == [2]
    assert rows(files, "closings") == []


def test_mails_stand_in_it_with_what_became_of_them(cast, world, make):
    mailing.queue_many("digest", keys={cast.lou.pk: "digest:1"})
    _bundle, files = make(person=cast.lou)
    mails = rows(files, "mails")
    assert [mail["name"] for mail in mails] == ["signed", "signed", "digest"]
    receipt = Signature.objects.filter(person=cast.lou).earliest("pk").receipt
    assert receipt in mails[0]["text"]
    assert (mails[0]["state"], mails[0]["address"]) == ("queued", "lou@marlow.example")
    assert mails[2]["text"] is None, "a reminder speaks of other matters too"


def test_two_bundles_of_the_same_state_differ_in_the_moment_alone(cast, world, make):
    one, files = make(policy=world[0].policy, at=NOON)
    two, others = make(policy=world[0].policy, at=NOON + dt.timedelta(days=1))
    assert one.manifest_sha256 != two.manifest_sha256
    differ = {name for name in files if files[name] != others[name]}
    assert differ == {"index.html", "manifest.json", "manifest.sha256"}
    day = (b"January 15", b"January 16")
    assert files["index.html"].replace(*day) == others["index.html"]
    said, other = json.loads(files["manifest.json"]), json.loads(others["manifest.json"])
    assert said["made"].pop("at") != other["made"].pop("at")
    assert said["made"].pop("at_local") != other["made"].pop("at_local")
    assert said["files"].pop("index.html") != other["files"].pop("index.html")
    assert said == other


def test_its_fingerprint_is_kept_where_nobody_can_change_it(cast, world, make):
    bundle, files = make(person=cast.lou)
    digest = hashlib.sha256(files["manifest.json"]).hexdigest()
    assert bundle.manifest_sha256 == digest
    event = audit.history(bundle).get()
    assert (event.act, event.actor, event.person) == ("evidence.made", "Hana Sato", "Lou Berg")
    assert event.after["manifest_sha256"] == digest
    assert event.after["signatures"] == 2


def test_each_download_is_recorded_until_the_file_has_expired(cast, world, make):
    bundle, _files = make(person=cast.lou, at=timezone.now() - bundling.KEPT / 2)
    assert bundling.fetch(bundle, by=cast.hana)[:2] == b"PK"
    assert audit.events(act="evidence.fetched").get().actor == "Hana Sato"
    with pytest.raises(bundling.GoneError):
        bundling.fetch(bundle, by=cast.hana, at=timezone.now() + bundling.KEPT)
    tasks.forget_bundles()
    assert BundleFile.objects.count() == 1
    assert bundling.forget_expired(at=timezone.now() + bundling.KEPT) == 1
    assert Bundle.objects.get() == bundle, "that it was made stays known"


def test_who_sees_one_place_only_gets_its_people_only(cast, world, make):
    nora = person("Nora North", 90)
    post(nora, cast.northside, "HR Clerk", cast.pat)
    roles.appoint(nora, role=Role.HR, place=cast.northside, by=cast.ada)
    bundle, files = make(policy=world[0].policy, by=nora)
    assert {row["person"]["name"] for row in rows(files, "signatures")} == {"Lou Berg"}
    assert {row["person"]["name"] for row in rows(files, "closings")} == {"Val O’Neill"}
    assert b"Gus" not in b"".join(files.values())
    assert bundle.is_limited
    assert b"NOT EVERYBODY IS HERE" in files["README.txt"]
    assert b"Not everybody is here" in files["index.html"]
    assert "NOT EVERYBODY" not in make(policy=world[0].policy)[1]["README.txt"].decode()


@pytest.mark.parametrize("name", ["lou", "pat", "ada", "polly", "tom"])
def test_others_make_none(cast, world, name):
    with pytest.raises(bundling.NotAllowedError):
        bundling.make(by=getattr(cast, name), policy=world[0].policy)
    assert not Bundle.objects.exists()


def test_a_bundle_is_about_one_person_or_one_policy(cast, world):
    with pytest.raises(ValueError, match="one"):
        bundling.make(by=cast.hana)
    with pytest.raises(ValueError, match="one"):
        bundling.make(by=cast.hana, person=cast.lou, policy=world[0].policy)


def test_nothing_on_record_makes_a_bundle_too(cast, make):
    _bundle, files = make(person=cast.gus)
    assert b"Nobody has signed." in files["index.html"]
    assert rows(files, "signatures") == []


def test_what_somebody_typed_is_no_markup(cast, make):
    version = published("530", "Phones <b>& more</b>")
    required(version, people=[cast.lou])
    signed(cast.lou, version, typed_name="<script>alert(1)</script>")
    page = make(person=cast.lou)[1]["index.html"].decode()
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "Phones &lt;b&gt;&amp; more&lt;/b&gt;" in page


def cost(cast, version) -> int:
    hana = Person.objects.get(pk=cast.hana.pk)
    with CaptureQueriesContext(connection) as queries:
        bundling.make(by=hana, policy=version.policy)
    return len(queries)


@pytest.mark.thorough
def test_as_many_queries_for_many_signers_as_for_few(cast):
    version = published("529", "Staff Use of Social Media")
    required(version, people=[cast.lou, cast.gus, cast.val])
    signed(cast.lou, version)
    cost(cast, version)
    few = cost(cast, version)
    copied(cast, version, 300)
    assert Signature.objects.count() == 301
    assert cost(cast, version) == few


def copied(cast, version, number: int) -> None:
    """Many more who signed, with their mails and acts, as rows."""
    [model] = Signature.objects.all()
    for count in range(number):
        somebody = person(f"Sam{count} Signer", 1000 + count)
        model.pk, model.person = None, somebody
        model.save(force_insert=True)
        model.refresh_from_db()
        audit.record("acknowledgments.signed", by=somebody, on=model, person=somebody)
        mailing.queue_many("signed", keys={somebody.pk: f"signed:{model.pk}"})


def test_no_row_of_a_bundle_is_ever_changed(cast, world, make):
    assert Closing.objects.count() == 2
    bundle, _files = make(person=cast.lou)
    with pytest.raises(Exception, match="Cannot update"):
        Bundle.objects.filter(pk=bundle.pk).update(manifest_sha256="0" * 64)
