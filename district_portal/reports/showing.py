"""The rows of a report as it shows them, put together by the database: for a page, or for a file.

The rows of a file are looked up once, as of one moment, into a table of the session. They are taken
from there part by part, so that between two parts it can be told how far the file is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any, Final

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from district_portal.reports.asking import Question, told_closings
from district_portal.reports.columns import OF_STATUS, Column, words
from district_portal.reports.completion import each_first, each_of
from district_portal.ui import spreadsheets

PART: Final = 20_000
"""So many rows are copied at once."""
AT_ONCE: Final = 1_000
"""So many rows are held in memory at once."""
_NEEDED: Final = (
    "pk", "status", "due", "person_id", "version_id", "signature_id", "closing_id", "ended_why",
    "ended_at", "assigned_on",
)  # fmt: skip
_BY_NAME: Final = "person.sort_name, person.id, version.code, version.number"
_JOINED: Final = """
    ) found
    JOIN accounts_person person ON person.id = found.person_id
    JOIN policies_version version ON version.id = found.version_id
    LEFT JOIN acknowledgments_signature signature ON signature.id = found.signature_id
    LEFT JOIN accounts_person recorder ON recorder.id = signature.recorded_by_id
    LEFT JOIN acknowledgments_mistake mistake ON mistake.signature_id = signature.id
    LEFT JOIN acknowledgments_presence presence ON presence.signature_id = signature.id
    LEFT JOIN accounts_person seer ON seer.id = presence.witness_id
    LEFT JOIN ("""
_WITH_CLOSINGS: Final = """
    ) closing ON closing.id = found.closing_id
    LEFT JOIN accounts_person closer ON closer.id = closing.closed_by_id
    LEFT JOIN accounts_person witness ON witness.id = closing.witness_id
    LEFT JOIN (
        SELECT DISTINCT ON (held.person_id) held.*
        FROM accounts_posting held
        WHERE held."primary" AND held.since <= %(as_of)s AND {of_whom}
        ORDER BY held.person_id, held.since DESC, held.id DESC
    ) posting ON posting.person_id = found.person_id
    LEFT JOIN accounts_place place ON place.id = posting.place_id
    LEFT JOIN accounts_person supervisor ON supervisor.id = posting.supervisor_id
    WHERE {of_status}
"""


@dataclass(frozen=True)
class Gathered:
    """The rows of a file, by name: how many (`count`), and with which columns (`shown`)."""

    count: int
    shown: str

    def lines(self) -> Iterator[tuple[Any, ...]]:
        """The values of each row."""
        for part in self._parts(AT_ONCE):
            with connection.cursor() as cursor:
                cursor.execute(part)
                yield from cursor.fetchall()

    def copy_to(self, out: IO[bytes]) -> Iterator[int]:
        """Write the rows to `out` as lines of a CSV file; answers after each part how many."""
        lines = spreadsheets.CopiedLines(out)
        for part in self._parts(PART):
            with connection.cursor() as cursor:
                cursor.copy_expert(f"COPY ({part}) TO STDOUT {spreadsheets.COPIED}", lines)
            yield lines.count

    def _parts(self, rows: int) -> Iterator[str]:
        for first in range(0, self.count, rows):
            yield (
                f"SELECT {self.shown} FROM report_shown "  # noqa: S608 – names of columns.py
                f"WHERE row > {first} AND row <= {first + rows} ORDER BY row"
            )


@contextmanager
def gathered(question: Question, columns: Sequence[Column]) -> Iterator[Gathered]:
    """Look up the rows of a report with the values of `columns`, for the length of the block."""
    shown = ", ".join(f'"{column.key}"' for column in columns)
    try:
        sql, params = statement(
            question, columns, f"row_number() OVER (ORDER BY {_BY_NAME}) AS row"
        )
    except EmptyResultSet:
        yield Gathered(0, shown)
        return
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE report_shown AS {sql}", params)
        count = cursor.rowcount
    try:
        with connection.cursor() as cursor:
            cursor.execute("CREATE UNIQUE INDEX ON report_shown (row)")
        yield Gathered(count, shown)
    finally:
        if not connection.needs_rollback and connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("DROP TABLE report_shown")


def statement(question: Question, columns: Sequence[Column], also: str) -> tuple[str, list[Any]]:
    """SQL and parameters of a report's values of `columns`, and `also`.

    Raises EmptyResultSet where it asks for nothing.
    """
    status = OF_STATUS[question.status]
    return _statement(each_first(question), question, words(question), columns, also, status)


def show(rows: list[Any], question: Question, columns: Sequence[Column]) -> None:
    """Give each of `rows`, as completion answers them, its values of `columns` in `shown`, by key.

    One statement.
    """
    found = each_of([row.pk for row in rows], question)
    named = {**words(question), "people": [row.person_id for row in rows]}
    whom = "held.person_id = ANY(%(people)s)"
    try:
        sql, params = _statement(found, question, named, columns, "found.pk", "true", of_whom=whom)
    except EmptyResultSet:
        return
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        shown = {pk: values for *values, pk in cursor.fetchall()}
    for row in rows:
        row.shown = dict(zip((column.key for column in columns), shown[row.pk], strict=True))


def _statement(
    found: QuerySet[Any, Any],
    question: Question,
    named: dict[str, Any],
    columns: Sequence[Column],
    also: str,
    of_status: str,
    *,
    of_whom: str = "true",
) -> tuple[str, list[Any]]:
    values = ", ".join(f'{column.sql} AS "{column.key}"' for column in columns)
    closings = told_closings(question).values("id", "number", "closed_by_id", "witness_id")
    parts = [
        _in_places(f"SELECT {values}, {also} FROM (", named),  # noqa: S608 – columns.py
        found.values(*_NEEDED).query.sql_with_params(),
        _in_places(_JOINED, named),
        closings.query.sql_with_params(),
        _in_places(_WITH_CLOSINGS.format(of_whom=of_whom, of_status=of_status), named),
    ]
    return "".join(sql for sql, _params in parts), [each for _sql, given in parts for each in given]


def _in_places(sql: str, named: dict[str, Any]) -> tuple[str, list[Any]]:
    """`sql` with its parameters in places instead of by names, as Django writes them."""
    names = re.findall(r"%\((\w+)\)s", sql)
    return re.sub(r"%\(\w+\)s", "%s", sql), [named[name] for name in names]
