"""What is counted for a person on every page depends on nothing unsaid.

A statement that was kept must be the one that would be put together now. To put one together takes
longer than most pages, so that it is not done again for the same one within the same second, as
long as nothing was written.
"""

from __future__ import annotations

import re
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import connections
from django.db.backends.signals import connection_created

from district_portal.ui import counting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from django.db.backends.base.base import BaseDatabaseWrapper

    from accounts.models import Person

CHANGES_NOTHING = re.compile(
    r"\s*(SELECT|SAVEPOINT|RELEASE|ROLLBACK|WITH(?!.*\b(INSERT|UPDATE|DELETE)\b))\b", re.DOTALL
)
"""What was there before something was written and taken back is compared after it was written."""


@contextmanager
def looked_after() -> Iterator[None]:
    """For as long as the block lasts, every page fails whose kept statement is another one now."""
    kept = counting._kept
    compared: dict[Any, int] = {}

    def note(execute: Callable[..., Any], sql: Any, *more: Any) -> Any:
        if not CHANGES_NOTHING.match(str(sql)):
            compared.clear()
        return execute(sql, *more)

    def listen(connection: BaseDatabaseWrapper, **_: Any) -> None:
        if note not in connection.execute_wrappers:
            connection.execute_wrappers.append(note)

    def as_if_new(asked: Sequence[counting.Rows], person: Person) -> counting.Statement:
        key = tuple(asked), counting._made_of(person)
        is_new = key not in counting._statements
        statement = kept(asked, person)
        if not is_new and compared.get(key) != (second := int(time.time())):
            assert _plain(statement) == _plain(counting.put_together(asked, person))
            compared[key] = second
        return statement

    connection_created.connect(listen)
    for connection in connections.all(initialized_only=True):
        listen(connection)
    counting._kept = as_if_new
    yield
    counting._kept = kept
    connection_created.disconnect(listen)


def _plain(statement: counting.Statement) -> tuple[str, list[Any]]:
    return statement[0], [getattr(one, "adapted", one) for one in statement[1]]
