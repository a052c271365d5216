from __future__ import annotations

import hashlib
import io
import json
import zipfile
from pathlib import Path

import pytest

from district_portal.audit import sealing
from district_portal.district.current import today
from policies.acknowledgments import closing
from policies.acknowledgments.evidence import bundling
from tests.factories.acknowledgments import required, signed
from tests.factories.policies import published
from tests.factories.questions import answered, questioned
from tests.standing import standing


@standing
def world(cast):
    """Two versions of 529: Lou and Gus signed the first, Lou the second; Val refused, and again."""
    first = published("529", "Staff Use of Social Media", by=cast.polly)
    required(first, by=cast.polly)
    question = questioned(first, by=cast.polly)
    answered(cast.lou, question, 1, 0)
    answered(cast.gus, question, 0)
    signed(cast.lou, first)
    signed(cast.gus, first, typed_name="Somebody Else")
    refused = {"witness": cast.theo, "refused_on": today(), "statement": "Val said “no”.\nTwice."}
    record = closing.refuse(first.assignments.get(person=cast.val), by=cast.pat, **refused)
    again = closing.reopen(record, by=cast.hana, reason="Ask once more.")
    closing.refuse(again, by=cast.pat, **refused)
    second = published(
        "529", "Staff Use of Social Media", clauses=("Be kind.", "Ask — first."), by=cast.polly
    )
    signed(cast.lou, second)
    sealing.seal_all()
    return first, second


@pytest.fixture
def make(cast):
    """Make a bundle as HR unless told otherwise; answers its row and its files."""

    def make(**about):
        bundle = bundling.make(**{"by": cast.hana, **about})
        return bundle, unpacked(bundle)

    return make


def unpacked(bundle) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(bytes(bundle.file.content))) as file:
        return {name: file.read(name) for name in file.namelist()}


def laid_down(files: dict[str, bytes], folder: Path) -> Path:
    """The files in a folder, as somebody unpacks them."""
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def packed(files: dict[str, bytes], path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as file:
        for name, content in files.items():
            file.writestr(name, content)
    return path


def sealed(files: dict[str, bytes]) -> dict[str, bytes]:
    """The same with a manifest that fits them: what a forger with patience would do."""
    manifest = json.loads(files["manifest.json"])
    manifest["files"] = {
        name: {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for name, content in files.items()
        if not name.startswith("manifest.")
    }
    content = json.dumps(manifest).encode()
    digest = hashlib.sha256(content).hexdigest()
    seal = f"{digest}  manifest.json\n".encode()
    return {**files, "manifest.json": content, "manifest.sha256": seal}
