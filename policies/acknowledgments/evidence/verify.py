"""Check an evidence bundle of a district's policy portal.

It needs Python 3.8 or later and nothing else: no portal, no network, no further package. Run it in
the folder of the unpacked bundle, or name the ZIP file, or a folder: python3 verify.py [FILE]. With
--manifest HASH it also compares the bundle with the fingerprint that the district has on record. It
changes nothing. It ends with 0 if everything fits, else with 1 after naming what does not.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
import zipfile
import zlib
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import BinaryIO, Iterator, NamedTuple, cast  # noqa: UP035 – Python 3.8

from policies.acknowledgments.evidence.under_seal import MisfitError, Row, Seals, must

FORMAT = "district-policy-portal-evidence/1"
MANIFEST, SEAL = "manifest.json", "manifest.sha256"
OLDER = ("versions", "audit", "signatures", "closings", "assignments", "mails", "attempts")
KINDS = ("seals", *OLDER)
NEEDED = ("README.txt", "index.html", "style.css", "verify.py", *(f"{k}.jsonl" for k in OLDER))
SIGNED = ("receipt", "version_sha256", "school_year", "name_matches", "method")
ACTS = {
    "signed": ("signature", "signed_at", SIGNED),
    "recorded": ("signature", "signed_at", (*SIGNED, "signed_on", "sheet", "scan_sha256")),
    "mistaken": ("mistake", "marked_at", ("receipt",)),
    "witnessed": ("presence", "said_at", ("receipt", "was_present", "reason")),
    "closed": ("closing", "closed_at", ("record", "why", "until")),
    "reopened": ("reopening", "reopened_at", ("record",)),
    "answered": ("attempt", "answered_at", ("question", "number", "answer", "right")),
}
MOST = 64 * 1024 * 1024
LABEL = "acknowledgments."
NAME = re.compile(r"(versions/|scans/)?[A-Za-z0-9_-][A-Za-z0-9._-]*")
HINT = "Now compare it with the one that the district has on record: README.txt says why and how."
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)  # noqa: UP017 – Python 3.8
_moment = datetime.fromisoformat


class Found(NamedTuple):
    """What a bundle that fits holds."""

    manifest: str
    made: Row
    about: Row
    counts: dict[str, int]
    unseen: int = 0
    """Signatures at a shared device of which no witness says that the person was there."""
    unsealed: int = 0
    """Acts that were under no seal yet."""
    seal: str = ""
    """The last of its seals, as an auditor keeps it: NUMBER:HASH."""


class Files:
    """The files of a bundle, in a folder or in a ZIP file, by their names with slashes."""

    def __init__(self, path: Path) -> None:
        must(path.exists(), f"{path}: there is no such file or folder")
        self.folder = path
        self.zip = zipfile.ZipFile(path) if path.is_file() else None
        self.names = self.zip.namelist() if self.zip else self._in_folder()
        seen = set()
        for name in self.names:
            must(name not in seen, f"{name}: stands in the bundle more than once")
            seen.add(name)
            must(NAME.fullmatch(name), f"{name!r}: no file of a bundle has such a name")

    def _in_folder(self) -> list[str]:
        paths = {p.relative_to(self.folder).as_posix(): p for p in sorted(self.folder.rglob("*"))}
        for name, path in paths.items():
            must(not path.is_symlink(), f"{name}: is a link, not a file")
        return [name for name, path in paths.items() if not path.is_dir()]

    def open(self, name: str) -> BinaryIO:
        must(name in self.names, f"{name}: the file is missing")
        if self.zip is not None:
            return cast("BinaryIO", self.zip.open(name))
        return (self.folder / name).open("rb")

    def whole(self, name: str, *, most: int = MOST) -> bytes:
        with self.open(name) as stream:
            content = stream.read(most + 1)
        must(len(content) <= most, f"{name}: the file is too large")
        return content

    def fingerprint(self, name: str, *, size: int) -> str:
        """The SHA-256 of a file; "" as soon as it is longer than `size` bytes."""
        digest = hashlib.sha256()
        with self.open(name) as stream:
            for part in iter(lambda: stream.read(1 << 20), b""):
                digest.update(part)
                size -= len(part)
                if size < 0:
                    return ""
        return "" if size else digest.hexdigest()

    def rows(self, name: str) -> Iterator[Row]:
        with self.open(name) as stream:
            for number, line in enumerate(stream, start=1):
                try:
                    row = json.loads(line.decode("utf-8"))
                except ValueError as error:
                    raise MisfitError(f"{name}, line {number}: {error}") from error
                must(isinstance(row, dict), f"{name}, line {number}: is no record")
                yield row


def check(path: Path, *, manifest: str | None = None) -> Found:
    """Check the bundle at `path`, a folder or a ZIP file; answers what it holds.

    `manifest` is the fingerprint that the district has on record, in hexadecimal digits. Raises
    MisfitError for the first thing that does not fit.
    """
    try:
        return _check(Files(path), manifest)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError) as error:
        raise MisfitError(f"{path}: can't be read ({error})") from error
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        words = f"{type(error).__name__}: {error}"
        raise MisfitError(f"a record is not as the portal writes it ({words})") from error


def _check(files: Files, told: str | None) -> Found:
    content = files.whole(MANIFEST)
    own = hashlib.sha256(content).hexdigest()
    sealed = files.whole(SEAL, most=200) == f"{own}  {MANIFEST}\n".encode()
    must(sealed, f"{MANIFEST}: its SHA-256 is {own}, and {SEAL} says something else")
    told = own if told is None else told.strip().lower()
    must(told == own, f"the SHA-256 of {MANIFEST} is {own}, and the one told is {told}")
    manifest = json.loads(content.decode("utf-8"))
    must(manifest["format"] == FORMAT, f"{MANIFEST}: the format is not {FORMAT!r}")
    _check_files(files, manifest["files"])
    records = _Records(files)
    counts = records.check()
    must(counts == manifest["counts"], f"{MANIFEST}: counts others than the {counts} there are")
    seals = records.seals
    about = (manifest["made"], manifest["about"], counts, records.unseen)
    return Found(own, *about, seals.unsealed, seals.newest())


def _check_files(files: Files, listed: Row) -> None:
    """No file is missing, none is there besides, and none has another content."""
    for name in NEEDED:
        must(name in listed, f"{name}: is not in {MANIFEST}")
    for name in sorted(files.names):
        must(name in (*listed, MANIFEST, SEAL), f"{name}: does not belong to the bundle")
    for name in sorted(listed):
        same = files.fingerprint(name, size=listed[name]["bytes"]) == listed[name]["sha256"]
        must(same, f"{name}: was changed: its SHA-256 is not the one in {MANIFEST}")


class _Records:
    """The records of a bundle: what each refers to is there, and says the same."""

    def __init__(self, files: Files) -> None:
        self.files = files
        self.known: dict[str, dict[str, Row]] = {name: {} for name in KINDS}
        self.scans: set[str] = set()
        self.unseen = 0
        self.seals = Seals()
        self._seals = self.seals.add

    def check(self) -> dict[str, int]:
        counts = {kind: 0 for kind in KINDS if f"{kind}.jsonl" in self.files.names}
        for kind in counts:
            for row in self.files.rows(f"{kind}.jsonl"):
                counts[kind] += 1
                getattr(self, f"_{kind}")(row)
        for name in self.files.names:
            known = "/" not in name or name in self.known["versions"] or name in self.scans
            must(known, f"{name}: no version and no signature has this file")
        acts = [event["act"] for event in self.known["audit"].values()]
        all_there = acts.count(f"{LABEL}answered") == counts["attempts"]
        must(all_there, "attempts.jsonl: the audit trail tells of more attempts")
        return counts

    def _versions(self, row: Row) -> None:
        name = f"version {row['number']} of {row['code']}"
        self._keep("versions", row["file"], row, name)
        digest = hashlib.sha256(self.files.whole(row["file"])).hexdigest()
        told = row["sha256"]
        must(digest == told, f"{name}: the SHA-256 of its text is {digest}, not {told}")

    def _audit(self, row: Row) -> None:
        values = row["values"]
        name = f"act {values['id']} of the audit trail"
        self.seals.check(row, name)
        key = f"{values['act']} {values['object_type']} {values['object_id']}"
        if values["object_type"].startswith(LABEL):
            self._keep("audit", key, values, name)

    def _signatures(self, row: Row) -> None:
        name = f"signature {row['receipt']}"
        self._keep("signatures", row["receipt"], row, name)
        version = self._version_of(row, name)
        told = row["version_sha256"]
        must(told == version["sha256"], f"{name}: is under a text with the SHA-256 {told}")
        if row["method"] == "paper":
            digest = hashlib.sha256(self.files.whole(row["scan"])).hexdigest()
            must(digest == row["scan_sha256"], f"{name}: the SHA-256 of its scan is another one")
            self.scans.add(row["scan"])
        if row["method"] == "kiosk":
            self._same_moments(row["kiosk"], name)
            opened = {column: row["kiosk"][column] for column in ("slip", "pin")}
            self._told("signed", {**row, **opened}, name, *opened)
            self._presence(row["kiosk"], row, name)
        else:
            self._told("recorded" if row["method"] == "paper" else "signed", row, name)
        self._later("mistaken", row, name)

    def _presence(self, kiosk: Row, row: Row, name: str) -> None:
        """No printer is a witness; who signed without one is counted."""
        presence = kiosk["presence"] or {"was_present": False, "witness": {"id": None}}
        self.unseen += not presence["was_present"]
        own = presence["witness"]["id"] in (kiosk["printed_by"]["id"], row["person"]["id"])
        must(not own, f"{name}: the witness printed the code, or signed")
        self._later("witnessed", {**row, **kiosk}, name)

    def _closings(self, row: Row) -> None:
        name, row = f"record {row['number']}", {**row, "record": row["number"]}
        self._keep("closings", row["number"], row, name)
        self._version_of(row, name)
        self._told("closed", row, name)
        self._later("reopened", row, name)

    def _assignments(self, row: Row) -> None:
        name = f"assignment {row['id']}"
        self._version_of(row, name)
        self._same_moments(row, name)
        for column in ("signature", "closing"):
            if row[column] is None:
                continue
            known = self.known[f"{column}s"].get(row[column])
            if known is None:
                raise MisfitError(f"{name}: {column} {row[column]} is not in the bundle")
            own = known["person"]["id"] == row["person"]["id"]
            must(own, f"{name}: {column} {row[column]} is somebody else's")
            mistake = known.get("mistake") or {"marked_at": row["asked_again_at"]}
            again = row["asked_again_at"] == mistake["marked_at"]
            must(again, f"{name}: ended by a mistake, and was not asked again when marked")

    def _attempts(self, row: Row) -> None:
        name, answer = f"attempt {row['id']}", row["answer"]
        self._version_of(row, name)
        self._told("answered", row, name)
        words = "" if answer is None else row["answers"][answer]
        same = (row["answer_in_words"], row["is_right"]) == (words, answer == row["right"])
        must(same, f"{name}: its words are not those of the answer")

    def _mails(self, row: Row) -> None:
        for what in (row, *row["log"]):
            self._same_moments(what, f"mail {row['id']}")

    def _keep(self, kind: str, key: str, row: Row, name: str) -> None:
        must(key not in self.known[kind], f"{name}: stands in {kind}.jsonl twice")
        self.known[kind][key] = row

    def _version_of(self, row: Row, name: str) -> Row:
        version = self.known["versions"].get(row["version"])
        if version is None:
            raise MisfitError(f"{name}: refers to a version that is not there, {row['version']}")
        words = f"{version['code']} {version['title']}, version {version['number']}"
        told = row["version_in_words"]
        must(told == words, f"{name}: is said to be under {told}, not {words}")
        return version

    def _told(self, act: str, row: Row, name: str, *more: str) -> None:
        """The audit trail must have what was done, and tell of it what ACTS and `more` name."""
        kind, moment, columns = ACTS[act]
        self._same_moments(row, name)
        key = f"{LABEL}{act} {LABEL}{kind} {row['id']}"
        values = self.known["audit"].get(key)
        if values is None:
            raise MisfitError(f"{name}: the audit trail of the bundle does not have it")
        then = str((_moment(row[moment]) - EPOCH) // timedelta(microseconds=1))
        must(values["at"] == then, f"{name}: the audit trail tells another time")
        own = values["person_id"] == str(row["person"]["id"])
        must(own, f"{name}: the audit trail tells another person")
        after = json.loads(values["after"])
        for column in (*columns, *more):
            same = after[column] == row[column]
            must(same, f"{name}: {column} is not what the audit trail says")

    def _later(self, act: str, row: Row, name: str) -> None:
        said = row[ACTS[act][0]]
        if said is not None:
            own = {column: row[column] for column in {"person", "receipt", "record"} & row.keys()}
            self._told(act, {**row, **said, **own}, name)

    def _same_moments(self, row: Row, name: str) -> None:
        """What is told in the district's time zone is the same moment as in UTC."""
        for column, value in row.items():
            told = row.get(f"{column}_local")
            same = told is None or _moment(told) == _moment(value)
            must(same, f"{name}: {column} is not the same moment in both time zones")


