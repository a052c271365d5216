"""The roster as a sheet, as the importer reads it: HR begins with it, and brings it in again.

Brought in unchanged it changes nothing. It holds those whom a sheet rules: with an employee number
and a posting today, a row for each posting. A cell that a spreadsheet might take for a formula is
written as text (ui.spreadsheets), and the importer takes it as it was.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _
from rustpy_xlsxwriter import write_worksheets

from accounts.models import Person, Posting
from district_portal import audit
from district_portal.district.current import today
from district_portal.ui import spreadsheets

if TYPE_CHECKING:
    from django.db.models import QuerySet

FORMATS: Final = ("csv", "xlsx")
HEADINGS: Final = (
    "Number", "First name", "Last name", "Email", "Place", "Position", "Supervisor", "Kind",
    "On leave", "Primary", "Place kind", "Head",
)  # fmt: skip
"""The importer's own words, in every language: nobody is asked what they mean."""


def export(*, file_format: str, by: Person | None) -> bytes:
    """The roster of today as the content of a file; recorded with its number of rows.

    `file_format` is "csv" (UTF-8 with a byte order mark, RFC 4180) or "xlsx". Raises ValueError for
    another one.
    """
    if file_format not in FORMATS:
        raise ValueError(f"no such format: {file_format}")
    lines = list(_lines())
    content = spreadsheets.csv_file(HEADINGS, lines) if file_format == "csv" else _xlsx(lines)
    audit.record("roster.exported", by=by, after={"format": file_format, "rows": len(lines)})
    return content


def file_name(file_format: str) -> str:
    """A name such as people-2026-11-24.csv."""
    return f"people-{today().isoformat()}.{file_format}"


def rostered() -> QuerySet[Posting]:
    """The postings of today that a sheet rules, by number, the primary one first."""
    held = Posting.objects.current().filter(person__is_active=True, person__number__isnull=False)
    named = held.select_related("person", "place", "supervisor")
    return named.order_by("person__number", "-primary", "since", "pk")


def without_number() -> int:
    """How many people of today no sheet can name."""
    held = Posting.objects.current().filter(person__is_active=True, person__number=None)
    return held.values("person").distinct().count()


def _lines() -> Iterator[list[str]]:
    for row in rostered().iterator(chunk_size=2000):
        person = row.person
        yield [
            person.number or "",
            person.given_name,
            person.family_name,
            person.email or "",
            row.place.name,
            row.position,
            _named(row.supervisor),
            row.kind,
            _yes(row.on_leave),
            _yes(row.primary),
            row.place.kind,
            _yes(row.place.head_id == person.pk),
        ]


def _named(boss: Person | None) -> str:
    """How the importer finds a supervisor again; nobody for one who has left."""
    if boss is None or not boss.is_active:
        return ""
    return boss.number or boss.email or str(boss)


def _yes(value: bool) -> str:  # noqa: FBT001 – the one thing that it is about
    return "yes" if value else "no"


def _xlsx(lines: list[list[str]]) -> bytes:
    out = io.BytesIO()
    sheet = _("People")
    records = [dict(zip(HEADINGS, line, strict=True)) for line in lines]
    write_worksheets(
        [(sheet, records or [dict.fromkeys(HEADINGS, "")])],
        out,
        freeze_panes={sheet: {"row": 1, "col": 0}},
        autofilter={sheet: True},
        bold_headers=True,
        autofit=True,
    )
    return out.getvalue()
