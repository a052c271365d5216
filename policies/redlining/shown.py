"""What a redline shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

from policies.comparing import Change
from policies.publication import numbering
from policies.redlining.telling import ClauseChange

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from policies.models import Clause

AT_ONE_GO: Final = 40
"""More changes than these are folded at the end of the list."""


@dataclass(frozen=True)
class Places:
    """Where the clauses of a text stand: the ordinal path of each, and how deep its section is."""

    paths: Sequence[str]
    levels: Sequence[int]

    @classmethod
    def of_clauses(cls, clauses: Sequence[Clause]) -> Places:
        return cls(
            [clause.path for clause in clauses],
            numbering.levels({"kind": clause.kind, "level": clause.level} for clause in clauses),
        )

    @classmethod
    def of_nodes(cls, nodes: Sequence[Mapping[str, Any]]) -> Places:
        return cls(numbering.paths(nodes), numbering.levels(nodes))


@dataclass(frozen=True)
class Note:
    """What is said above a clause: a badge of some `kind`, and a link to where it was or went."""

    text: StrOrPromise
    kind: str = "plain"
    link: StrOrPromise = ""
    anchor: str = ""


@dataclass
class Row:
    """One clause, kept from the old text, added or removed; or a marker of where one stood.

    `level` is that of its `<h…>`; `words` are the changes inside; `is_context` tells that it is
    there only because a changed one stands below it; `also` are more anchors that a marker has.
    `previous_change` and `next_change` are the anchors of the changed rows around a changed one.
    """

    form: Literal["kept", "added", "removed", "marker"]
    anchor: str
    kind: str = "para"
    label: str = ""
    old_label: str = ""
    depth: int = 0
    level: int = 0
    words: Sequence[Change] = ()
    notes: Sequence[Note] = ()
    is_changed: bool = False
    is_context: bool = False
    also: Sequence[str] = ()
    previous_change: str = ""
    next_change: str = ""

    @property
    def side_kind(self) -> str:
        """The kind that the old side is set as: no second heading beside the new one."""
        return "para" if self.kind == "heading" else self.kind

    @property
    def before(self) -> list[Change]:
        """What stands on the old side."""
        return [] if self.form == "added" else [each for each in self.words if each[0] != "+"]

    @property
    def after(self) -> list[Change]:
        """What stands on the new side."""
        return [] if self.form == "removed" else [each for each in self.words if each[0] != "-"]


@dataclass
class Block:
    """One row, or several unchanged ones that are folded away."""

    rows: list[Row]
    is_folded: bool = False

    @property
    def clauses(self) -> int:
        """How many of the rows are clauses, as headings are none."""
        return sum(row.kind != "heading" for row in self.rows)


@dataclass(frozen=True)
class Told:
    """A line of the list of changes, and the anchor of the clause that it is about."""

    change: ClauseChange
    anchor: str


@dataclass
class Redline:
    """Two texts compared: `changes` as a list, `blocks` as the text.

    `noise` counts the clauses in which no word but only number, level, spaces or quotes differ;
    `shows_noise` tells whether they are shown as changes. `same` counts the clauses of all
    `total` new ones that are word for word the same; a heading is no clause.
    """

    changes: list[Told]
    blocks: list[Block]
    total: int
    same: int
    noise: int
    shows_noise: bool
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def first_changes(self) -> list[Told]:
        """As many as are read at one go."""
        return self.changes[:AT_ONE_GO]

    @property
    def more_changes(self) -> list[Told]:
        return self.changes[AT_ONE_GO:]

    @property
    def first_change(self) -> str:
        """The anchor of the first changed clause of the text, if there is one."""
        rows = (row for block in self.blocks for row in block.rows)
        return next((row.anchor for row in rows if row.is_changed), "")

    @property
    def excerpt(self) -> list[Row]:
        """Only what changed, and what shows where that stands."""
        rows = [row for block in self.blocks for row in block.rows]
        return [row for row in rows if row.is_changed or row.is_context or row.form == "marker"]
