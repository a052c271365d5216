"""Rows of several tables, fetched in one statement: a page that gathers them pays for one."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cache
from itertools import count
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from weakref import WeakKeyDictionary

from django.core.exceptions import EmptyResultSet
from django.db import connection
from psycopg2.extensions import AsIs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.backends.utils import CursorWrapper
    from django.db.models import QuerySet

Row = dict[str, Any]
T = TypeVar("T")


_ANY_OF: list[str] = ["any of them"]
_planned: WeakKeyDictionary[Any, dict[tuple[str, tuple[Any, ...]], str]] = WeakKeyDictionary()
"""The names under which a connection keeps plans, by what they are the plans of."""


@dataclass(frozen=True)
class Statement:
    """What a queryset asks the database, put together already."""

    sql: str
    params: tuple[Any, ...]
    is_planned: bool = False
    """Whether a connection keeps its plan: only lists among its parameters differ."""


def put_together_once(
    make: Callable[[list[str]], QuerySet[Any, Any]],
) -> Callable[[Collection[str]], Statement]:
    """Statements by texts that differ each time, where everybody waits for the answer.

    To put one together, and to plan it, takes longer than to answer it: where nothing else is
    fetched with them, each connection to the database keeps the plan. `make` gets a list and
    seeks it by `__in`, once; what it answers may depend on nothing else.
    """

    @cache
    def made() -> tuple[str, tuple[Any, ...]]:
        sql, params = make(_ANY_OF).query.sql_with_params()
        return sql.replace("IN (%s)", "= ANY(%s)"), params

    def of(texts: Collection[str]) -> Statement:
        sql, params = made()
        own = tuple(list(texts) if one in _ANY_OF else one for one in params)
        return Statement(sql, own, is_planned=True)

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
    asked_for = [rows if isinstance(rows, Statement) else put_together(rows) for rows in querysets]
    statements: list[str] = []
    parameters: list[Any] = []
    for asked in asked_for:
        statements.append(f"(SELECT coalesce(json_agg(found), '[]') FROM ({asked.sql}) found)")  # noqa: S608 – Django's own SQL
        parameters += asked.params
    if not statements:
        return []
    sql = f"SELECT {', '.join(statements)}"
    with connection.cursor() as cursor:
        if all(asked.is_planned for asked in asked_for):
            _execute_planned(cursor, sql, parameters)
        else:
            cursor.execute(sql, parameters)
        return list(cursor.fetchone())


def _execute_planned(cursor: CursorWrapper, sql: str, parameters: Sequence[Any]) -> None:
    """The lists among the parameters differ from time to time, and nothing else does."""
    same = tuple(one for one in parameters if not isinstance(one, list))
    names = _planned.setdefault(connection.connection, {})
    if (sql, same) not in names:
        number, name = count(1), f"together_{len(names)}"
        places = [AsIs(f"${next(number)}") if isinstance(one, list) else one for one in parameters]
        with connection.wrap_database_errors, connection.connection.cursor() as plain:
            plain.execute(f"PREPARE {name} AS {sql}", places)
        names[sql, same] = name
    lists = [one for one in parameters if isinstance(one, list)]
    given = ", ".join(["%s"] * len(lists))
    cursor.execute(f"EXECUTE {names[sql, same]} ({given})", lists)


def put_together(rows: QuerySet[Any, Any]) -> Statement:
    """What `rows` ask; nothing where they can't be any."""
    try:
        return Statement(*rows.query.sql_with_params())
    except EmptyResultSet:
        return Statement("SELECT WHERE false", ())
