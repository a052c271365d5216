"""A file as rows of text: which row holds the headings, and what stands below it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext as _

from accounts.roster.reading.sheet import Problem
from accounts.roster.reading.synonyms import KNOWN, plain
from district_portal.ui.spreadsheets import AS_TEXT

LOOKED_AT: Final = 25
"""Rows among which the headings are sought: reports print a title and a date above them."""

Row = Sequence[str]


class UnreadableSheetError(Exception):
    """Nothing can be read of a file; the message says why, and what to do instead."""

    def __init__(self, message: str, row: int = 1) -> None:
        super().__init__(message)
        self.row = row


@dataclass
class Table:
    """Headings and, by column, the cells below them; `numbers` are the rows' numbers.

    `headings` are told apart: one that stands twice has “(2)” after it, one that is empty above
    cells is called by its letter. `problems` are rows that could not be laid under the headings.
    """

    headings: list[str]
    heading_row: int
    columns: list[list[str]]
    numbers: list[int]
    problems: list[Problem] = field(default_factory=list)

    def examples(self, heading: str, most: int = 200) -> list[str]:
        """Different cells of a column that aren't empty, in order, from its first rows."""
        cells = itertools.islice(self.columns[self.headings.index(heading)], 20 * most)
        return list(itertools.islice(dict.fromkeys(filter(None, cells)), most))


def score(row: Row) -> int:
    """How many cells of a row are names that headings usually go by."""
    return len({KNOWN[name] for cell in row if (name := plain(cell)) and name in KNOWN})


def heading_at(rows: Sequence[Row]) -> int | None:
    """Which of the first rows holds the headings; None where all are empty.

    That is the one with the most usual names. Where none has two, as with misspelt ones, it is the
    first with at least half as many cells as the fullest, which a title above has not.
    """
    first = rows[:LOOKED_AT]
    cells = [sum(1 for cell in row if cell.strip()) for row in first]
    filled = [place for place, count in enumerate(cells) if count]
    if not filled:
        return None
    best = max(filled, key=lambda place: (score(first[place]), -place))
    if score(first[best]) > 1:
        return best
    return next(place for place in filled if 2 * cells[place] >= max(cells))


def lay(rows: list[Row]) -> Table:
    """`rows` as a table, rows without a letter left out. Raises UnreadableSheetError when empty."""
    place = heading_at(rows)
    if place is None:
        raise UnreadableSheetError(_("There is nothing in this file."))
    heading = [cell.strip() for cell in rows[place]]
    body, numbers, problems = _level(rows[place + 1 :], place + 2, len(heading))
    columns = [_bare(cells) for cells in zip(*body, strict=True)]
    named = {
        name: cells
        for name, printed, cells in zip(
            _told_apart(heading), heading, columns or [[] for _cell in heading], strict=True
        )
        if printed or any(cells)
    }
    return Table(list(named), place + 1, list(named.values()), numbers, problems)


def _bare(cells: Sequence[str]) -> list[str]:
    """Without spaces around them, nor the apostrophe that keeps a cell from being a formula."""
    bare = list(map(str.strip, cells))
    if any(cell[:1] == "'" for cell in bare):
        bare = [AS_TEXT.sub("", cell).strip() for cell in bare]
    return bare


def _level(rows: list[Row], first: int, width: int) -> tuple[list[Row], list[int], list[Problem]]:
    """Rows of equal width with their numbers; what is too long and not empty is a problem."""
    numbers = list(range(first, first + len(rows)))
    problems: list[Problem] = []
    full = [not "".join(row).strip() for row in rows]
    if any(full):
        numbers = [number for number, empty in zip(numbers, full, strict=True) if not empty]
        rows = [row for row, empty in zip(rows, full, strict=True) if not empty]
    if set(map(len, rows)) <= {width}:
        return rows, numbers, problems
    message = _("This row has more cells than the heading has columns.")
    level: list[Row] = []
    kept: list[int] = []
    for number, row in zip(numbers, rows, strict=True):
        if any(cell.strip() for cell in row[width:]):
            problems.append(Problem(number, "", message))
        else:
            level.append([*row[:width], *[""] * (width - len(row))])
            kept.append(number)
    return level, kept, problems


def _told_apart(heading: list[str]) -> list[str]:
    names: dict[str, None] = {}
    for place, printed in enumerate(heading):
        name = printed or f"({letters(place)})"
        names[next(free for free in _versions(name) if free not in names)] = None
    return list(names)


def _versions(name: str) -> Iterator[str]:
    yield name
    yield from (f"{name} ({number})" for number in itertools.count(2))


def letters(place: int) -> str:
    """What a spreadsheet calls column number `place`, counted from 0: A to Z, then AA."""
    name = ""
    place += 1
    while place:
        place, left = divmod(place - 1, 26)
        name = chr(ord("A") + left) + name
    return name
