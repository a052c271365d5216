"""Rows of several tables, fetched in one statement: a page that gathers them pays for one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import EmptyResultSet
from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

Row = dict[str, Any]


def fetched(querysets: Sequence[QuerySet[Any, Any]]) -> list[list[Row]]:
    """The rows of each, in its order, as its `values(…)` name them; one statement for all.

    They come as JSON: moments as texts that `datetime.fromisoformat` reads.
    """
    statements: list[str] = []
    parameters: list[Any] = []
    for rows in querysets:
        try:
            sql, params = rows.query.sql_with_params()
        except EmptyResultSet:
            sql, params = "SELECT WHERE false", ()
        statements.append(f"(SELECT coalesce(json_agg(found), '[]') FROM ({sql}) found)")  # noqa: S608 – Django's own SQL
        parameters += params
    if not statements:
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(statements)}", parameters)
        return list(cursor.fetchone())
