"""Empty every table after a test with real transactions; the product never may.

Django's own flush makes all tables anew, some hundred with their indexes, and then enters its
content types and permissions again: two seconds for what is mostly a handful of rows.
"""

from __future__ import annotations

import functools

import pgtrigger
from django.db import DatabaseError, connection, transaction
from psycopg2.errors import DeadlockDetected, ForeignKeyViolation

from district_portal.audit.sealing import ONE_AT_A_TIME

KEPT = {"django_content_type", "auth_permission"}
"""Entered with the tables, and the same for every test."""
FEW = 2000
"""Up to so many rows of one table, deleting them is the quicker way."""
TRIES = 10


def empty_tables() -> None:
    """Remove the rows of all tables.

    A portal that runs beside the tests may hold some tables and want others at that moment;
    PostgreSQL then ends one of the two, and if it was the emptying, it begins anew, as it does
    where a row came in the middle that names another. Nothing is sealed meanwhile: a seal begun
    before would hold events that are no longer there.
    """
    for left in reversed(range(TRIES)):
        try:
            with pgtrigger.ignore(), transaction.atomic(), connection.cursor() as cursor:
                _empty(cursor)
        except DatabaseError as error:
            if not left or not isinstance(error.__cause__, DeadlockDetected | ForeignKeyViolation):
                raise
        else:
            break


def _empty(cursor) -> None:
    cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
    cursor.execute(_how_full())
    filled = dict(cursor.fetchall())
    if max(filled.values(), default=0) > FEW:
        cursor.execute(f"TRUNCATE {', '.join(_tables())}")
    elif filled:
        cursor.execute(";".join(f"DELETE FROM {table}" for table in filled))


@functools.cache
def _tables() -> list[str]:
    return sorted(set(connection.introspection.django_table_names()) - KEPT)


@functools.cache
def _how_full() -> str:
    """Each table that has rows, and how many, counted until they are no longer few."""
    counted = (
        f"SELECT '{table}' AS name, count(*) FROM (SELECT FROM {table} LIMIT {FEW + 1}) few"
        for table in _tables()
    )
    return f"SELECT * FROM ({' UNION ALL '.join(counted)}) counted WHERE count > 0"
