"""A OneRoster export without all that the portal must not keep: what is stored is only this.

Students, families, passwords, telephones, demographics: none of them reaches the database.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from typing import Final

from accounts.roster.oneroster import package, places, staff
from accounts.roster.oneroster.knowing import brought
from accounts.roster.oneroster.rows import Row, read
from accounts.roster.reading.sheet import Problem
from accounts.roster.reading.table import UnreadableSheetError

MANIFEST: Final = ("propertyName", "value")
_ALWAYS: Final = (1980, 1, 1, 0, 0, 0)
"""The time of each part, so that the same people make the same bytes."""


def distil(content: bytes) -> bytes:
    """The zip `content` with staff and places only, in the fields that are read; as a zip again.

    A row that goes leaves an empty line, so that rows keep their numbers. Raises
    UnreadableSheetError with what is wrong.
    """
    return distil_files(package.open_zip(content))


def distil_files(files: package.Files) -> bytes:
    """As `distil`, from the files of a folder."""
    known = brought()
    roles = list(_rows(files, "roles.csv", staff.ROLES))
    students = {
        row["userSourcedId"] for _, row in roles if staff.plain(row["role"]) == staff.STUDENT
    }
    roles = [
        (number, row)
        for number, row in roles
        if staff.plain(row["role"]) in staff.POSITIONS and row["userSourcedId"] not in students
    ]
    workers = {row["userSourcedId"] for _, row in roles}
    users = [
        (number, row)
        for number, row in _rows(files, "users.csv", staff.USERS)
        if row["sourcedId"] not in students and _is_wanted(row, workers, known)
    ]
    users_said = (
        (number, row)
        for number, row in _rows(files, "manifest.csv", MANIFEST)
        if row["propertyName"].lower() == "file.users"
    )
    parts = {
        "manifest.csv": _csv(MANIFEST, users_said),
        "orgs.csv": _csv(places.FIELDS, _rows(files, "orgs.csv", places.FIELDS)),
        "users.csv": _csv(staff.USERS, users),
        "roles.csv": _csv(staff.ROLES, roles),
    }
    return _zip({name: text for name, text in parts.items() if name in files})


def _is_wanted(row: Row, workers: set[str], known: set[str]) -> bool:
    """Staff, and in a delta those whom OneRoster brought before, whose roles it may leave out."""
    if row["role"]:
        return staff.plain(row["role"]) in staff.POSITIONS
    keys = {row["sourcedId"], row["identifier"], row["userMasterIdentifier"]} - {""}
    return row["sourcedId"] in workers or not known.isdisjoint(keys)


def _rows(files: package.Files, name: str, fields: Sequence[str]) -> Iterable[tuple[int, Row]]:
    problems: list[Problem] = []
    if name in files:
        yield from read(name, files[name], fields, problems)
    if problems:
        raise UnreadableSheetError(f"{problems[0].column}: {problems[0].message}", problems[0].row)


def _csv(fields: Sequence[str], rows: Iterable[tuple[int, Row]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(fields)
    at = 1
    for number, row in rows:
        out.write("\r\n" * (number - at - 1))
        writer.writerow([row[field] for field in fields])
        at = number
    return out.getvalue()


def _zip(parts: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, text in parts.items():
            zipped.writestr(zipfile.ZipInfo(name, _ALWAYS), text, zipfile.ZIP_DEFLATED)
    return out.getvalue()
