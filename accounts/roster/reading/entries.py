"""Cells become entries, a column at a time: 140,000 rows in about a second."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from accounts.roster.reading import names, words
from accounts.roster.reading.postings import gather
from accounts.roster.reading.sheet import Entry, Problem, Sheet
from accounts.roster.reading.table import Table

LONGEST: Final = {
    "number": 40,
    "first_name": 80,
    "last_name": 80,
    "place": 120,
    "position": 80,
    "email": 254,
    "supervisor": 254,
}
_FILLED: Final = ("number", "first_name", "last_name", "place", "position")
_EMAIL: Final = re.compile(r"[a-z0-9._+'-]+@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,63}")
"""Addresses that are surely good; others are asked one by one."""
_ROUNDED: Final = re.compile(r"\d(\.\d+)?E\+\d+", re.IGNORECASE)
_POINT_ZERO: Final = re.compile(r"\d+\.0")
_EXCEL_ERRORS: Final = frozenset(
    {"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#ERROR!"}
)
_LOST: Final = "\ufffd"

Cells = Sequence[Any]
Different = dict[str, set[str]]
"""Column → the cells that it has, each once."""


class _Columns:
    """The cells of a table by column, and the faults found in them by row."""

    def __init__(self, table: Table, sheet: Sheet) -> None:
        place = {heading: number for number, heading in enumerate(table.headings)}
        self.table = table
        self.sheet = sheet
        self.cells: dict[str, Cells] = {
            column: table.columns[place[heading]]
            for heading, column in sheet.matching.items()
            if column
        }
        self.bad: set[int] = set()

    def get(self, column: str, default: Any) -> Cells | itertools.repeat[Any]:
        return self.cells.get(column) or itertools.repeat(default)

    def fault(self, at: int, column: str, message: str) -> None:
        self.bad.add(at)
        self.sheet.problems.append(Problem(self.table.numbers[at], column, message))


def enter(table: Table, sheet: Sheet) -> None:
    """Fill `sheet` with the entries of `table`, and with what is wrong in it."""
    columns = _Columns(table, sheet)
    _split_names(columns)
    _mend_numbers(columns)
    different = {column: set(columns.cells.get(column, ())) for column in LONGEST}
    _refuse_empty(columns, different)
    _refuse_long(columns, different)
    _refuse_damaged(columns, different)
    _read_addresses(columns)
    gone = _read_words(columns)
    weights = list(columns.get("fte", 0.0)) if "fte" in columns.cells else None
    entries = map(
        Entry._make,
        zip(
            table.numbers,
            *(columns.cells[name] for name in _FILLED),
            columns.get("email", ""),
            columns.get("supervisor", ""),
            columns.get("kind", "employee"),
            columns.get("on_leave", False),
            columns.get("place_kind", ""),
            columns.get("head", False),
            columns.get("primary", True),
            itertools.repeat(False),
            strict=False,
        ),
    )
    kept = list(entries)
    aside = columns.bad | gone
    if aside:
        left = [at for at in range(len(kept)) if at not in aside]
        kept = [kept[at] for at in left]
        weights = [weights[at] for at in left] if weights else None
    sheet.ended = len(gone)
    sheet.entries = gather(kept, sheet.problems, marked="primary" in columns.cells, weights=weights)
    sheet.problems.sort(key=lambda problem: problem.row)


def _split_names(columns: _Columns) -> None:
    whole = columns.cells.pop("name", None)
    if whole is None:
        return
    told = {name: names.split(name) for name in set(whole)}
    for at, name in enumerate(whole):
        if told[name] is None and name:
            message = _("“%(value)s” can’t be split. Write “Last, First”.") % {"value": name}
            columns.fault(at, "name", message)
    parts = {name: pair or (name, name) for name, pair in told.items()}
    columns.cells["first_name"] = [parts[name][0] for name in whole]
    columns.cells["last_name"] = [parts[name][1] for name in whole]


def _mend_numbers(columns: _Columns) -> None:
    """“10234.0” of a column that went through a spreadsheet is “10234”."""
    numbers = columns.cells["number"]
    if _POINT_ZERO.fullmatch(next(filter(None, numbers), "")):
        numbers = [n[:-2] if _POINT_ZERO.fullmatch(n) else n for n in numbers]
        columns.cells["number"] = numbers
    message = _("Excel has rounded this number. Format the column as text and export it again.")
    for at, number in enumerate(numbers):
        if "+" in number and _ROUNDED.fullmatch(number):
            columns.fault(at, "number", message)


def _refuse_empty(columns: _Columns, different: Different) -> None:
    for column in _FILLED:
        if "" in different[column]:
            _tell(columns, column, {"": _("This cell is empty.")})


def _refuse_long(columns: _Columns, different: Different) -> None:
    for column, most in LONGEST.items():
        if max(map(len, different[column]), default=0) > most:
            message = _("Longer than %(most)s characters.") % {"most": most}
            faults = {cell: message for cell in different[column] if len(cell) > most}
            _tell(columns, column, faults)


def _refuse_damaged(columns: _Columns, different: Different) -> None:
    """Errors of Excel, and letters that an export has lost, in what people would read."""
    lost = _("A letter of this cell is lost. Save the sheet as UTF-8 and choose it again.")
    for column, cells in different.items():
        faults = {cell: _excel(cell) for cell in cells & _EXCEL_ERRORS}
        whole = "".join(cells)
        if _LOST in whole or "\0" in whole:
            faults |= {cell: lost for cell in cells if _LOST in cell or "\0" in cell}
        _tell(columns, column, faults)


def _excel(cell: str) -> str:
    return _("Excel shows the error %(value)s here. Correct the formula.") % {"value": cell}


def _read_addresses(columns: _Columns) -> None:
    if "email" not in columns.cells:
        return
    emails = list(map(str.lower, columns.cells["email"]))
    columns.cells["email"] = emails
    doubtful = {email for email in emails if email and not _EMAIL.fullmatch(email)}
    faults = {
        email: _("“%(value)s” is no e-mail address.") % {"value": email}
        for email in doubtful
        if not is_address(email)
    }
    _tell(columns, "email", faults)


def is_address(email: str) -> bool:
    """Whether mail could be sent to `email`."""
    try:
        validate_email(email)
    except ValidationError:
        return False
    return True


def _read_words(columns: _Columns) -> set[int]:
    """Put meanings in the place of words; answers the rows of those who no longer work here."""
    for column in words.READERS:
        cells = columns.cells.get(column)
        if cells is None:
            continue
        different = set(cells)
        read = words.reader(column, different)
        meanings = {cell: read(cell) for cell in different}
        told = str(words.TOLD[column])
        _tell(
            columns,
            column,
            {cell: told % {"value": cell} for cell, what in meanings.items() if what is None},
        )
        columns.cells[column] = list(map(meanings.__getitem__, cells))
    status = columns.cells.get("status", ())
    if "leave" in status:
        leave = columns.cells.get("on_leave") or [False] * len(status)
        columns.cells["on_leave"] = [
            bool(on) or what == "leave" for on, what in zip(leave, status, strict=True)
        ]
    volunteers = columns.cells.get("volunteer")
    if volunteers:
        kinds = columns.cells.get("kind") or ["employee"] * len(volunteers)
        columns.cells["kind"] = [
            "volunteer" if "volunteer" in pair else "employee"
            for pair in zip(kinds, volunteers, strict=True)
        ]
    return {at for at, what in enumerate(status) if what == "gone"}


def _tell(columns: _Columns, column: str, faults: dict[str, str]) -> None:
    """Every row with one of the faulty cells is a problem."""
    if faults:
        for at, cell in enumerate(columns.cells[column]):
            if cell in faults:
                columns.fault(at, column, faults[cell])
