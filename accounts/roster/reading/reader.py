"""From a file to a sheet. What is wrong with it becomes problems, never an exception."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.utils.translation import gettext as _

from accounts.roster.reading import csvs, xlsx
from accounts.roster.reading.columns import COLUMNS, missing
from accounts.roster.reading.entries import enter
from accounts.roster.reading.sheet import MOST_BYTES, Problem, Sheet
from accounts.roster.reading.suggesting import suggest
from accounts.roster.reading.synonyms import plain
from accounts.roster.reading.table import Table, UnreadableSheetError, lay


def open_table(content: bytes, *, most: int | None = None) -> Table:
    """The rows of a CSV or XLSX file under their headings, or the first `most`.

    Raises UnreadableSheetError, with a row and with what to do instead.
    """
    if len(content) > MOST_BYTES:
        raise UnreadableSheetError(_("The file is larger than 50 MB."))
    if content.startswith(b"%PDF"):
        raise UnreadableSheetError(_("This is a PDF. Save the sheet as CSV or XLSX."))
    module = xlsx if xlsx.is_workbook(content) else csvs
    return lay(module.read_rows(content, most=most))


def read(content: bytes, *, name: str = "", matching: Mapping[str, str] | None = None) -> Sheet:
    """The entries and problems of an HR sheet, CSV (any usual encoding and separator) or XLSX.

    What the file is shows by its bytes, whatever its `name` says. `matching` leads from headings
    to columns, "" to leave one out; headings that it does not name are taken for what they most
    likely are. Never raises for bad content: it becomes problems.
    """
    with _many_rows_at_once():
        try:
            table = open_table(content)
        except UnreadableSheetError as error:
            return Sheet(problems=[Problem(error.row, "", str(error))])
        return sheet_of(table, matching)


def sheet_of(table: Table, matching: Mapping[str, str] | None = None) -> Sheet:
    """As `read`, from a table that is already open."""
    known = {plain(heading): column for heading, column in (matching or {}).items()}
    used = {one.heading: one.column for one in suggest(table, known)}
    sheet = Sheet(
        headings=table.headings,
        matching=used,
        heading_row=table.heading_row,
        problems=list(table.problems),
    )
    twice = _said_twice(table, known)
    lacking = missing({column for column in used.values() if column})
    for column in twice:
        message = _("Two columns are said to hold this. Leave one of them out.")
        sheet.problems.append(Problem(table.heading_row, column, message))
    for column in lacking:
        sheet.problems.append(Problem(table.heading_row, column, _("This column is missing.")))
    if not twice and not lacking:
        enter(table, sheet)
    return sheet


def _said_twice(table: Table, known: Mapping[str, str]) -> list[str]:
    said = [known.get(plain(heading), "") for heading in table.headings]
    return [column for column in COLUMNS if said.count(column) > 1]


@contextmanager
def _many_rows_at_once() -> Iterator[None]:
    """Python looks for rings among new objects again and again; rows of text form none."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
