"""The folder of one backup: what is in it, how it becomes whole, and how it is read again."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any, Final

from district_portal.operations.backup.refusing import UnfitError

FORMAT: Final = "district-policy-portal backup"
LAYOUT: Final = 1
MANIFEST: Final = "manifest.json"
SUM: Final = "manifest.json.sha256"
DATABASE: Final = "database.dump"
TABLES: Final = "tables.json"
CONFIGURATION: Final = "configuration.json"
PARTIAL: Final = ".partial-"
REMOVING: Final = ".removing-"
_CHUNK: Final = 1 << 20


@dataclass(frozen=True)
class Manifest:
    """What a backup is, without anything that is kept from others.

    `migrations` are pairs of app and name; `postgres` and `dumped_by` major versions;
    `concern_keys` and `secret_key` the fingerprints of keys that it needs, never the keys; `files`
    the size and SHA-256 of each file; `run` the row of the portal's own list.
    """

    made_at: str
    portal: str
    version: str
    postgres: int
    dumped_by: int
    portal_role: str
    encrypted: bool
    run: int
    migrations: list[list[str]]
    concern_keys: list[str]
    secret_key: str
    files: dict[str, dict[str, Any]] = field(default_factory=dict)
    format: str = FORMAT
    layout: int = LAYOUT

    @property
    def size(self) -> int:
        """Bytes of all files together."""
        return sum(int(told["bytes"]) for told in self.files.values())

    @property
    def made(self) -> dt.datetime:
        """The moment whose state it holds."""
        return dt.datetime.fromisoformat(self.made_at)


class Counted:
    """A file that is written and hashed at once."""

    def __init__(self, path: Path) -> None:
        self._file = _open_new(path)
        self._hash = hashlib.sha256()
        self.bytes = 0

    def write(self, piece: bytes) -> int:
        """Append a piece."""
        self._file.write(piece)
        self._hash.update(piece)
        self.bytes += len(piece)
        return len(piece)

    def flush(self) -> None:
        """Nothing: `close` brings it to the disk."""

    def close(self) -> dict[str, Any]:
        """Bring all of it to the disk; answers its size and SHA-256."""
        with self._file as file:
            file.flush()
            os.fsync(file.fileno())
        return {"bytes": self.bytes, "sha256": self._hash.hexdigest()}

    def abandon(self) -> None:
        """Close it without more."""
        self._file.close()


def begin(parent: Path, name: str) -> Path:
    """Make the folder in which the backup `name` grows. Raises OSError."""
    parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    partial = parent / f"{PARTIAL}{name}"
    partial.mkdir(mode=0o700)
    return partial


def finish(partial: Path, manifest: Manifest) -> Path:
    """Write the manifest and give the folder its name: from then on, and only then, it is whole."""
    text = as_json(asdict(manifest))
    _write(partial / MANIFEST, text)
    _write(partial / SUM, _sum_of(text))
    _sync_folder(partial)
    whole = partial.with_name(partial.name.removeprefix(PARTIAL))
    partial.rename(whole)
    _sync_folder(whole.parent)
    return whole


def as_json(values: Any) -> bytes:
    """Values for people and programs to read."""
    return (json.dumps(values, indent=1, sort_keys=True) + "\n").encode()


def read(folder: Path) -> Manifest:
    """What the backup in `folder` says of itself. Raises UnfitError unless it is a whole one.

    The files themselves are looked at by `check_files`.
    """
    if folder.name.startswith((PARTIAL, REMOVING)):
        raise UnfitError(f"{folder} is not whole: it was interrupted.")
    try:
        text, told = (folder / MANIFEST).read_bytes(), (folder / SUM).read_bytes()
    except FileNotFoundError as missing:
        raise UnfitError(f"{folder} is no backup of the portal, or not all of it.") from missing
    except OSError as refused:
        raise UnfitError(f"{folder} can't be read: {refused.strerror}.") from refused
    if told != _sum_of(text):
        raise UnfitError(f"{folder} is damaged: {MANIFEST} is not as it was written.")
    values = json.loads(text)
    if values.get("format") != FORMAT:
        raise UnfitError(f"{folder} is no backup of the portal.")
    if values["layout"] > LAYOUT:
        raise UnfitError(
            f"{folder} was made by a newer portal ({values['version']}): install that version or "
            "a later one, then restore."
        )
    return Manifest(**values)


def is_whole(folder: Path) -> bool:
    """Whether a finished backup lies there; its files are not looked at."""
    try:
        read(folder)
    except UnfitError:
        return False
    return True


def check_files(folder: Path, manifest: Manifest) -> None:
    """Raises UnfitError for a file that is missing or not as it was written."""
    for name, told in sorted(manifest.files.items()):
        try:
            with (folder / name).open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
                size = os.fstat(file.fileno()).st_size
        except OSError as missing:
            raise UnfitError(f"{folder} is damaged: {name} can't be read.") from missing
        if found != told["sha256"] or size != told["bytes"]:
            raise UnfitError(f"{folder} is damaged: {name} is not as it was written.")


def whole_ones(parent: Path) -> list[Path]:
    """The backups in `parent` that were finished, the newest first."""
    found = [item for item in _folders(parent) if (item / SUM).is_file()]
    return sorted(found, key=lambda item: item.name, reverse=True)


def remove(folder: Path) -> None:
    """Delete a backup: first its name, so that what is left of it is never taken for one."""
    going = folder
    if not folder.name.startswith((PARTIAL, REMOVING)):
        going = folder.with_name(f"{REMOVING}{folder.name}")
        folder.rename(going)
    shutil.rmtree(going)


def keep_newest(parent: Path, *, portal: str, keep: int) -> Sequence[str]:
    """Delete what is older than the `keep` newest of this portal; answers the names of the gone.

    Backups of another portal (by its address) stay, and so does what can't be read.
    """
    own = []
    for item in whole_ones(parent):
        try:
            if read(item).portal == portal:
                own.append(item)
        except UnfitError:
            continue
    old = own[max(keep, 1) :]
    left = [item for item in parent.glob(f"{REMOVING}*") if item.is_dir()]
    for item in (*old, *left):
        remove(item)
    return [item.name for item in old]


def copy(source: IO[bytes], target: Counted | IO[bytes]) -> None:
    """Write all of `source`, a piece at a time."""
    while piece := source.read(_CHUNK):
        target.write(piece)


def _folders(parent: Path) -> list[Path]:
    if not parent.is_dir():
        return []
    return [item for item in parent.iterdir() if item.is_dir() and item.name[0] != "."]


def _sum_of(text: bytes) -> bytes:
    """As `sha256sum` writes it, so that `sha256sum -c` reads it."""
    return f"{hashlib.sha256(text).hexdigest()}  {MANIFEST}\n".encode()


def _open_new(path: Path) -> IO[bytes]:
    """A new file that nobody else may read."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _write(path: Path, content: bytes) -> None:
    with _open_new(path) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
