"""A signature on paper stands in a bundle with its scan, and whatever is changed of it is found."""

from __future__ import annotations

import json

import pytest

from district_portal.district.current import today
from policies.acknowledgments.evidence import verify
from policies.acknowledgments.paper import recording
from tests.policies.acknowledgments.evidence.conftest import packed
from tests.policies.acknowledgments.evidence.test_verifying import edited, misfit, sealed
from tests.policies.acknowledgments.paper.conftest import a_pdf, printed, scanned

pytestmark = pytest.mark.django_db


@pytest.fixture
def signature(cast, world):
    version = world[1]
    requirement = version.assignments.get(person=cast.gus).requirement
    sheet = printed(requirement, cast.gus, by=cast.hana)[0]
    facts = {"signed_on": today(), "scan": scanned("Gus Cruz.pdf")}
    return recording.record([sheet.code], by=cast.hana, **facts)[0]


@pytest.fixture
def files(signature, make):
    return make(person=signature.person)[1]


def test_the_bundle_holds_the_scan_and_says_who_recorded_it(cast, signature, files, tmp_path):
    name = f"scans/scan-{signature.scan.pk}.pdf"
    assert files[name] == a_pdf()
    rows = [json.loads(line) for line in files["signatures.jsonl"].splitlines()]
    [row] = [row for row in rows if row["method"] == "paper"]
    assert (row["scan"], row["scan_name"]) == (name, "Gus_Cruz.pdf")
    assert (row["recorded_by"]["name"], row["signed_on"]) == (str(cast.hana), str(today()))
    assert f'href="{name}"' in files["index.html"].decode()
    assert "Recorded from paper" in files["mails.jsonl"].decode()
    assert verify.check(packed(files, tmp_path / "whole.zip")).counts["signatures"] == 2


def test_a_changed_byte_of_the_scan_is_found_even_under_a_new_manifest(signature, files, tmp_path):
    name = f"scans/scan-{signature.scan.pk}.pdf"
    changed = {**files, name: files[name].replace(b"1 0 obj", b"2 0 obj")}
    assert f"{name}: was changed" in misfit(changed, tmp_path)
    assert "the SHA-256 of its scan is another one" in misfit(sealed(changed), tmp_path)


@pytest.mark.parametrize(
    ("column", "value"),
    [("signed_on", "2020-01-01"), ("sheet", "K7MN34RTVX"), ("method", "browser")],
)
def test_what_is_told_of_the_sheet_is_what_the_audit_trail_has(files, tmp_path, column, value):
    def forge(row):
        row[column] = value

    rows = sorted(
        files["signatures.jsonl"].splitlines(keepends=True), key=lambda r: b"paper" not in r
    )
    changed = {**files, "signatures.jsonl": b"".join(rows)}
    assert "audit trail" in misfit(edited(changed, "signatures", forge), tmp_path)


def test_a_scan_that_belongs_to_no_signature_is_found(files, tmp_path):
    more = sealed({**files, "scans/scan-0.pdf": a_pdf()})
    assert "no version and no signature has this file" in misfit(more, tmp_path)
