"""A report is written to a file, row by row: CSV for anything, XLSX for Excel, PDF to print.

The rows are those of the page, by name. A cell that a spreadsheet might take for a formula is
written as text, see ui.spreadsheets.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, islice
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, TYPE_CHECKING, Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _
from rustpy_xlsxwriter import Format, write_worksheets

from district_portal.district.current import zone
from district_portal.reports import on_paper
from district_portal.reports.asking import Question
from district_portal.reports.columns import Column, chosen_columns, on_paper_of
from district_portal.reports.completion import Finding, finding
from district_portal.reports.in_words import filters
from district_portal.reports.showing import Gathered, gathered
from district_portal.ui import spreadsheets
from district_portal.ui.dates import date_in_words

if TYPE_CHECKING:
    from accounts.models import Person

FORMATS: Final = ("csv", "xlsx", "pdf")
A_SHEET: Final = 1_048_575
"""So many rows go below the heading of one sheet of Excel."""
BETWEEN: Final = 1000
"""After so many rows it is told how far the file is."""

Told = Callable[[int], None]


@dataclass
class Writing:
    """One report on its way to a file; `count` is how many rows were written so far."""

    question: Question
    by: Person | None
    told: Told
    columns: tuple[Column, ...]
    rows: Gathered = field(init=False)
    count: int = 0

    @cached_property
    def found(self) -> Finding:
        """What is counted of all that was asked; a CSV file doesn't tell it."""
        return finding(self.question)

    def lines(self) -> Iterator[tuple[Any, ...]]:
        """The values of each row."""
        for line in self.rows.lines():
            yield line
            self.count += 1
            if self.count % BETWEEN == 0:
                self.told(self.count)


def write(
    question: Question,
    file_format: str,
    out: IO[bytes],
    *,
    by: Person | None,
    columns: Sequence[str] = (),
    told: Told = lambda _count: None,
) -> int:
    """Write the report to `out`; answers how many rows it has.

    Moments are told in the district's time zone, whoever asks: a page or a command. `told` hears
    now and then how many rows are written. `columns` (keys) are those that were chosen, else all.
    Raises ValueError for another format than FORMATS, and
    for a PDF on_paper.TooLongError, typesetting.NotSetError and taking_turns.BusyError.
    """
    if file_format not in FORMATS:
        raise ValueError(f"no such format: {file_format}")
    chosen = chosen_columns(columns)
    writing = Writing(question, by, told, on_paper_of(chosen) if file_format == "pdf" else chosen)
    if file_format == "pdf":
        on_paper.check_length(writing.found.rows(question.status))
    with timezone.override(zone()), gathered(question, writing.columns) as writing.rows:
        {"csv": _csv, "xlsx": _xlsx, "pdf": _pdf}[file_format](writing, out)
    return writing.count


def _csv(writing: Writing, out: IO[bytes]) -> None:
    spreadsheets.write_csv(out, [str(column.heading) for column in writing.columns], [])
    for count in writing.rows.copy_to(out):
        writing.count = count
        writing.told(count)


def _pdf(writing: Writing, out: IO[bytes]) -> None:
    content = on_paper.pdf(
        writing.question, writing.found, writing.columns, writing.lines(), writing.by
    )
    out.write(content)


def _xlsx(writing: Writing, out: IO[bytes]) -> None:
    headings = [str(column.heading) for column in writing.columns]
    about = _("About this report")
    sheets = list(_sheets(writing))
    formats = {
        str(column.heading): Format().set_num_format(column.number_format)
        for column in writing.columns
        if column.number_format
    }
    names = [name for name, _records in sheets]
    _through_a_file(
        out,
        [*sheets, (about, _about(writing))],
        freeze_panes={name: {"row": 1, "col": 0} for name in names},
        autofilter=dict.fromkeys(names, True),
        bold_headers=True,
        column_formats=dict.fromkeys(names, formats),
        column_widths={
            **{name: [_width(heading) for heading in headings] for name in names},
            about: [28.0, 80.0],
        },
    )


def _through_a_file(out: IO[bytes], sheets: list[Any], **looks: Any) -> None:
    """Write the workbook to `out`; into memory it would be written whole, and twice."""
    with NamedTemporaryFile(suffix=".xlsx") as file:
        write_worksheets(sheets, file.name, **looks)
        with Path(file.name).open("rb") as written:
            shutil.copyfileobj(written, out)


def _width(heading: str) -> float:
    return max(12.0, len(heading) + 4.0)


def _sheets(writing: Writing) -> Iterator[tuple[str, Iterable[dict[str, Any]]]]:
    """The sheets of rows: one, or as many as the rows need, each of them looked up as it comes."""
    headings = [str(column.heading) for column in writing.columns]
    lines = writing.lines()

    def records() -> Iterator[dict[str, Any]]:
        some = islice(lines, A_SHEET)
        for line in chain([next(some, [None] * len(headings))], some):
            yield dict(zip(headings, line, strict=True))

    number = max(1, -(-writing.rows.count // A_SHEET))
    for sheet in range(1, number + 1):
        name = _("Acknowledgments")
        yield (name if sheet == 1 else f"{name} {sheet}"), records()


def _about(writing: Writing) -> Iterator[dict[str, str]]:
    """The last sheet: which filters, when, by whom, and what each column means."""
    what, value = _("What"), _("Value")
    found, by, now = writing.found, writing.by, timezone.localtime()
    told = [
        *filters(writing.question),
        (_("Rows"), str(writing.count)),
        (_("Signed of all who were asked"), f"{found.signed} / {found.asked}"),
        (_("Made at"), f"{date_in_words(now, style='time')} {now:%Z}"),
        (_("Made by"), str(by) if by else _("the command line")),
        *((str(column.heading), str(column.meaning)) for column in writing.columns),
    ]
    for name, text in told:
        yield {what: str(name), value: str(text)}
