"""Statements that are put together once for all who hold the same: their own id alone differs.

To put one together takes longer than to answer it. So they are kept as long as what they are made
of stays: the day, what people hold, the district.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, cast

from django.db.backends.postgresql.psycopg_any import Jsonb

from district_portal.district import current
from district_portal.ui.together import Statement

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.holding import Holding
    from accounts.models import Person


Rows = Callable[["Person"], "QuerySet[Any, Any]"]
"""A person → the rows that wait for them, by their own id, the day, what they hold today and the
district as it is set up, and by nothing else: no time of day, nothing read from other tables, no
name of theirs or of their supervisor."""
Make = Callable[[Sequence[Rows], "Person"], "tuple[Statement, ...]"]
SOMEBODY: Final = -987_654_321
"""An id that nobody has: in what is kept it stands for that of who asks."""
HELD = 1000
"""For so many, those who looked last, a process keeps the statements."""
_statements: OrderedDict[tuple[Make, tuple[Rows, ...], str], tuple[Statement, ...]] = OrderedDict()


def statements(make: Make, asked: Sequence[Rows], person: Person) -> list[Statement]:
    """What `make` puts together of `asked` for `person`, kept for all who hold the same today."""
    holding = replace(person.standing, supervisor="")
    key = (make, tuple(asked), repr((holding, current.as_set_up())))
    try:
        _statements.move_to_end(key)
    except KeyError:
        _statements[key] = make(asked, _somebody(person, holding))
        if len(_statements) > HELD:
            _statements.popitem(last=False)
    return [
        Statement(one.sql, tuple(_of(person, value) for value in one.params))
        for one in _statements[key]
    ]


def _of(person: Person, value: Any) -> Any:
    """What stands in the statement of `person` for `value`; an id in JSON is wrapped."""
    if isinstance(value, Jsonb) and value.adapted == SOMEBODY:
        return Jsonb(person.pk)
    return person.pk if value == SOMEBODY else value


def _somebody(person: Person, holding: Holding) -> Person:
    """One who holds the same, and of whom nothing else is known: to ask for it is an error."""
    model = person._meta.model  # noqa: SLF001 – also where the person is not loaded yet
    somebody: Any = model.from_db("default", ["id"], [SOMEBODY])
    somebody.standing = holding
    return cast("Person", somebody)
