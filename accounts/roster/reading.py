"""Read an HR sheet in CSV; every fault is told with its row and column.

Columns, in any order (docs/operating/roster.md):
number, first_name, last_name, place, position: needed in every row;
email, supervisor (number or e-mail), kind (employee, volunteer), on_leave (yes, no),
place_kind (school, department, district), head (yes for the head of the place): may be empty.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

NEEDED = ("number", "first_name", "last_name", "place", "position")
OPTIONAL = ("email", "supervisor", "kind", "on_leave", "place_kind", "head")
KINDS = ("employee", "volunteer")
PLACE_KINDS = ("school", "department", "district")
YES, NO = ("yes", "y", "true", "1", "x"), ("no", "n", "false", "0", "")
LONGEST = {
    "number": 40,
    "first_name": 80,
    "last_name": 80,
    "place": 120,
    "position": 80,
    "email": 254,
}
MOST_BYTES = 50 * 1024 * 1024


@dataclass(frozen=True)
class Problem:
    """What is wrong where; `row` counts lines of the sheet, its heading being 1."""

    row: int
    column: str
    message: str

    def __str__(self) -> str:
        return _("Row %(row)s, column %(column)s: %(message)s") % {
            "row": self.row,
            "column": self.column,
            "message": self.message,
        }


@dataclass(frozen=True)
class Entry:
    """One person of the sheet."""

    row: int
    number: str
    first_name: str
    last_name: str
    place: str
    position: str
    email: str = ""
    supervisor: str = ""
    kind: str = "employee"
    on_leave: bool = False
    place_kind: str = ""
    head: bool = False


@dataclass
class Sheet:
    """What was read, and what could not be."""

    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read(content: bytes) -> Sheet:
    """The entries and problems of a CSV sheet (UTF-8, with or without BOM, or Windows-1252).

    Comma, semicolon or tab separate; never raises for bad content: it becomes problems.
    """
    sheet = Sheet()
    if len(content) > MOST_BYTES:
        sheet.problems.append(Problem(1, "", _("The file is larger than 50 MB.")))
        return sheet
    if b"\0" in content[:4096]:
        sheet.problems.append(Problem(1, "", _("This is no CSV file. Save the sheet as CSV.")))
        return sheet
    lines = io.StringIO(_decode(content), newline="")
    reader = csv.reader(lines, delimiter=_delimiter(content), strict=True)
    try:
        _read_rows(reader, sheet)
    except csv.Error as error:
        message = _("This row cannot be read: %(error)s.") % {"error": error}
        sheet.problems.append(Problem(reader.line_num, "", message))
    _refuse_twice(sheet, "number")
    _refuse_twice(sheet, "email")
    _refuse_two_heads(sheet)
    return sheet


def _decode(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _delimiter(content: bytes) -> str:
    heading = content.split(b"\n", 1)[0]
    return max(",;\t", key=lambda mark: heading.count(mark.encode()))


def _read_rows(reader: Any, sheet: Sheet) -> None:
    heading = [name.strip().lower().replace(" ", "_") for name in next(reader, [])]
    for name in NEEDED:
        if name not in heading:
            sheet.problems.append(Problem(1, name, _("This column is missing.")))
    for name in sorted({name for name in heading if name and heading.count(name) > 1}):
        sheet.problems.append(Problem(1, name, _("This column stands twice.")))
    if sheet.problems:
        return
    for cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(heading):
            message = _("This row has more cells than the heading has columns.")
            sheet.problems.append(Problem(reader.line_num, "", message))
            continue
        values = dict(zip(heading, (cell.strip() for cell in cells), strict=False))
        entry = _entry(reader.line_num, values, sheet.problems)
        if entry:
            sheet.entries.append(entry)


def _entry(row: int, values: dict[str, str], problems: list[Problem]) -> Entry | None:
    found = list(_faults(row, values))
    problems.extend(found)
    if found:
        return None
    return Entry(
        row=row,
        number=values["number"],
        first_name=values["first_name"],
        last_name=values["last_name"],
        place=values["place"],
        position=values["position"],
        email=values.get("email", "").lower(),
        supervisor=values.get("supervisor", ""),
        kind=values.get("kind", "").lower() or "employee",
        on_leave=values.get("on_leave", "").lower() in YES,
        place_kind=values.get("place_kind", "").lower(),
        head=values.get("head", "").lower() in YES,
    )


def _faults(row: int, values: dict[str, str]) -> Iterator[Problem]:
    for name in NEEDED:
        if not values.get(name):
            yield Problem(row, name, _("This cell is empty."))
    for name, most in LONGEST.items():
        if len(values.get(name, "")) > most:
            yield Problem(row, name, _("Longer than %(most)s characters.") % {"most": most})
    for name, allowed in (("kind", KINDS), ("place_kind", PLACE_KINDS)):
        value = values.get(name, "").lower()
        if value and value not in allowed:
            yield Problem(
                row,
                name,
                _("“%(value)s” is none of: %(allowed)s.")
                % {"value": values[name], "allowed": ", ".join(allowed)},
            )
    yield from _unreadable(row, values)


def _unreadable(row: int, values: dict[str, str]) -> Iterator[Problem]:
    for name in ("on_leave", "head"):
        if values.get(name, "").lower() not in YES + NO:
            yield Problem(
                row, name, _("“%(value)s” is neither yes nor no.") % {"value": values[name]}
            )
    if email := values.get("email"):
        try:
            validate_email(email)
        except ValidationError:
            yield Problem(row, "email", _("“%(value)s” is no e-mail address.") % {"value": email})


def _refuse_twice(sheet: Sheet, column: str) -> None:
    first: dict[str, int] = {}
    for entry in sheet.entries:
        value = getattr(entry, column).lower()
        if not value:
            continue
        if value in first:
            message = _("“%(value)s” already stands in row %(row)s.") % {
                "value": getattr(entry, column),
                "row": first[value],
            }
            sheet.problems.append(Problem(entry.row, column, message))
        else:
            first[value] = entry.row


def _refuse_two_heads(sheet: Sheet) -> None:
    first: dict[str, Entry] = {}
    for entry in sheet.entries:
        if not entry.head:
            continue
        known = first.setdefault(entry.place, entry)
        if known is not entry:
            message = _("%(place)s already has a head in row %(row)s.") % {
                "place": entry.place,
                "row": known.row,
            }
            sheet.problems.append(Problem(entry.row, "head", message))
