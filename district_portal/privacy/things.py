"""What one kind of thing is that the portal keeps about somebody, and how its rows are read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from district_portal.district.current import zone

if TYPE_CHECKING:
    from django.db.models import Model
    from django.utils.functional import Promise

    from accounts.models import Person


@dataclass(frozen=True)
class Column:
    """One thing that is told of a row: where it stands, and what it is called.

    `path` leads from the row to it ("version__code"); `say` puts it into words for people.
    """

    path: str
    label: str | Promise
    say: Callable[[Any], str] | None = None

    @property
    def key(self) -> str:
        """What it is called for programs."""
        return self.path.replace("__", "_")

    def in_words(self, value: Any) -> str:
        """`value` for people, "" where there is none."""
        return self.say(value) if self.say and value is not None else in_words(value)


@dataclass(frozen=True, kw_only=True)
class Thing:
    """A kind of thing that is kept about somebody: what, in which tables, why and for how long.

    `rows` answers a person with a table's rows that are their own, or with what stands in
    `columns`, row by row. `kinds` are the kinds of record that the retention schedule rules;
    `lasting` says how long where it does not, or what it does not touch.
    """

    name: str
    label: str | Promise
    what: str | Promise
    why: str | Promise
    tables: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: Callable[[Person], QuerySet[Any] | Iterable[tuple[Any, ...]]]
    kinds: tuple[str, ...] = ()
    lasting: str | Promise = ""

    def of(self, person: Person, *, most: int) -> Iterator[tuple[Any, ...]]:
        """The rows of `person`, the first `most` of them: a value for each column."""
        rows = self.rows(person)
        if isinstance(rows, QuerySet):
            paths = [column.path for column in self.columns]
            rows = rows.values_list(*paths)[:most].iterator(chunk_size=500)
        for number, row in enumerate(rows):
            if number == most:
                return
            yield row


def chosen(model: type[Model], field: str) -> Callable[[Any], str]:
    """How a choice of that field of `model` is said to people."""
    choices: dict[Any, Any] = dict(model._meta.get_field(field).flatchoices)  # type: ignore[union-attr]  # noqa: SLF001
    return lambda value: str(choices.get(value, value))


def in_words(value: Any) -> str:
    """`value` for people: moments by the district's clock, yes and no, lists in one line."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(_("Yes") if value else _("No"))
    if isinstance(value, dt.datetime):
        return date_format(timezone.localtime(value, zone()), "DATETIME_FORMAT")
    if isinstance(value, dt.date):
        return date_format(value, "DATE_FORMAT")
    if isinstance(value, list):
        return ", ".join(in_words(one) for one in value)
    return str(value)


def answers_in_words(words: list[dict[str, str]]) -> str:
    """What somebody answered on a form, question by question, as they saw it."""
    return "\n".join(f"{row['label']}: {row['text']}" for row in words)
