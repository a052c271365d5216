"""The files of a OneRoster export, out of a zip or a folder.

Four of them are opened, and no others: demographics, profiles and the rest are never read.
Nothing is unpacked to a disk, so names inside a zip lead nowhere; strange ones are refused.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Final

from django.utils.translation import gettext as _

from accounts.roster.reading.sheet import MOST_BYTES
from accounts.roster.reading.table import UnreadableSheetError

READ: Final = ("manifest.csv", "orgs.csv", "users.csv", "roles.csv")
NEEDED: Final = ("orgs.csv", "users.csv")
MOST_UNPACKED: Final = 150 * 1024 * 1024
"""Bytes of one file: more than half a million people, students among them."""
MOST_PARTS: Final = 1_000
ENCRYPTED: Final = 1

Files = Mapping[str, bytes]
"""Name in small letters → content."""


def is_package(content: bytes) -> bool:
    """Whether `content` is a zip that holds a users.csv."""
    if not content.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as zipped:
            return any(
                PurePosixPath(name).name.lower() == "users.csv" for name in zipped.namelist()
            )
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False


def open_zip(content: bytes) -> Files:
    """The files that are read, out of a zip. Raises UnreadableSheetError with advice."""
    if len(content) > MOST_BYTES:
        raise UnreadableSheetError(_("The file is larger than 50 MB."))
    damaged = _("The zip file is cut off or damaged. Export it again.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as zipped:
            found = {name: _unpack(zipped, part) for name, part in _wanted(zipped).items()}
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError) as broken:
        raise UnreadableSheetError(damaged) from broken
    except RuntimeError as locked:
        raise UnreadableSheetError(_("The zip file is protected by a password.")) from locked
    return _whole(found)


def open_folder(folder: Path) -> Files:
    """The files that are read, out of a folder. Raises UnreadableSheetError with advice."""
    found: dict[str, bytes] = {}
    for path in sorted(folder.iterdir()):
        name = path.name.lower()
        if name not in READ:
            continue
        if path.is_symlink() or not path.is_file():
            raise UnreadableSheetError(_("%(name)s is no plain file.") % {"name": path.name})
        if path.stat().st_size > MOST_UNPACKED:
            raise UnreadableSheetError(_too_large(path.name))
        found[name] = path.read_bytes()
    return _whole(found)


def _wanted(zipped: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The parts that are read, by name; all of them lie in one folder of the zip."""
    parts = zipped.infolist()
    if len(parts) > MOST_PARTS:
        raise UnreadableSheetError(_("The zip file holds far more files than OneRoster has."))
    found: dict[str, zipfile.ZipInfo] = {}
    folders: set[PurePosixPath] = set()
    for part in parts:
        path = PurePosixPath(part.filename)
        if (
            path.is_absolute()
            or ".." in path.parts
            or "\\" in part.filename
            or ":" in path.parts[0]
        ):
            raise UnreadableSheetError(
                _("The zip file holds a name that leads out of it: %(name)s.")
                % {"name": part.filename[:80]}
            )
        name = path.name.lower()
        if name not in READ or part.is_dir() or path.parts[0] == "__MACOSX":
            continue
        if part.flag_bits & ENCRYPTED:
            raise UnreadableSheetError(_("The zip file is protected by a password."))
        if name in found:
            raise UnreadableSheetError(_("%(name)s stands twice in the zip file.") % {"name": name})
        found[name] = part
        folders.add(path.parent)
    if len(folders) > 1:
        raise UnreadableSheetError(_("The files of the zip lie in several folders."))
    return found


def _unpack(zipped: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    """One part; what it says of its size is not believed."""
    if part.file_size > MOST_UNPACKED:
        raise UnreadableSheetError(_too_large(part.filename))
    with zipped.open(part) as opened:
        content = opened.read(MOST_UNPACKED + 1)
    if len(content) > MOST_UNPACKED:
        raise UnreadableSheetError(_too_large(part.filename))
    return content


def _too_large(name: str) -> str:
    return _("%(name)s unpacks to far more than a district’s people.") % {"name": name}


def _whole(found: Files) -> Files:
    for name in NEEDED:
        if name not in found:
            raise UnreadableSheetError(
                _("There is no %(name)s. A OneRoster export has it.") % {"name": name}
            )
    return found
