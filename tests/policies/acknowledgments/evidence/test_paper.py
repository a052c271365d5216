"""A signature on paper stands in a bundle with its scan, and whatever is changed of it is found."""

from __future__ import annotations

import json

import pytest

from district_portal.district.current import today
from policies.acknowledgments.evidence import verify
from policies.acknowledgments.paper import marking, recording
from tests.policies.acknowledgments.evidence.conftest import packed
from tests.policies.acknowledgments.evidence.test_verifying import edited, misfit, sealed
from tests.policies.acknowledgments.paper.conftest import a_pdf, printed, scanned
from tests.standing import standing

pytestmark = pytest.mark.django_db


@standing
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


@pytest.fixture
def mistaken(cast, signature, make):
    marking.mark(signature, by=cast.hana, reason="It was another Gus.")
    return make(person=signature.person)[1]


def test_a_mistake_stands_beside_its_signature(cast, mistaken, tmp_path):
    rows = [json.loads(line) for line in mistaken["signatures.jsonl"].splitlines()]
    marks = [row["mistake"] for row in rows]
    assert [mark["reason"] for mark in marks if mark] == ["It was another Gus."]
    page = mistaken["index.html"].decode()
    assert "Recorded by mistake, does not count" in page
    assert "It was another Gus." in page
    assert "does not count" in mistaken["mails.jsonl"].decode()
    assert verify.check(packed(mistaken, tmp_path / "whole.zip")).counts["signatures"] == 2


def test_a_mistake_that_is_forged_hidden_or_without_being_asked_again_is_found(
    cast, files, mistaken, tmp_path
):
    rows = mistaken["signatures.jsonl"].splitlines(keepends=True)
    first = b"".join(sorted(rows, key=lambda row: b"another Gus" not in row))
    ordered = {**mistaken, "signatures.jsonl": first}

    def later(row):
        for name in ("marked_at", "marked_at_local"):
            row["mistake"][name] = row["mistake"][name].replace("20", "21", 1)

    assert "audit trail tells another time" in misfit(
        edited(ordered, "signatures", later), tmp_path
    )

    def somebody_else_s(row):
        row["mistake"]["id"] += 1

    assert "does not have it" in misfit(edited(ordered, "signatures", somebody_else_s), tmp_path)
    asked = mistaken["assignments.jsonl"].splitlines(keepends=True)
    ended = sorted(asked, key=lambda row: json.loads(row)["asked_again_at"] is None)

    def still_signed(row):
        row |= {"asked_again_at": None, "asked_again_at_local": None}

    hidden = edited({**mistaken, "assignments.jsonl": b"".join(ended)}, "assignments", still_signed)
    assert "was not asked again" in misfit(hidden, tmp_path)
