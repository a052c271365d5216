"""Whatever is changed in a bundle is found, by a program that needs nothing but Python."""

from __future__ import annotations

import ast
import hashlib
import json
import random
import subprocess
import sys
import zipfile
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from district_portal import audit
from district_portal.audit import sealing
from policies.acknowledgments.evidence import bundling, under_seal, verify
from policies.models import Version
from tests.factories.acknowledgments import required, signed
from tests.factories.policies import published
from tests.policies.acknowledgments.evidence.conftest import laid_down, packed, sealed

pytestmark = pytest.mark.django_db


@pytest.fixture
def bundle(world, make):
    return make(policy=world[0].policy)


@pytest.fixture
def files(bundle):
    return bundle[1]


def edited(files, name, change) -> dict[str, bytes]:
    """The first row of a file changed by `change`, and a manifest that fits."""
    first, *rest = files[f"{name}.jsonl"].splitlines(keepends=True)
    row = json.loads(first)
    change(row)
    content = json.dumps(row, ensure_ascii=False).encode() + b"\n" + b"".join(rest)
    return sealed({**files, f"{name}.jsonl": content})


def misfit(files, folder: Path) -> str:
    with pytest.raises(verify.MisfitError) as found:
        verify.check(packed(files, folder / "changed.zip"))
    return str(found.value)


def test_what_the_portal_made_fits_as_a_file_and_as_a_folder(bundle, files, tmp_path):
    path = tmp_path / "bundle.zip"
    path.write_bytes(bytes(bundle[0].file.content))
    for place in (path, laid_down(files, tmp_path / "folder")):
        found = verify.check(place, manifest=bundle[0].manifest_sha256)
        assert found.manifest == bundle[0].manifest_sha256
        assert (found.counts["signatures"], found.counts["closings"]) == (3, 2)
    assert verify.check(packed(sealed(files), path)).counts == found.counts


