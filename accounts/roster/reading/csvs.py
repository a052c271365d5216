"""A CSV file as rows of text, whichever program wrote it."""

from __future__ import annotations

import codecs
import csv
import io
import itertools
import re
from typing import Final

from django.utils.translation import gettext as _

from accounts.roster.reading.table import LOOKED_AT, Row, UnreadableSheetError

DELIMITERS: Final = ",;\t|"
_FALLBACK: Final = "roster-western"
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_QUOTED: Final = re.compile(r'"[^"]*"')
_NAMED: Final = re.compile(r'"?sep=(.)"?\r?\n', re.IGNORECASE)
_SNIFFED: Final = 65_536
_LETTER: Final = 4
"""Bytes that one letter may take."""


def _western(error: UnicodeError) -> tuple[str, int]:
    """A byte that is no UTF-8 as Windows means it."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    byte = error.object[error.start : error.start + 1]
    return byte.decode("cp1252", errors="replace"), error.start + 1


codecs.register_error(_FALLBACK, _western)


def read_rows(content: bytes, *, most: int | None = None) -> list[Row]:
    """The rows of a CSV file, or its first `most`.

    Raises UnreadableSheetError, with the row, where they end wrongly.
    """
    text = decode(content)
    delimiter = None
    rows: list[Row] = []
    if named := _NAMED.match(text):
        delimiter = named[1]
        text = text[named.end() :]
        rows.append([])
    lines = io.StringIO(text, newline="")
    reader = csv.reader(lines, delimiter=delimiter or _delimiter(text), strict=True)
    try:
        rows.extend(itertools.islice(reader, most))
    except csv.Error as error:
        raise UnreadableSheetError(_why(error), _row_of(text, reader.line_num)) from error
    whole = most is None or len(rows) < most
    if whole and len(rows) > 1 and text[-1:] not in "\r\n" and len(rows[-1]) < _usual(rows):
        raise UnreadableSheetError(
            _("The file ends in the middle of this row. Export it again."), len(rows)
        )
    return rows


def decode(content: bytes) -> str:
    """UTF-8 and UTF-16, with or without a mark, and Windows-1252, also line by line.

    Raises UnreadableSheetError for what is no text, or ends in the middle of a letter.
    """
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), None)
    encoding = encoding or _without_mark(content)
    if encoding == "utf-8":
        _refuse_half_a_letter(content)
        return content.decode("utf-8", errors=_FALLBACK).removeprefix("\ufeff")
    try:
        return content.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise UnreadableSheetError(_("The file is cut off or damaged. Export it again.")) from error


def _without_mark(content: bytes) -> str:
    """UTF-16 shows by its empty halves; anything else with empty bytes is no text."""
    head = content[:_SNIFFED]
    if b"\0" not in head:
        return "utf-8"
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) > len(head) / 4 and min(even, odd) < len(head) / 50:
        return "utf-16-le" if odd > even else "utf-16-be"
    raise UnreadableSheetError(
        _("This is no CSV or Excel file. Save the sheet as CSV or XLSX and choose it again.")
    )


def _refuse_half_a_letter(content: bytes) -> None:
    try:
        content[-_LETTER * 2 :].decode("utf-8", errors="strict")
    except UnicodeDecodeError as error:
        told = content[:-_LETTER].decode("utf-8", errors="ignore")
        is_utf8 = len(told.encode()) >= len(content) - 3 * _LETTER and not told.isascii()
        if error.reason == "unexpected end of data" and is_utf8:
            raise UnreadableSheetError(
                _("The file ends in the middle of a letter. Export it again."),
                content.count(b"\n") + 1,
            ) from error


def _delimiter(text: str) -> str:
    lines = text[:_SNIFFED].splitlines()[:LOOKED_AT]
    bare = _QUOTED.sub("", "\n".join(lines))
    return max(DELIMITERS, key=bare.count)


def _usual(rows: list[Row]) -> int:
    """The width that most of the first rows have."""
    widths = [len(row) for row in rows[:-1][:200]]
    return max(set(widths), key=widths.count)


def _why(error: csv.Error) -> str:
    if "unexpected end of data" in str(error):
        return _("The file ends in the middle of a quoted cell. Export it again.")
    return _("This row cannot be read: %(error)s.") % {"error": error}


def _row_of(text: str, line: int) -> int:
    """The row as a spreadsheet counts it, where quoted cells may hold several lines."""
    lines = text.splitlines(keepends=True)[:line]
    inside, row = False, 0
    for each in lines:
        row += not inside
        inside ^= each.count('"') % 2 == 1
    return max(1, row)
