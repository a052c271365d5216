"""Take one record out of the database, whole, and say by a number what it was.

The digest is the SHA-256 over one line for each row, in the order in which they leave and by id,
then for each that stays and is emptied, as it was before: the table, a tab, PostgreSQL's
row_to_json of the row in UTC, a line feed; in UTF-8.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection
from psycopg2 import sql

from district_portal.records.kinds import Kind, Part

if TYPE_CHECKING:
    from django.db.backends.utils import CursorWrapper


class StillNeededError(Exception):
    """Rows of a record changed while it was removed."""


@dataclass(frozen=True)
class Removed:
    """What left: how many rows of each table, and their digest; which columns were `emptied`."""

    digest: str
    tables: dict[str, int]
    emptied: dict[str, list[str]]


def remove(kind: Kind, pk: int) -> Removed:
    """Delete the record and all that belongs to it; the caller's transaction holds its row.

    What the kind empties instead stays without those columns. Raises StillNeededError, and
    IntegrityError where something else still leads to it.
    """
    digest = hashlib.sha256()
    with connection.cursor() as cursor:
        gone = [(part, _read(kind, part, pk, cursor, digest)) for part in kind.leaving]
        kept = [(row, _read(kind, row.part, pk, cursor, digest)) for row in kind.emptied]
        for part, ids in gone:
            table, key = _named(part)
            command = sql.SQL("DELETE FROM {} WHERE {} = ANY(%s)").format(table, key)
            cursor.execute(command, [ids])
            _all_of(ids, cursor.rowcount, part)
        for row, ids in kept:
            rows = row.part.model._base_manager.filter(pk__in=ids)  # noqa: SLF001
            _all_of(ids, rows.update(**row.columns) if ids else 0, row.part)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    tables: Counter[str] = Counter()
    for part, ids in [*gone, *((row.part, ids) for row, ids in kept)]:
        tables[_table(part)] += len(ids)
    emptied = {_table(row.part): sorted(row.columns) for row, ids in kept if ids}
    return Removed(digest.hexdigest(), dict(+tables), emptied)


def _read(kind: Kind, part: Part, pk: int, cursor: CursorWrapper, digest: Any) -> list[Any]:
    """The ids of the rows of a part; each row is added to `digest`."""
    ids = list(part.of(pk, record=kind.table).order_by("pk").values_list("pk", flat=True))
    question = sql.SQL("SELECT row_to_json(t)::text FROM {} t WHERE {} = %s").format(*_named(part))
    for one in ids:  # a row may hold a file
        cursor.execute(question, [one])
        for (row,) in cursor.fetchall():
            digest.update(f"{_table(part)}\t{row}\n".encode())
    return ids


def _table(part: Part) -> str:
    return str(part.model._meta.db_table)  # noqa: SLF001


def _named(part: Part) -> tuple[sql.Identifier, sql.Identifier]:
    key = part.model._meta.pk.column  # noqa: SLF001
    return sql.Identifier(_table(part)), sql.Identifier(key)


def _all_of(ids: list[Any], changed: int, part: Part) -> None:
    if changed != len(ids):
        raise StillNeededError(part.table)
