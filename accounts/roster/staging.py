"""Put what was read where SQL can compare it, with each supervisor found: rows by COPY."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Final

from django.db import connection, transaction

from accounts.models.person import sort_key
from accounts.roster import supervision
from accounts.roster.models import Change, Row, Run
from district_portal.freezing import ignore_no_trigger

if TYPE_CHECKING:
    from accounts.roster.reading import Entry, Problem, Sheet

MOST_PROBLEMS: Final = 5_000
"""More than anybody mends by hand; the rest is counted out."""

_SAID_BY: Final = {
    "email": {"email"},
    "supervisor": {"supervisor"},
    "kind": {"kind", "volunteer"},
    "on_leave": {"on_leave", "status"},
    "head": {"head"},
    "primary": {"primary", "fte"},
}
"""What of a person may be left out of a file → the columns that say it."""
_COPY: Final = """
COPY roster_row (row, number, first_name, last_name, place, position, email, supervisor, kind,
    on_leave, place_kind, head, "primary", ends, run_id, at, file, sort_name, boss, boss_person)
FROM STDIN WITH (FORMAT csv, FORCE_NOT_NULL (number, first_name, last_name, place, position,
    email, supervisor, kind, place_kind, sort_name, boss))
"""
"""First the fields of an entry, in their order."""
_AT_ONCE: Final = 2_000


class _Lines:
    """Rows as the CSV text that COPY reads, a few thousand at a time."""

    def __init__(self, rows: Iterator[tuple[object, ...]]) -> None:
        self.rows = rows

    def read(self, size: int = -1) -> str:
        """The next lines; "" at the end. COPY takes more than it asks for."""
        out = io.StringIO()
        csv.writer(out).writerows(islice(self.rows, _AT_ONCE))
        return out.getvalue().replace("\0", "")


@transaction.atomic
def stage(run: Run, sheets: Sequence[Sheet]) -> None:
    """Replace what `run` holds by the entries and problems of `sheets`, one a file of the run.

    A column that some file lacks is left alone on the roster. A number that stands in two files
    has its primary posting in the first. With problems of reading, the run is `faulty`.
    """
    ignore_no_trigger()
    Row.objects.filter(run=run).delete()
    run.changes.all().delete()
    entries = [entry for sheet in sheets for entry in sheet.entries]
    files = [file for file, sheet in enumerate(sheets) for _ in sheet.entries]
    problems = [(file, p) for file, sheet in enumerate(sheets) for p in sheet.problems]
    held = [_columns(sheet) for sheet in sheets]
    run.columns = sorted(held[0].intersection(*held)) if held else []
    run.matching = sheets[0].matching if len(sheets) == 1 else {}
    run.places = [place._asdict() for sheet in sheets for place in sheet.places]
    run.faulty, run.rows = bool(problems), len(entries)
    found = supervision.find(entries, whole=run.whole, asked="supervisor" in run.columns)
    problems += [(files[at], problem) for at, problem in found.problems]
    _copy(_rows(run, entries, files, found.bosses))
    _tell(run, problems)
    run.save(update_fields=["columns", "matching", "places", "faulty", "rows"])


def _columns(sheet: Sheet) -> set[str]:
    """What the file says of people beside their names and postings."""
    held = set(sheet.matching.values())
    return {said for said, columns in _SAID_BY.items() if columns & held}


def _rows(
    run: Run,
    entries: Sequence[Entry],
    files: Sequence[int],
    bosses: Sequence[supervision.Boss],
) -> Iterator[tuple[object, ...]]:
    """The lines of roster_row, in the order of _COPY."""
    several = len(set(files)) > 1
    where: dict[str, int] = {}
    pk = run.pk
    for at, (file, entry, boss) in enumerate(zip(files, entries, bosses, strict=True)):
        said = entry
        if several and where.setdefault(entry.number, file) != file:
            said = entry._replace(primary=False)
        yield (*said, pk, at, file, _sort_name(entry), *boss)


def _sort_name(entry: Entry) -> str:
    """As `sort_key` has it; plain names the short way."""
    name = f"{entry.last_name} {entry.first_name}"
    if name.isascii() and name.replace(" ", "").isalnum():
        return name.lower()[:160]
    return sort_key(entry.last_name, entry.first_name)


def _copy(rows: Iterator[tuple[object, ...]]) -> None:
    with connection.cursor() as cursor:
        cursor.copy_expert(_COPY, _Lines(rows))


def _tell(run: Run, problems: Iterable[tuple[int, Problem]]) -> None:
    """Write down problems of the files, in the order of their rows."""
    ordered = sorted(problems, key=lambda pair: (pair[0], pair[1].row, pair[1].column))
    Change.objects.bulk_create(
        [
            Change(
                run=run,
                kind=Change.Kind.PROBLEM,
                file=file,
                row=problem.row,
                column=problem.column[:120],
                message=problem.message,
                sort_name=f"{file:04} {problem.row:09}",
                staged=True,
            )
            for file, problem in ordered[:MOST_PROBLEMS]
        ],
        batch_size=1_000,
    )
