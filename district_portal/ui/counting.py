"""How many rows wait for a person behind each entry of the navigation: one statement for all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.core.exceptions import EmptyResultSet
from django.db import connection

from district_portal.ui import alike
from district_portal.ui.alike import Rows
from district_portal.ui.together import Statement

if TYPE_CHECKING:
    from accounts.models import Person


def count(asked: Sequence[Rows], person: Person) -> list[int]:
    """How many rows there are for `person` of each of `asked`, in that order."""
    if not asked:
        return []
    (statement,) = alike.statements(put_together, asked, person)
    with connection.cursor() as cursor:
        cursor.execute(statement.sql, statement.params)
        return list(cursor.fetchone())


def put_together(asked: Sequence[Rows], person: Person) -> tuple[Statement]:
    """One statement that counts the rows of all, with its parameters."""
    statements: list[str] = []
    parameters: list[Any] = []
    for rows in asked:
        try:
            found = rows(person).order_by().values("pk")
            sql, params = found.query.sql_with_params()
        except EmptyResultSet:
            sql, params = "SELECT WHERE false", ()
        statements.append(f"(SELECT count(*) FROM ({sql}) found)")  # noqa: S608 – Django's own SQL
        parameters += params
    return (Statement(f"SELECT {', '.join(statements)}", tuple(parameters)),)
