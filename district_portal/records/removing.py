"""Take one record out of the database, whole, and say by a number what it was.

The digest is the SHA-256 over one line for each row, in the order in which they leave and by id:
the table, a tab, PostgreSQL's row_to_json of the row in UTC, a line feed; in UTF-8.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.db import connection
from psycopg2 import sql

from district_portal.records.kinds import Kind, Part


class StillNeededError(Exception):
    """Rows of a record changed while it was removed."""


@dataclass(frozen=True)
class Removed:
    """What left: how many rows of each table, and their digest."""

    digest: str
    tables: dict[str, int]


def remove(kind: Kind, pk: int) -> Removed:
    """Delete the record and all that belongs to it; the caller's transaction holds its row.

    Raises StillNeededError, and IntegrityError where something else still leads to it.
    """
    digest, found = hashlib.sha256(), []
    with connection.cursor() as cursor:
        for part in [*kind.parts, Part(kind.model, "pk")]:
            table = part.model._meta.db_table  # noqa: SLF001
            rows = part.model._base_manager.filter(**{part.path: pk})  # noqa: SLF001
            ids = list(rows.order_by("pk").values_list("pk", flat=True))
            found.append((table, ids))
            question = sql.SQL("SELECT row_to_json(t)::text FROM {} t WHERE id = %s")
            for one in ids:  # a row may hold a file
                cursor.execute(question.format(sql.Identifier(table)), [one])
                for (row,) in cursor.fetchall():
                    digest.update(f"{table}\t{row}\n".encode())
        for table, ids in found:
            command = sql.SQL("DELETE FROM {} WHERE id = ANY(%s)").format(sql.Identifier(table))
            cursor.execute(command, [ids])
            if cursor.rowcount != len(ids):
                raise StillNeededError(table)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return Removed(digest.hexdigest(), {table: len(ids) for table, ids in found if ids})
