"""How many rows wait for a person behind each entry of the navigation: one statement for all.

Every page asks it, and to put such a statement together takes longer than to answer it. So it is
kept for a person as long as what it is made of stays: the day, what they hold, the district.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from django.core.exceptions import EmptyResultSet
from django.db import connection

from district_portal.district import current

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import Person

Rows = Callable[["Person"], "QuerySet[Any, Any]"]
"""A person → the rows that wait for them, by their own id, the day, what they hold today and the
district as it is set up, and by nothing else: no time of day, nothing read from other tables."""
Statement = tuple[str, tuple[Any, ...]]
PEOPLE = 1000
"""For so many, those who looked last, a process keeps the statement; of them and of what they sent
it keeps nothing else."""
_statements: OrderedDict[tuple[tuple[Rows, ...], str], Statement] = OrderedDict()


def count(asked: Sequence[Rows], person: Person) -> list[int]:
    """How many rows there are for `person` of each of `asked`, in that order."""
    if not asked:
        return []
    sql, parameters = _kept(asked, person)
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchone())


def put_together(asked: Sequence[Rows], person: Person) -> Statement:
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
    return f"SELECT {', '.join(statements)}", tuple(parameters)


def _kept(asked: Sequence[Rows], person: Person) -> Statement:
    key = (tuple(asked), _made_of(person))
    try:
        _statements.move_to_end(key)
        return _statements[key]
    except KeyError:
        statement = _statements[key] = put_together(asked, person)
        if len(_statements) > PEOPLE:
            _statements.popitem(last=False)
        return statement


def _made_of(person: Person) -> str:
    return repr((person.pk, person.standing, current.as_set_up()))
