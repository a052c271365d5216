"""A report as a file: CSV for anything, XLSX for Excel. The rows are those of the page.

A cell that a spreadsheet might take for a formula is written as text, see ui.spreadsheets.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from rustpy_xlsxwriter import Format, write_worksheets

from district_portal import audit
from district_portal.district import wording
from district_portal.district.current import zone
from district_portal.permissions import Role
from district_portal.reports.columns import COLUMNS
from district_portal.reports.completion import ALL, STATUSES, Question, finding, rows
from district_portal.ui import spreadsheets

if TYPE_CHECKING:
    from accounts.models import Person

FORMATS = ("csv", "xlsx")


def export(question: Question, *, file_format: str, by: Person | None) -> bytes:
    """The report as the content of a file; the export is recorded with its filters and count.

    Moments are told in the district's time zone, whoever asks: a page or a command. `file_format`
    is "csv" (UTF-8 with a byte order mark, RFC 4180) or "xlsx". Raises ValueError for another one.
    """
    if file_format not in FORMATS:
        raise ValueError(f"no such format: {file_format}")
    with timezone.override(zone()):
        lines = list(_lines(question))
        content = _csv(lines) if file_format == "csv" else _xlsx(lines, question, by=by)
    audit.record(
        "reports.exported",
        by=by,
        on=question.policy,
        after={"format": file_format, "rows": len(lines), **dict(filters(question))},
    )
    return content


def file_name(question: Question, file_format: str) -> str:
    """A name such as acknowledgments-529-2026-11-24.csv."""
    what = f"-{question.policy.slug}" if question.policy else ""
    return f"acknowledgments{what}-{question.as_of.isoformat()}.{file_format}"


def filters(question: Question) -> Iterator[tuple[str, str]]:
    """The filters of a report, in words."""
    yield _("As of"), question.as_of.isoformat()
    yield _("Policy"), str(question.policy or _("All"))
    if question.version:
        yield _("Version"), str(question.version)
    yield _("Building or department"), str(question.place or _("All"))
    yield _("Position"), question.position or _("All")
    yield wording.role(Role.SUPERVISOR), str(question.supervisor or _("All"))
    yield _("Kind"), question.kind or _("All")
    yield _("Status"), str(dict(STATUSES)[question.status])
    yield _("With people who left"), _("Yes") if question.with_left else _("No")


def _lines(question: Question) -> Iterator[list[Any]]:
    ordered = rows(question).order_by(
        "person__sort_name", "person_id", "version__code", "version__number"
    )
    for row in ordered.iterator(chunk_size=2000):
        yield [column.value(row, question) for column in COLUMNS]


def _csv(lines: Iterable[list[Any]]) -> bytes:
    headings = [str(column.heading) for column in COLUMNS]
    return spreadsheets.csv_file(headings, ([_plain(value) for value in line] for line in lines))


def _plain(value: Any) -> Any:
    return value.strftime("%Y-%m-%d %H:%M:%S") if isinstance(value, dt.datetime) else value


def _xlsx(lines: Iterable[list[Any]], question: Question, *, by: Person | None) -> bytes:
    out = io.BytesIO()
    headings = [str(column.heading) for column in COLUMNS]
    sheet, about = _("Acknowledgments"), _("About this report")
    formats = {
        str(column.heading): Format().set_num_format(column.number_format)
        for column in COLUMNS
        if column.number_format
    }
    records = [dict(zip(headings, line, strict=True)) for line in lines]
    write_worksheets(
        [
            (sheet, records or [dict.fromkeys(headings)]),
            (about, _about(question, len(records), by=by)),
        ],
        out,
        freeze_panes={sheet: {"row": 1, "col": 0}},
        autofilter={sheet: True},
        bold_headers=True,
        autofit=True,
        column_formats={sheet: formats},
    )
    return out.getvalue()


def _about(question: Question, count: int, *, by: Person | None) -> list[dict[str, str]]:
    """The second sheet: which filters, when, by whom, and what each column means."""
    what, value = _("What"), _("Value")
    found = finding(question)
    told = [
        *filters(question),
        (_("Rows"), str(count)),
        (_("Signed of all who were asked"), f"{found.signed} / {found.asked}"),
        (_("Made at"), timezone.localtime().strftime("%Y-%m-%d %H:%M %Z")),
        (_("Made by"), str(by) if by else _("the command line")),
        *((str(column.heading), str(column.meaning)) for column in COLUMNS),
    ]
    return [{what: str(name), value: str(text)} for name, text in told]


__all__ = ["ALL", "FORMATS", "export", "file_name", "filters"]
