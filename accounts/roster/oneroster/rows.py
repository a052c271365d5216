"""A OneRoster file as rows of the fields that are wanted; whatever else it holds is passed over."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator, Sequence
from typing import Final

from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from accounts.roster.reading.csvs import decode
from accounts.roster.reading.sheet import Problem

_ALIKE: Final = 88
_NO_LETTER: Final = re.compile(r"[^a-z0-9]+")
_LIST: Final = re.compile(r"[,;|]")
_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_SLASHED: Final = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
_MONTHS: Final = 12

Row = dict[str, str]


def read(
    name: str, content: bytes, fields: Sequence[str], problems: list[Problem]
) -> Iterator[tuple[int, Row]]:
    """Number and `fields` of each row of the file `name`; a field that it lacks is "".

    Headings may be misspelt, rows too short or too long. What can't be read ends the file with a
    problem. Raises UnreadableSheetError when it is no text.
    """
    text = decode(content)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    number = 0
    try:
        places = _places(next(reader, []), fields)
        if fields[0] not in places:
            message = _("This column is missing.")
            problems.append(Problem(1, f"{name}, {fields[0]}", message))
            return
        for number, cells in enumerate(reader, start=2):
            if cells:
                yield number, _picked(cells, places, fields)
    except csv.Error as error:
        message = _("This row cannot be read: %(error)s.") % {"error": error}
        problems.append(Problem(number + 1, name, message))


def _picked(cells: list[str], places: dict[str, int], fields: Sequence[str]) -> Row:
    row = dict.fromkeys(fields, "")
    for field, place in places.items():
        if place < len(cells):
            row[field] = cells[place].strip()
    return row


def _places(heading: list[str], fields: Sequence[str]) -> dict[str, int]:
    """Field → its place in a row: by name, else by the heading that is most like it."""
    names = [_plain(cell) for cell in heading]
    found = {field: names.index(_plain(field)) for field in fields if _plain(field) in names}
    free = {
        place: name
        for place, name in enumerate(names)
        if place not in found.values() and name and not name.startswith("metadata")
    }
    for field in fields:
        if field in found or not free:
            continue
        like = process.extractOne(_plain(field), free, scorer=fuzz.ratio, score_cutoff=_ALIKE)
        if like:
            found[field] = like[2]
            del free[like[2]]
    return found


def _plain(name: str) -> str:
    return _NO_LETTER.sub("", name.lower())


def listed(cell: str) -> list[str]:
    """The values of a quoted list."""
    return [value for part in _LIST.split(cell) if (value := part.strip().strip('"'))]


def day(cell: str) -> dt.date | None:
    """A day as 2026-08-01, with or without a time, or 8/1/2026; None for anything else.

    Where the first number is no month, the day comes first.
    """
    if iso := _ISO.match(cell):
        year, month, number = map(int, iso.groups())
    elif slashed := _SLASHED.match(cell):
        month, number, year = map(int, slashed.groups())
        if month > _MONTHS:
            month, number = number, month
    else:
        return None
    try:
        return dt.date(year, month, number)
    except ValueError:
        return None
