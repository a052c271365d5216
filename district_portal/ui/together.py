"""Rows of several tables, fetched in one statement: a page that gathers them pays for one."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

Row = dict[str, Any]
T = TypeVar("T")


_ANY_OF: list[str] = ["any of them"]


@dataclass(frozen=True)
class Statement:
    """What a queryset asks the database, put together already."""

    sql: str
    params: tuple[Any, ...]


def put_together_once(
    make: Callable[[list[str]], QuerySet[Any, Any]],
) -> Callable[[Collection[str]], Statement]:
    """Statements by texts that differ each time, where everybody waits for the answer.

    To put one together takes longer than to answer it. `make` gets a list and seeks it by `__in`,
    once; what it answers may depend on nothing else.
    """

    @cache
    def made() -> tuple[str, tuple[Any, ...]]:
        sql, params = make(_ANY_OF).query.sql_with_params()
        return sql.replace("IN (%s)", "= ANY(%s)"), params

    def of(texts: Collection[str]) -> Statement:
        sql, params = made()
        return Statement(sql, tuple(list(texts) if one in _ANY_OF else one for one in params))

    return of


@dataclass(frozen=True)
class Sought(Generic[T]):
    """Rows out of `values(…)` that a part looks for, and what it makes of them."""

    rows: QuerySet[Any, Any] | Statement
    tell: Callable[[list[Row]], list[T]]


def told(sought: Sequence[Sought[T]]) -> list[list[T]]:
    """What each makes of its rows, in the same order; one statement for all of them."""
    found = fetched([one.rows for one in sought])
    return [one.tell(rows) for one, rows in zip(sought, found, strict=True)]


def fetched(querysets: Sequence[QuerySet[Any, Any] | Statement]) -> list[list[Row]]:
    """The rows of each, in its order, as its `values(…)` name them; one statement for all.

    They come as JSON: moments as texts that `datetime.fromisoformat` reads.
    """
    statements: list[str] = []
    parameters: list[Any] = []
    for rows in querysets:
        asked = rows if isinstance(rows, Statement) else _put_together(rows)
        statements.append(f"(SELECT coalesce(json_agg(found), '[]') FROM ({asked.sql}) found)")  # noqa: S608 – Django's own SQL
        parameters += asked.params
    if not statements:
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(statements)}", parameters)
        return list(cursor.fetchone())


def _put_together(rows: QuerySet[Any, Any]) -> Statement:
    try:
        return Statement(*rows.query.sql_with_params())
    except EmptyResultSet:
        return Statement("SELECT WHERE false", ())
