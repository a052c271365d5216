"""Rows of several tables, fetched in one statement: a page that gathers them pays for one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

Row = dict[str, Any]
T = TypeVar("T")


@dataclass(frozen=True)
class Sought(Generic[T]):
    """Rows out of `values(…)` that a part looks for, and what it makes of them."""

    rows: QuerySet[Any, Any]
    tell: Callable[[list[Row]], list[T]]


def told(sought: Sequence[Sought[T]]) -> list[list[T]]:
    """What each makes of its rows, in the same order; one statement for all of them."""
    found = fetched([one.rows for one in sought])
    return [one.tell(rows) for one, rows in zip(sought, found, strict=True)]


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