def main(arguments: list[str] | None = None) -> int:
    """Check what is named on the command line; 0 when it fits, else 1."""
    parser = argparse.ArgumentParser(description="Check an evidence bundle, offline.")
    parser.add_argument("path", nargs="?", type=Path, default=Path(__file__).parent, metavar="FILE")
    parser.add_argument("--manifest", metavar="HASH", help="the fingerprint the district has")
    asked = parser.parse_args(arguments)
    try:
        found = check(asked.path, manifest=asked.manifest)
    except MisfitError as misfit:
        sys.stdout.write(f"DOES NOT FIT: {misfit}\n")
        return 1
    sys.stdout.write(told(found, compared=asked.manifest is not None))
    return 0


def told(found: Found, *, compared: bool) -> str:
    """What is said of a bundle that fits."""
    counts = ", ".join(f"{number} {name}" for name, number in found.counts.items())
    lines = [
        "EVERYTHING FITS.",
        f"About: {found.about['title']}",
        f"Made: {found.made['at_local']}, by {found.made['by']}",
        f"Holds: {counts}",
        f"Fingerprint (SHA-256 of {MANIFEST}): {found.manifest}",
        "The fingerprint is the one that you were told." if compared else HINT,
    ]
    if found.unseen:
        words = "Signed at a shared device, and no witness confirms who was there:"
        lines.append(f"{words} {found.unseen}. README.txt says what that is worth.")
    if found.seal:
        lines.append(f"Last seal of the audit trail in it: {found.seal}")
    if found.unsealed:
        lines.append(f"Acts that were under no seal yet when it was made: {found.unsealed}.")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
