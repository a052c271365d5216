"""What was read of a sheet: one entry a posting, and everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from django.utils.translation import gettext as _

MOST_BYTES: Final = 50 * 1024 * 1024


@dataclass(frozen=True)
class Problem:
    """What is wrong where; `row` counts rows as a spreadsheet does, the first being 1.

    `column` is a name of `columns.COLUMNS`, or empty where the whole row is meant.
    """

    row: int
    column: str
    message: str

    def __str__(self) -> str:
        return _("Row %(row)s, column %(column)s: %(message)s") % {
            "row": self.row,
            "column": self.column,
            "message": self.message,
        }


class Entry(NamedTuple):
    """One posting of one person. Names and address agree among all rows of a number.

    `supervisor` stays as printed: a number, an e-mail address or a name. Exactly one entry of a
    number is `primary`. `ends` is for files that say by name who has left.
    """

    row: int
    number: str
    first_name: str
    last_name: str
    place: str
    position: str
    email: str = ""
    supervisor: str = ""
    kind: str = "employee"
    on_leave: bool = False
    place_kind: str = ""
    head: bool = False
    primary: bool = True
    ends: bool = False


class PlaceEntry(NamedTuple):
    """A building or department with the name of the one above it, or "" below the district."""

    name: str
    kind: str
    parent: str = ""


@dataclass
class Sheet:
    """What was read, what could not be, and which heading was taken for which column.

    `headings` are as printed, in their order; `matching` leads from each to a column, or to ""
    where it is left out. `heading_row` is the row that holds them. `ended` counts rows that were
    left out because they say that the person no longer works here. `places` are those whose place
    in the tree a file tells.
    """

    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    matching: Mapping[str, str] = field(default_factory=dict)
    heading_row: int = 1
    ended: int = 0
    places: list[PlaceEntry] = field(default_factory=list)

    def printed(self, column: str) -> str:
        """The heading as printed that stands for `column`, or `column` itself."""
        return next((heading for heading, name in self.matching.items() if name == column), column)
