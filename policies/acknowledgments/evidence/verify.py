"""Check an evidence bundle of a district's policy portal.

It needs Python 3.8 or later and nothing else: no portal, no network, no further package. Unpack
the bundle and run, in its folder:

    python3 verify.py

or name the ZIP file, or a folder: python3 verify.py FILE. With --manifest HASH it also compares
the bundle with the fingerprint that the district has on record. It changes nothing. It ends with
0 when everything fits, else with 1 after naming the first thing that does not.
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
from typing import TYPE_CHECKING, Any, BinaryIO, Dict, NamedTuple, cast  # noqa: UP035 – Python 3.8

if TYPE_CHECKING:
    from collections.abc import Iterator

FORMAT = "district-policy-portal-evidence/1"
MANIFEST, SEAL = "manifest.json", "manifest.sha256"
NEEDED = (
    *("README.txt", "index.html", "style.css", "verify.py"),
    *("assignments.jsonl", "audit.jsonl", "closings.jsonl", "mails.jsonl"),
    *("attempts.jsonl", "signatures.jsonl", "versions.jsonl"),
)
HASHED = (
    *("id", "at", "recorded_at", "act", "actor_id", "actor", "object_type", "object_id"),
    *("object", "person_id", "person", "place_id", "place", "before", "after"),
)
MOST = 64 * 1024 * 1024
LABEL = "acknowledgments."
NAME = re.compile(r"(versions/|scans/)?[A-Za-z0-9_-][A-Za-z0-9._-]*")
HINT = "Now compare it with the one that the district has on record: README.txt says why and how."
Row = Dict[str, Any]  # noqa: UP006 – Python 3.8
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)  # noqa: UP017 – Python 3.8
_moment = datetime.fromisoformat


class MisfitError(Exception):
    """The first thing that does not fit, in words."""


class Found(NamedTuple):
    """What a bundle that fits holds."""

    manifest: str
    made: Row
    about: Row
    counts: dict[str, int]
    unseen: int = 0
    """Signatures at a shared device of which no witness says that the person was there."""


class Files:
    """The files of a bundle, in a folder or in a ZIP file, by their names with slashes."""

    def __init__(self, path: Path) -> None:
        if not path.exists():
            raise MisfitError(f"{path}: there is no such file or folder")
        self.folder = path
        self.zip = zipfile.ZipFile(path) if path.is_file() else None
        self.names = self.zip.namelist() if self.zip else self._in_folder()
        seen = set()
        for name in self.names:
            if name in seen:
                raise MisfitError(f"{name}: stands in the bundle more than once")
            seen.add(name)
            if not NAME.fullmatch(name):
                raise MisfitError(f"{name!r}: no file of a bundle has such a name")

    def _in_folder(self) -> list[str]:
        names = []
        for path in sorted(self.folder.rglob("*")):
            name = path.relative_to(self.folder).as_posix()
            if path.is_symlink():
                raise MisfitError(f"{name}: is a link, not a file")
            if not path.is_dir():
                names.append(name)
        return names

    def open(self, name: str) -> BinaryIO:
        if name not in self.names:
            raise MisfitError(f"{name}: the file is missing")
        if self.zip is not None:
            return cast("BinaryIO", self.zip.open(name))
        return (self.folder / name).open("rb")

    def whole(self, name: str, *, most: int = MOST) -> bytes:
        with self.open(name) as stream:
            content = stream.read(most + 1)
        if len(content) > most:
            raise MisfitError(f"{name}: the file is too large")
        return content

    def fingerprint(self, name: str, *, size: int) -> str:
        """The SHA-256 of a file; "" as soon as it is longer than `size` bytes."""
        digest, read = hashlib.sha256(), 0
        with self.open(name) as stream:
            for part in iter(lambda: stream.read(1 << 20), b""):
                digest.update(part)
                read += len(part)
                if read > size:
                    return ""
        return digest.hexdigest() if read == size else ""

    def rows(self, name: str) -> Iterator[Row]:
        with self.open(name) as stream:
            for number, line in enumerate(stream, start=1):
                try:
                    row = json.loads(line.decode("utf-8"))
                except ValueError as error:
                    raise MisfitError(f"{name}, line {number}: {error}") from error
                if not isinstance(row, dict):
                    raise MisfitError(f"{name}, line {number}: is no record")
                yield row


def check(path: Path, *, manifest: str | None = None) -> Found:
    """Check the bundle at `path`, a folder or a ZIP file; answers what it holds.

    `manifest` is the fingerprint that the district has on record, in hexadecimal digits. Raises
    MisfitError for the first thing that does not fit.
    """
    try:
        return _check(Files(path), manifest)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise MisfitError(f"{path}: can't be read as a ZIP file ({error})") from error
    except OSError as error:
        raise MisfitError(f"{path}: can't be read ({error})") from error
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        words = f"{type(error).__name__}: {error}"
        raise MisfitError(f"a record is not as the portal writes it ({words})") from error


def _check(files: Files, told: str | None) -> Found:
    content = files.whole(MANIFEST)
    own = hashlib.sha256(content).hexdigest()
    if files.whole(SEAL, most=200) != f"{own}  {MANIFEST}\n".encode():
        raise MisfitError(f"{MANIFEST}: its SHA-256 is {own}, and {SEAL} says something else")
    if told is not None and told.strip().lower() != own:
        raise MisfitError(f"the SHA-256 of {MANIFEST} is {own}, and the one told is {told.strip()}")
    manifest = json.loads(content.decode("utf-8"))
    if manifest["format"] != FORMAT:
        raise MisfitError(f"{MANIFEST}: the format is {manifest['format']!r}, not {FORMAT!r}")
    _check_files(files, manifest["files"])
    records = _Records(files)
    counts = records.check()
    if counts != manifest["counts"]:
        raise MisfitError(f"{MANIFEST}: counts {manifest['counts']}, and there are {counts}")
    return Found(own, manifest["made"], manifest["about"], counts, records.unseen)


def _check_files(files: Files, listed: Row) -> None:
    """No file is missing, none is there besides, and none has another content."""
    for name in (*NEEDED, *listed):
        if name not in listed:
            raise MisfitError(f"{name}: is not in {MANIFEST}")
        if name not in files.names:
            raise MisfitError(f"{name}: the file is missing")
    for name in sorted(files.names):
        if name not in listed and name not in (MANIFEST, SEAL):
            raise MisfitError(f"{name}: does not belong to the bundle")
    for name in sorted(listed):
        if files.fingerprint(name, size=listed[name]["bytes"]) != listed[name]["sha256"]:
            raise MisfitError(f"{name}: was changed: its SHA-256 is not the one in {MANIFEST}")


class _Records:
    """The records of a bundle: what each refers to is there, and says the same."""

    def __init__(self, files: Files) -> None:
        self.files = files
        self.versions: dict[str, Row] = {}
        self.signatures: dict[str, Row] = {}
        self.closings: dict[str, Row] = {}
        self.events: dict[str, Row] = {}
        self.counts: dict[str, int] = {}
        self.scans: set[str] = set()
        self.unseen = 0

    def check(self) -> dict[str, int]:
        kinds = ("versions", "audit", "signatures", "closings", "assignments", "mails", "attempts")
        for name in kinds:
            self.counts[name] = 0
            for row in self.files.rows(f"{name}.jsonl"):
                self.counts[name] += 1
                getattr(self, f"_{name}")(row)
        for name in self.files.names:
            if "/" in name and name not in self.versions and name not in self.scans:
                raise MisfitError(f"{name}: no version and no signature has this file")
        acts = [event["act"] for event in self.events.values()]
        if acts.count(f"{LABEL}answered") != self.counts["attempts"]:
            raise MisfitError("attempts.jsonl: the audit trail tells of more attempts")
        return self.counts

    def _versions(self, row: Row) -> None:
        name = f"version {row['number']} of {row['code']}"
        if row["file"] in self.versions:
            raise MisfitError(f"{name}: stands in versions.jsonl twice")
        digest = hashlib.sha256(self.files.whole(row["file"])).hexdigest()
        if digest != row["sha256"]:
            raise MisfitError(f"{name}: the SHA-256 of its text is {digest}, not {row['sha256']}")
        self.versions[row["file"]] = row

    def _audit(self, row: Row) -> None:
        values = row["values"]
        array = json.dumps([values[column] for column in HASHED], ensure_ascii=False)
        digest = hashlib.sha256(array.encode("utf-8")).hexdigest()
        name = f"act {values['id']} of the audit trail"
        if digest != row["row_hash"]:
            raise MisfitError(f"{name}: its SHA-256 is {digest}, not {row['row_hash']}")
        key = f"{values['act']} {values['object_type']} {values['object_id']}"
        if key in self.events and values["object_type"].startswith(LABEL):
            raise MisfitError(f"{name}: is there twice")
        self.events[key] = values

    def _signatures(self, row: Row) -> None:
        name = f"signature {row['receipt']}"
        if row["receipt"] in self.signatures:
            raise MisfitError(f"{name}: stands in signatures.jsonl twice")
        version = self._version_of(row, name)
        if row["version_sha256"] != version["sha256"]:
            raise MisfitError(f"{name}: is under a text with the SHA-256 {row['version_sha256']}")
        act, told = "signed", ["receipt", "version_sha256", "school_year", "name_matches", "method"]
        if row["method"] == "paper":
            act, told = "recorded", [*told, "signed_on", "sheet", "scan_sha256"]
            if hashlib.sha256(self.files.whole(row["scan"])).hexdigest() != row["scan_sha256"]:
                raise MisfitError(f"{name}: the SHA-256 of its scan is another one")
            self.scans.add(row["scan"])
        same = {column: row[column] for column in told}
        if row["method"] == "kiosk":
            same.update({column: row["kiosk"][column] for column in ("slip", "pin")})
            self._kiosk(row["kiosk"], row, name)
        self._event(act, "signature", row, name, at=row["signed_at"], same=same)
        self.signatures[row["receipt"]] = row
        if row["mistake"] is not None:
            mistake = {**row["mistake"], "person": row["person"]}
            same, at = {"receipt": row["receipt"]}, mistake["marked_at"]
            self._event("mistaken", "mistake", mistake, name, at=at, same=same)

    def _kiosk(self, kiosk: Row, row: Row, name: str) -> None:
        """What a witness said is what the audit trail says, and no printer is a witness."""
        self._same_moments(kiosk, name)
        presence = kiosk["presence"]
        if presence is None or not presence["was_present"]:
            self.unseen += 1
        if presence is None:
            return
        self._same_moments(presence, name)
        if presence["witness"]["id"] in (kiosk["printed_by"]["id"], row["person"]["id"]):
            raise MisfitError(f"{name}: the witness printed the code, or signed")
        told = {**presence, "person": row["person"], "receipt": row["receipt"]}
        same = {column: told[column] for column in ("receipt", "was_present", "reason")}
        self._event("witnessed", "presence", told, name, at=presence["said_at"], same=same)

    def _closings(self, row: Row) -> None:
        name = f"record {row['number']}"
        if row["number"] in self.closings:
            raise MisfitError(f"{name}: stands in closings.jsonl twice")
        self._version_of(row, name)
        same = {"record": row["number"], "why": row["why"], "until": row["until"]}
        self._event("closed", "closing", row, name, at=row["closed_at"], same=same)
        self.closings[row["number"]] = row
        if row["reopening"] is not None:
            again = {**row["reopening"], "person": row["person"]}
            same, at = {"record": row["number"]}, again["reopened_at"]
            self._event("reopened", "reopening", again, name, at=at, same=same)

    def _assignments(self, row: Row) -> None:
        name = f"assignment {row['id']}"
        self._version_of(row, name)
        self._same_moments(row, name)
        for column, known in (("signature", self.signatures), ("closing", self.closings)):
            if row[column] is None:
                continue
            if row[column] not in known:
                raise MisfitError(f"{name}: {column} {row[column]} is not in the bundle")
            if known[row[column]]["person"]["id"] != row["person"]["id"]:
                raise MisfitError(f"{name}: {column} {row[column]} is somebody else's")
        mistake = row["signature"] and self.signatures[row["signature"]]["mistake"]
        if mistake and row["asked_again_at"] != mistake["marked_at"]:
            raise MisfitError(f"{name}: ended by a mistake, and was not asked again when marked")

    def _attempts(self, row: Row) -> None:
        name, answer = f"attempt {row['id']}", row["answer"]
        self._version_of(row, name)
        same = {column: row[column] for column in ("question", "number", "answer", "right")}
        self._event("answered", "attempt", row, name, at=row["answered_at"], same=same)
        words = "" if answer is None else row["answers"][answer]
        if (row["answer_in_words"], row["is_right"]) != (words, answer == row["right"]):
            raise MisfitError(f"{name}: its words are not those of the answer")

    def _mails(self, row: Row) -> None:
        for what in (row, *row["log"]):
            self._same_moments(what, f"mail {row['id']}")

    def _version_of(self, row: Row, name: str) -> Row:
        if row["version"] not in self.versions:
            raise MisfitError(f"{name}: refers to a version that is not there, {row['version']}")
        version = self.versions[row["version"]]
        words = f"{version['code']} {version['title']}, version {version['number']}"
        if row["version_in_words"] != words:
            raise MisfitError(f"{name}: is said to be under {row['version_in_words']}, not {words}")
        return version

    def _event(self, act: str, kind: str, row: Row, name: str, *, at: str, same: Row) -> None:
        """The audit trail must have an act, and tell of it what stands in `same`."""
        self._same_moments(row, name)
        values = self.events.get(f"{LABEL}{act} {LABEL}{kind} {row['id']}")
        if values is None:
            raise MisfitError(f"{name}: the audit trail of the bundle does not have it")
        if values["at"] != str((_moment(at) - EPOCH) // timedelta(microseconds=1)):
            raise MisfitError(f"{name}: the audit trail tells another time")
        if values["person_id"] != str(row["person"]["id"]):
            raise MisfitError(f"{name}: the audit trail tells another person")
        after = json.loads(values["after"])
        for column, value in same.items():
            if after[column] != value:
                raise MisfitError(f"{name}: {column} is not what the audit trail says")

    def _same_moments(self, row: Row, name: str) -> None:
        """What is told in the district's time zone is the same moment as in UTC."""
        for column, value in row.items():
            told = row.get(f"{column}_local")
            if told is not None and _moment(told) != _moment(value):
                raise MisfitError(f"{name}: {column} is not the same moment in both time zones")


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
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
