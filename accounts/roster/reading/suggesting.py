"""Which heading most likely means which column, and how certain that is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz, process

from accounts.roster.reading import words
from accounts.roster.reading.synonyms import KNOWN, LEFT_OUT, RANK, plain
from accounts.roster.reading.table import Table

REMEMBERED: Final = 1.0
CERTAIN: Final = 0.95
"""From here on it is a usual name, over cells that look like it."""
_LIKE: Final = 0.85
"""Of 1, how alike a heading must be to a usual name; what is likened is never certain."""
_BY_CELLS: Final = 0.6
_UNLIKELY: Final = 0.4
_MOST: Final = 0.8
"""Share of the cells that must look like a column's."""
_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_LAST_FIRST: Final = re.compile(r"[^\d,@]+, ?[^\d,@]+")


def _has_digit(cell: str) -> bool:
    return any(map(str.isdigit, cell))


def _has_letter(cell: str) -> bool:
    return any(map(str.isalpha, cell))


_LOOKS: Final[Mapping[str, Callable[[str], object]]] = {
    "email": _EMAIL.fullmatch,
    "number": _has_digit,
    "first_name": lambda cell: not _has_digit(cell),
    "last_name": lambda cell: not _has_digit(cell),
    "name": lambda cell: not _has_digit(cell),
    "place": _has_letter,
    "position": _has_letter,
}


@dataclass(frozen=True)
class Suggestion:
    """What one heading is taken for: `column` ("" to leave it out), `certainty` from 0 to 1.

    It is 0 where nothing is known of the heading at all.
    """

    heading: str
    column: str
    certainty: float
    remembered: bool = False

    @property
    def is_certain(self) -> bool:
        return self.certainty >= CERTAIN

    @property
    def is_settled(self) -> bool:
        """Whether nobody needs to be asked: somebody was, or it is the portal's own word."""
        return self.remembered or (bool(self.column) and plain(self.heading) == plain(self.column))


def suggest(table: Table, remembered: Mapping[str, str] | None = None) -> list[Suggestion]:
    """One suggestion a heading, in their order; no column is suggested twice.

    `remembered` leads from headings, as `plain` writes them, to columns; it wins over all else.
    """
    remembered = remembered or {}
    found = [_one(heading, table, remembered) for heading in table.headings]
    order = sorted(found, key=lambda one: (-one.certainty, RANK.get(plain(one.heading), len(RANK))))
    taken: dict[str, str] = {}
    for one in order:
        if one.column:
            taken.setdefault(one.column, one.heading)
    _whole_or_parts(taken, found)
    return [
        one
        if one.column == LEFT_OUT or taken.get(one.column) == one.heading
        else Suggestion(one.heading, LEFT_OUT, min(one.certainty, _BY_CELLS), one.remembered)
        for one in found
    ]


def _whole_or_parts(taken: dict[str, str], found: list[Suggestion]) -> None:
    """A whole name is not needed beside first and last; nor one of those beside a whole name."""
    if "name" not in taken:
        return
    if "first_name" in taken and "last_name" in taken:
        del taken["name"]
        return
    taken.pop("first_name", None)
    taken.pop("last_name", None)


def _one(heading: str, table: Table, remembered: Mapping[str, str]) -> Suggestion:
    name = plain(heading)
    if name in remembered:
        return Suggestion(heading, remembered[name], REMEMBERED, remembered=True)
    cells = table.examples(heading)
    if name in KNOWN:
        column = KNOWN[name]
        likely = 1.0 if _looks_like(column, cells) else _UNLIKELY
        return Suggestion(heading, column, likely)
    likened = process.extractOne(
        name, KNOWN.keys(), scorer=fuzz.token_sort_ratio, score_cutoff=_LIKE * 100
    )
    if likened and _looks_like(KNOWN[likened[0]], cells):
        return Suggestion(heading, KNOWN[likened[0]], 0.9 * likened[1] / 100)
    return _by_cells(heading, name, cells)


def _by_cells(heading: str, name: str, cells: list[str]) -> Suggestion:
    """What the cells alone tell: e-mail addresses and whole names show what they are."""
    boss = re.search(r"\b(supervisor|manager|reports?|evaluator|boss)\b", name)
    if boss and cells:
        return Suggestion(heading, "supervisor", _BY_CELLS)
    if _share(cells, _EMAIL.fullmatch) >= _MOST:
        return Suggestion(heading, "email", _BY_CELLS)
    if _share(cells, _LAST_FIRST.fullmatch) >= _MOST and "name" in name:
        return Suggestion(heading, "name", _BY_CELLS)
    return Suggestion(heading, LEFT_OUT, 0.0)


def _looks_like(column: str, cells: list[str]) -> bool:
    """Whether cells may be those of a column; no cells contradict nothing."""
    if not cells:
        return True
    if column in words.READERS:
        return _share(cells, _readable(column, cells)) >= _MOST
    return column not in _LOOKS or _share(cells, _LOOKS[column]) >= _MOST


def _readable(column: str, cells: list[str]) -> Callable[[str], object]:
    read = words.reader(column, cells)
    return lambda cell: read(cell) is not None


def _share(cells: Iterable[str], is_so: Callable[[str], object]) -> float:
    cells = list(cells)
    return sum(bool(is_so(cell)) for cell in cells) / len(cells) if cells else 0.0
