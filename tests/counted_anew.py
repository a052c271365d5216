"""What is counted for a person on every page, and what waits for them, depends on nothing unsaid.

A statement that is kept for all who hold the same must be the one that would be put together now
for who asks. To put one together takes longer than most pages, so that it is not done again for the
same person within the same second, as long as nothing was written.
"""

from __future__ import annotations

import re
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import connections
from django.db.backends.signals import connection_created

from district_portal.district import current
from district_portal.ui import alike

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from django.db.backends.base.base import BaseDatabaseWrapper

    from accounts.models import Person

CHANGES_NOTHING = re.compile(
    r"\s*(SELECT|SAVEPOINT|RELEASE|ROLLBACK|WITH(?!.*\b(INSERT|UPDATE|DELETE)\b))\b", re.DOTALL
)
"""What was there before something was written and taken back is compared after it was written."""


@contextmanager
def looked_after() -> Iterator[None]:
    """For as long as the block lasts, every page fails whose kept statement is another one now."""
    kept = alike.statements
    compared: dict[Any, int] = {}

    def note(execute: Callable[..., Any], sql: Any, *more: Any) -> Any:
        if not CHANGES_NOTHING.match(str(sql)):
            compared.clear()
        return execute(sql, *more)

    def listen(connection: BaseDatabaseWrapper, **_: Any) -> None:
        if note not in connection.execute_wrappers:
            connection.execute_wrappers.append(note)

    def as_if_new(
        make: alike.Make, asked: Sequence[alike.Rows], person: Person
    ) -> list[alike.Statement]:
        statements = kept(make, asked, person)
        key = make, tuple(asked), person.pk, repr((person.standing, current.as_set_up()))
        if compared.get(key) != (second := int(time.time())):
            assert _plain(statements) == _plain(make(asked, person))
            compared[key] = second
        return statements

    connection_created.connect(listen)
    for connection in connections.all(initialized_only=True):
        listen(connection)
    alike.statements = as_if_new
    yield
    alike.statements = kept
    connection_created.disconnect(listen)


def _plain(statements: Iterable[alike.Statement]) -> list[tuple[str, list[Any]]]:
    return [
        (one.sql, [getattr(value, "adapted", value) for value in one.params]) for one in statements
    ]
