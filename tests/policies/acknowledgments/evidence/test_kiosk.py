"""A signature at a shared device stands in a bundle with its code, its PIN and its witness."""

from __future__ import annotations

import json

import pytest

from policies.acknowledgments.evidence import verify
from policies.acknowledgments.kiosk import witnessing
from tests.factories.meetings import meeting, signed_at_kiosk
from tests.policies.acknowledgments.evidence.conftest import packed
from tests.policies.acknowledgments.evidence.test_verifying import edited, misfit, sealed
from tests.standing import standing

pytestmark = pytest.mark.django_db


@standing
def held(cast, world):
    return meeting(cast.gus, by=cast.hana)


@standing
def signature(cast, world, held):
    return signed_at_kiosk(held, cast.gus, world[1], by=cast.hana)


def first(files):
    """The files with the signature at the shared device at the head of its file."""
    rows = sorted(
        files["signatures.jsonl"].splitlines(keepends=True), key=lambda r: b'"slip"' not in r
    )
    return {**files, "signatures.jsonl": b"".join(rows)}


def test_without_a_witness_it_fits_and_is_counted(cast, signature, make, tmp_path):
    files = make(person=cast.gus)[1]
    row = json.loads(first(files)["signatures.jsonl"].splitlines()[0])
    assert row["method"] == "kiosk"
    assert row["kiosk"]["printed_by"]["name"] == str(cast.hana)
    assert row["kiosk"]["presence"] is None
    assert "No witness has said that this person was there" in files["index.html"].decode()
    assert "proves little by itself" in files["README.txt"].decode()
    found = verify.check(packed(files, tmp_path / "whole.zip"))
    assert found.unseen == 1
    assert "no witness confirms who was there: 1" in verify.told(found, compared=False)


def test_with_a_witness_it_says_who_and_fits(cast, held, signature, make, tmp_path):
    witnessing.say(held, [signature.pk], by=cast.theo)
    files = make(person=cast.gus)[1]
    assert "Confirmed by Theo Nguyễn" in files["index.html"].decode()
    found = verify.check(packed(files, tmp_path / "whole.zip"))
    assert found.unseen == 0
    assert "no witness" not in verify.told(found, compared=False)


def forge(column, value):
    def change(row):
        target = row["kiosk"]
        *path, last = column.split(".")
        for name in path:
            target = target[name]
        target[last] = value

    return change


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("slip", 0, "slip is not what the audit trail says"),
        ("pin", 0, "pin is not what the audit trail says"),
        ("presence.was_present", False, "was_present is not what the audit trail says"),
        ("presence.reason", "Seen.", "reason is not what the audit trail says"),
        ("presence.id", 0, "the audit trail of the bundle does not have it"),
    ],
)
def test_what_is_changed_of_it_is_found(cast, held, signature, make, tmp_path, column, value, said):
    witnessing.say(held, [signature.pk], by=cast.theo)
    files = first(make(person=cast.gus)[1])
    assert said in misfit(edited(files, "signatures", forge(column, value)), tmp_path)


def test_a_witness_who_printed_the_code_is_found(cast, held, signature, make, tmp_path):
    witnessing.say(held, [signature.pk], by=cast.theo)
    files = first(make(person=cast.gus)[1])
    change = forge("presence.witness.id", cast.hana.pk)
    assert "the witness printed the code" in misfit(edited(files, "signatures", change), tmp_path)


def test_a_code_moved_to_another_place_of_the_record_is_found(cast, signature, make, tmp_path):
    def change(row):
        row["slip"], row["kiosk"]["slip"] = row["kiosk"]["slip"], 0

    files = edited(first(make(person=cast.gus)[1]), "signatures", change)
    assert "slip is not what the audit trail says" in misfit(files, tmp_path)


def test_the_witness_of_another_signature_is_found(cast, world, make, tmp_path):
    held = meeting(cast.gus, cast.pat, by=cast.hana)
    seen, unseen = [
        signed_at_kiosk(held, who, world[1], by=cast.hana) for who in (cast.gus, cast.pat)
    ]
    witnessing.say(held, [seen.pk], by=cast.theo)
    files = make(policy=world[1].policy)[1]
    rows = {row["receipt"]: row for row in map(json.loads, files["signatures.jsonl"].splitlines())}
    said = rows[seen.receipt]
    rows[unseen.receipt]["kiosk"]["presence"] = {
        **said["kiosk"]["presence"],
        "person": said["person"],
        "receipt": seen.receipt,
    }
    lines = (json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in rows.values())
    forged = sealed({**files, "signatures.jsonl": b"".join(lines)})
    assert "the audit trail tells another person" in misfit(forged, tmp_path)
