"""Which kinds of record there are: the parts of the portal that own them register them here.

A record is a row with all that belongs to it. Its kind says how it is found and called, when it
was decided and closed, what keeps it open, what rests on it, whom it concerns, and which rows
leave with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Q

from accounts.naming import called

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet
    from django.db.models.expressions import Combinable
    from django.db.models.functions import Concat
    from django.utils.functional import Promise

    from accounts.models import Person


@dataclass(frozen=True)
class Part:
    """Rows of a table that belong to a record; `path` leads from them to it ("step__account").

    Of them those alone that `when` finds. What `path` leads to is `to`, a column of the record.
    """

    table: str
    path: str
    when: Q = field(default_factory=Q)
    to: str = "pk"

    @property
    def model(self) -> type[Model]:
        """The model of that table."""
        return apps.get_model(self.table)

    def of(self, pk: int, *, record: type[Model]) -> QuerySet[Any]:
        """Those that belong to the row of `record` with the id `pk`."""
        led_to = record._base_manager.filter(pk=pk).values(self.to)[:1]  # noqa: SLF001
        rows = self.model._base_manager  # noqa: SLF001
        return rows.filter(self.when, **{self.path: pk if self.to == "pk" else led_to})


@dataclass(frozen=True)
class Emptied:
    """Rows that stay when a record leaves, but for what stands in some of their columns.

    `columns` says what stands there afterwards: a value, or an expression over the row.
    """

    part: Part
    columns: Mapping[str, Any]


@dataclass(frozen=True)
class Concerned:
    """Rows beside a record that name a person whom it concerns.

    `column` holds the id, or leads to it in what is kept as JSON ("answers__manager").
    """

    part: Part
    column: str = "person"


@dataclass(frozen=True)
class Beside:
    """Rows that stop a record from leaving, and what they are in words ("an account").

    Without `when`, all of them: they rest on it. With it, those that it finds: they are open.
    """

    words: str | Promise
    part: Part
    when: Q = field(default_factory=Q)


@dataclass(frozen=True)
class Reach:
    """Records of another `kind` of which a legal hold reaches a record, too.

    `linked` finds them for a subquery of a subquery: the record is the outer row of the outer one.
    """

    kind: str
    linked: Callable[[], QuerySet[Any]]


@dataclass(kw_only=True)
class Kind:
    """One kind of record.

    `rows` answers them all; `slot` is that of its page, and `view` the permission to see it.
    `sort` says of which sort a row of it is ("to speak for the district"), `whose` who the first
    of `people` is to it ("asked for by %(name)s"), `begun` is the column with its first moment.
    `decided` and `closed` are columns or expressions with the moment, or nothing while it has not
    come; `over` finds those with which nothing is left to do. `title`, `place` ("" where it has
    none) and `people` are columns; so is `called`, by which anybody who keeps records may know it.
    `parts` leave with a record in their order, itself the last; of several kinds those of the
    lowest `order` leave first. Of the tables `also_deleted` the portal deletes rows too: drafts,
    and who is replaced.
    `emptied` rows stay and lose columns; where the record itself is among them, it stays too, and
    `without` says in words what it loses. Not `public`, it need not be archived unless the schedule
    says otherwise.
    `asked` are tables besides that `title` or `closed` lead to. `may_know` makes a kind a secret
    one: it finds those of which somebody who keeps records may learn that they exist. Of these
    pages tell the number and the times alone, and nobody says anything else of them; what else a
    hold keeps is told of those alone that `may_handle` finds. What has no place lies where the
    first of `people` works or worked.
    """

    name: str
    slot: str
    label: str | Promise
    many: str | Promise
    order: int
    model: str
    rows: Callable[[], QuerySet[Any]]
    view: str
    title: str
    called: str
    sort: Callable[[Any], str | Promise]
    whose: str | Promise
    begun: str
    place: str
    decided: str | Combinable
    closed: str | Combinable
    over: Q
    people: tuple[str, ...]
    beside: tuple[Concerned, ...]
    parts: list[Part]
    also_deleted: set[str]
    emptied: tuple[Emptied, ...] = ()
    without: str | Promise = ""
    public: bool = True
    asked: tuple[str, ...] = ()
    may_know: Callable[[Person], Q] | None = None
    may_handle: Callable[[Person], Q] | None = None
    resting: list[Beside] = field(default_factory=list)
    open: list[Beside] = field(default_factory=list)
    reached: list[Reach] = field(default_factory=list)

    @property
    def stays(self) -> bool:
        """Whether the record’s own row stays when it leaves, without some of its columns."""
        return any(row.part.table == self.model for row in self.emptied)

    @property
    def leaving(self) -> list[Part]:
        """The rows that are deleted, in their order."""
        return self.parts if self.stays else [*self.parts, Part(self.model, "pk")]

    @property
    def whom(self) -> Concat:
        """The name of the first of `people`, in a query."""
        return called("" if self.people[0] == "pk" else self.people[0])

    @property
    def is_secret(self) -> bool:
        """Whether somebody who keeps records may not learn of each of them."""
        return self.may_know is not None

    def known_to(self, reader: Person | None) -> QuerySet[Any]:
        """Those of which `reader` may learn that they exist; all where nobody asks."""
        rows = self.rows()
        return rows.filter(self.may_know(reader)) if reader and self.may_know else rows

    def handled_by(self, reader: Person | None) -> Q:
        """Those of which `reader` may learn what else a hold keeps; all of a kind not secret."""
        return self.may_handle(reader) if reader and self.may_handle else Q(pk__isnull=False)

    def of(self, person: Person) -> Q:
        """Which records are the person's own: asked for or looked after by them."""
        found = Q(pk__in=[])
        for column in self.people:
            found |= Q(**{column: person.pk})
        return found

    def title_of(self, name: str) -> str:
        """A record of that name in full: "Request 2026-0012"."""
        return f"{str(self.label).capitalize()} {name}"

    @property
    def table(self) -> type[Model]:
        """The model of the record itself."""
        return apps.get_model(self.model)


class UnknownKindError(LookupError):
    """A kind of record that nobody registered."""


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Let there be this kind of record."""
    _kinds[kind.name] = kind


def kinds() -> list[Kind]:
    """Every kind of record, in the order in which they leave."""
    return sorted(_kinds.values(), key=lambda kind: kind.order)


def named(name: str) -> Kind:
    """The kind of that name. Raises UnknownKindError."""
    try:
        return _kinds[name]
    except KeyError:
        raise UnknownKindError(name) from None


def kind_of(row: Model) -> Kind | None:
    """Of which kind of record `row` is; None where it is none."""
    label = row._meta.label  # noqa: SLF001
    return next((kind for kind in _kinds.values() if kind.model == label), None)


def rests_on(kind: str, words: str | Promise, part: Part) -> None:
    """While there is such a row, the record on which it rests stays. Raises UnknownKindError."""
    named(kind).resting.append(Beside(words, part))


def keeps_open(kind: str, words: str | Promise, part: Part, *, when: Q) -> None:
    """While `when` finds such a row, something is left to do. Raises UnknownKindError."""
    named(kind).open.append(Beside(words, part, when))


def held_with(kind: str, *reaches: Reach) -> None:
    """A legal hold on such a record of another kind holds this one. Raises UnknownKindError."""
    named(kind).reached.extend(reaches)


def leaves_with(kind: str, *parts: Part, also_deleted: Iterable[str] = ()) -> None:
    """These leave with the record, before what belongs to it so far. Raises UnknownKindError.

    Of the tables `also_deleted` the portal deletes rows too.
    """
    named(kind).parts[:0] = parts
    named(kind).also_deleted.update(also_deleted)