def test_a_changed_byte_of_any_file_is_found_and_the_file_is_named(files, tmp_path):
    chance = random.Random(7)  # noqa: S311 – which bytes are tried
    for name, content in files.items():
        places = {0, len(content) // 2, len(content) - 1, *chance.choices(range(len(content)), k=5)}
        for place in sorted(places):
            changed = bytearray(content)
            changed[place] ^= 1
            said = misfit({**files, name: bytes(changed)}, tmp_path)
            assert name.removesuffix(".sha256") in said, (name, place, said)


def test_a_cut_or_longer_file_is_found(files, tmp_path):
    for name, content in files.items():
        assert misfit({**files, name: content[:-1]}, tmp_path)
        assert misfit({**files, name: content + b"\n"}, tmp_path)


def test_a_missing_file_is_found_and_named(files, tmp_path):
    for name in files:
        fewer = {other: content for other, content in files.items() if other != name}
        assert misfit(fewer, tmp_path) == f"{name}: the file is missing"


@pytest.mark.parametrize("name", ["more.txt", "versions/policy-529-v9.txt", "evidence.css"])
def test_a_file_more_is_found_and_named(files, tmp_path, name):
    assert misfit({**files, name: b"x"}, tmp_path) == f"{name}: does not belong to the bundle"


@pytest.mark.parametrize("name", ["../more.txt", "/etc/more", "a/b/c.txt", "versions/", ".hidden"])
def test_no_name_leads_elsewhere(files, tmp_path, name):
    assert "no file of a bundle has such a name" in misfit({**files, name: b""}, tmp_path)


def test_two_files_swapped_are_found(files, tmp_path):
    one, two = "versions/policy-529-v1.txt", "versions/policy-529-v2.txt"
    swapped = {**files, one: files[two], two: files[one]}
    assert f"{one}: was changed" in misfit(swapped, tmp_path)
    assert "version 1 of 529: the SHA-256 of its text" in misfit(sealed(swapped), tmp_path)


def test_a_name_twice_is_found(files, tmp_path):
    path = packed(files, tmp_path / "changed.zip")
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(path, "a") as file:
        file.writestr("README.txt", b"Other words.")
    with pytest.raises(verify.MisfitError, match="stands in the bundle more than once"):
        verify.check(path)


def test_a_text_that_was_rewritten_with_its_fingerprint_is_found(files, tmp_path):
    name = "versions/policy-529-v1.txt"
    text = files[name].replace(b"Be kind.", b"Be late.")

    def rewrite(row):
        row["sha256"] = hashlib.sha256(text).hexdigest()

    forged = edited({**files, name: text}, "versions", rewrite)
    assert "is under a text with the SHA-256" in misfit(forged, tmp_path)


@pytest.mark.parametrize(
    ("name", "change", "said"),
    [
        ("signatures", {"version_sha256": "0" * 64}, "is under a text with the SHA-256"),
        ("signatures", {"version": "versions/policy-529-v7.txt"}, "a version that is not there"),
        ("signatures", {"version_in_words": "530 Phones"}, "is said to be under 530 Phones"),
        ("signatures", {"name_matches": False}, "name_matches is not what the audit trail says"),
        ("signatures", {"receipt": "S-2026-999999"}, "receipt"),
        ("signatures", {"signed_at": "2026-01-01T00:00:00+00:00"}, "same moment"),
        ("signatures", {"opened_at": 7}, "not as the portal writes it"),
        ("signatures", {"id": 999999}, "the audit trail of the bundle does not have it"),
        ("closings", {"why": "exempted"}, "why is not what the audit trail says"),
        ("closings", {"reopening": 3}, "not as the portal writes it"),
        ("assignments", {"signature": "S-1"}, "signature S-1 is not in the bundle"),
        ("mails", {"queued_at": "2026-01-01T00:00:00+00:00"}, "same moment"),
        ("audit", {"row_hash": "0" * 64}, "act "),
    ],
)  # fmt: skip
def test_a_changed_record_is_found_even_if_the_manifest_fits(files, tmp_path, name, change, said):
    def rewrite(row):
        row.update(change)
        if "opened_at" in change:
            row["opened_at_local"] = "now"

    assert said in misfit(edited(files, name, rewrite), tmp_path)


def test_an_act_that_was_changed_or_left_out_is_found(files, tmp_path):
    def another(row):
        row["values"]["actor"] = "Somebody Else"

    assert "of the audit trail: its SHA-256 is" in misfit(edited(files, "audit", another), tmp_path)
    lines = files["audit.jsonl"].splitlines(keepends=True)
    kept = b"".join(line for line in lines if b"acknowledgments.signed" not in line)
    forged = sealed({**files, "audit.jsonl": kept})
    assert "the audit trail of the bundle does not have it" in misfit(forged, tmp_path)


def test_a_signature_that_was_left_out_is_found_by_what_refers_to_it(files, tmp_path):
    kept = b"".join(files["signatures.jsonl"].splitlines(keepends=True)[1:])
    forged = sealed({**files, "signatures.jsonl": kept})
    assert "is not in the bundle" in misfit(forged, tmp_path)


def test_another_fingerprint_than_the_one_told_is_found(bundle, files, tmp_path):
    forged = packed(sealed(files), tmp_path / "forged.zip")
    with pytest.raises(verify.MisfitError, match="the one told is"):
        verify.check(forged, manifest=bundle[0].manifest_sha256)


@pytest.mark.parametrize("content", [b"", b"PK", b"PK\x05\x06" + bytes(18), bytes(500)])
def test_what_is_no_bundle_is_refused_in_words(tmp_path, content):
    path = tmp_path / "bundle.zip"
    path.write_bytes(content)
    with pytest.raises(verify.MisfitError):
        verify.check(path)
    with pytest.raises(verify.MisfitError, match="no such file"):
        verify.check(tmp_path / "nothing.zip")


def test_a_cut_zip_file_is_refused_in_words(bundle, tmp_path):
    content = bytes(bundle[0].file.content)
    path = tmp_path / "bundle.zip"
    for end in range(0, len(content), len(content) // 20):
        path.write_bytes(content[:end])
        with pytest.raises(verify.MisfitError):
            verify.check(path)


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess:
    """The program of the bundle, by a Python without any package, in that folder."""
    command = [sys.executable, "-I", "-S", "verify.py", *arguments]
    return subprocess.run(
        command, cwd=folder, env={}, capture_output=True, text=True, encoding="utf-8", check=False
    )


def test_the_program_in_the_bundle_runs_alone(bundle, files, tmp_path):
    folder = laid_down(files, tmp_path / "alone")
    ran = run(folder)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.startswith("EVERYTHING FITS.")
    assert bundle[0].manifest_sha256 in ran.stdout
    assert run(folder, "--manifest", bundle[0].manifest_sha256).returncode == 0
    assert run(folder, "--manifest", "0" * 64).returncode == 1
    (folder / "signatures.jsonl").write_bytes(b"")
    ran = run(folder)
    assert (ran.returncode, ran.stderr) == (1, "")
    assert ran.stdout.startswith("DOES NOT FIT: signatures.jsonl: was changed")


def test_the_program_beside_a_zip_file_checks_it(bundle, files, tmp_path):
    (tmp_path / "verify.py").write_bytes(files["verify.py"])
    (tmp_path / "bundle.zip").write_bytes(bytes(bundle[0].file.content))
    assert run(tmp_path, "bundle.zip").stdout.startswith("EVERYTHING FITS.")


def test_the_program_is_the_portal_s_own_and_runs_on_python_3_8(files):
    source = files["verify.py"].decode()
    assert source == bundling.program()
    assert "def check(" in source
    assert "class Seals:" in source
    tree = ast.parse(source, feature_version=(3, 8))
    plain = [node for node in ast.walk(tree) if isinstance(node, ast.Import)]
    named = [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    imported = {name.split(".")[0] for name in named} | {a.name for p in plain for a in p.names}
    assert imported <= set(sys.stdlib_module_names)


def checked(path) -> str:
    out = StringIO()
    call_command("verify_evidence", str(path), stdout=out)
    return out.getvalue()


def test_the_command_also_knows_the_bundles_of_this_portal(bundle, files, tmp_path):
    path = packed(files, tmp_path / "bundle.zip")
    assert f"On record here as bundle {bundle[0].number}." in checked(path)
    with pytest.raises(CommandError, match="no record of such a bundle"):
        checked(packed(sealed(files), tmp_path / "forged.zip"))
    with pytest.raises(CommandError, match="Does not fit: README"):
        checked(packed({**files, "README.txt": b"x"}, path))


def test_acts_are_under_seals_that_follow_on_one_another(bundle, files, tmp_path):
    seals = [json.loads(line) for line in files["seals.jsonl"].splitlines()]
    acts = [json.loads(line) for line in files["audit.jsonl"].splitlines()]
    assert {act["seal"] for act in acts} == {seal["number"] for seal in seals if seal["held"]}
    found = verify.check(packed(files, tmp_path / "bundle.zip"))
    assert (found.unsealed, found.seal) == (0, str(audit.head()))
    assert (
        f"Last seal of the audit trail in it: {audit.head()}"
        in run(laid_down(files, tmp_path / "folder")).stdout
    )


@pytest.fixture
def apart(cast, make):
    """A bundle over acts under two seals, with one between that holds others."""
    version = published("530", "Phones", by=cast.polly)
    required(version, by=cast.polly)
    for person in (cast.lou, cast.gus):
        signed(person, version)
        sealing.seal()
        audit.record("x.y", by=None)
        sealing.seal()
    return make(policy=version.policy)[1]


def test_a_seal_between_tells_nothing_of_its_acts(apart, tmp_path):
    rows = [json.loads(line) for line in apart["seals.jsonl"].splitlines()]
    assert [row["held"] is None for row in rows] == [False, True, False]
    assert verify.check(packed(apart, tmp_path / "bundle.zip")).counts["seals"] == 3


@pytest.mark.parametrize(
    ("line", "change", "said"),
    [
        (0, {"count": 1}, "seal 1: its SHA-256 is"),
        (0, {"at": "1"}, "seal 1: its SHA-256 is"),
        (0, {"hash": "0" * 64}, "seal 1: its SHA-256 is"),
        (0, {"held": ["0" * 64]}, "seal 1: holds others than when it was made"),
        (1, {"previous": "0" * 64}, "seal 2: its SHA-256 is"),
        (1, {"number": 1}, "seal 1: its SHA-256 is"),
    ],
)
def test_a_seal_that_was_changed_is_found(apart, tmp_path, line, change, said):
    rows = apart["seals.jsonl"].splitlines(keepends=True)
    rows[line] = json.dumps({**json.loads(rows[line]), **change}).encode() + b"\n"
    assert said in misfit(sealed({**apart, "seals.jsonl": b"".join(rows)}), tmp_path)


def test_a_seal_that_was_made_anew_does_not_fit_the_next(apart, tmp_path):
    rows = [json.loads(line) for line in apart["seals.jsonl"].splitlines()]
    rows[0]["at"] = "1"
    told = [str(rows[0][column]) for column in under_seal.BOUND]
    rows[0]["hash"] = hashlib.sha256(json.dumps(told).encode()).hexdigest()
    content = b"".join(json.dumps(row).encode() + b"\n" for row in rows)
    said = misfit(sealed({**apart, "seals.jsonl": content}), tmp_path)
    assert "seal 2: follows on another seal" in said


def test_an_act_that_was_put_under_a_seal_afterwards_is_found(files, tmp_path):
    def another(row):
        row["values"]["actor"] = "Somebody Else"
        values = [row["values"][column] for column in under_seal.HASHED]
        array = json.dumps(values, ensure_ascii=False)
        row["row_hash"] = hashlib.sha256(array.encode()).hexdigest()

    assert "is not under seal 1" in misfit(edited(files, "audit", another), tmp_path)
    elsewhere = edited(files, "audit", lambda row: row.update(seal=7))
    assert "is not under seal 7" in misfit(elsewhere, tmp_path)


def test_acts_without_a_seal_are_counted_and_bundles_of_before_there_were_seals_fit(
    cast, files, tmp_path, make
):
    signed(cast.gus, Version.objects.latest("pk"))
    newer = make(policy=Version.objects.latest("pk").policy)[1]
    found = verify.check(packed(newer, tmp_path / "bundle.zip"))
    assert found.unsealed == 1
    assert "under no seal yet when it was made: 1." in verify.told(found, compared=True)
    rows = [json.loads(line) for line in files["audit.jsonl"].splitlines()]
    for row in rows:
        del row["seal"], row["nonce"]
    content = b"".join(json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in rows)
    older = {name: text for name, text in files.items() if name != "seals.jsonl"}
    manifest = json.loads(older["manifest.json"])
    del manifest["counts"]["seals"]
    older |= {"audit.jsonl": content, "manifest.json": json.dumps(manifest).encode()}
    found = verify.check(packed(sealed(older), tmp_path / "bundle.zip"))
    assert (found.unsealed, found.seal) == (len(rows), "")
