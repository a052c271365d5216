"""Tables drawn with rules, found by rules that cross."""

from dataclasses import dataclass
from typing import Final

from policies.importing.drawn import Box, Drawing
from policies.importing.glyphs import Glyph

_NEAR: Final = 3.0
_MOST_RULES: Final = 3_000


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table: the places of its rules, `columns` from the left and `rows` from the top."""

    columns: tuple[float, ...]
    rows: tuple[float, ...]

    @property
    def top(self) -> float:
        return self.rows[0]

    def holds(self, glyph: Glyph) -> bool:
        """Whether `glyph` stands inside the table."""
        return (
            self.columns[0] - 1 <= glyph.left <= self.columns[-1]
            and self.rows[0] <= glyph.base - glyph.size / 4 <= self.rows[-1]
        )

    def cell_of(self, glyph: Glyph) -> tuple[int, int]:
        """Answer row and column of the cell in which `glyph` stands, from 0."""
        middle = glyph.base - glyph.size / 4
        across = (glyph.left + glyph.right) / 2
        row = sum(edge <= middle for edge in self.rows[1:-1])
        return row, sum(edge <= across for edge in self.columns[1:-1])


def grids_of(drawing: Drawing) -> list[Grid]:
    """Answer the tables among the rules of `drawing`: two columns or more, closed by rules."""
    rules = [*drawing.across, *drawing.down]
    if not drawing.across or not drawing.down or len(rules) > _MOST_RULES:
        return []
    groups = _touching(rules)
    found = []
    for group in groups:
        columns = _apart([box.left for box in group if _is_down(box)])
        rows = _apart([box.top for box in group if not _is_down(box)])
        if len(columns) >= 3 and len(rows) >= 2:
            found.append(Grid(tuple(columns), tuple(rows)))
    return sorted(found, key=lambda grid: grid.top)


def _is_down(box: Box) -> bool:
    return box.bottom - box.top > box.right - box.left


def _touching(rules: list[Box]) -> list[list[Box]]:
    """Answer the rules in groups that hang together."""
    groups: list[list[Box]] = []
    for rule in rules:
        near = [group for group in groups if any(_touch(rule, other) for other in group)]
        merged = [rule, *(box for group in near for box in group)]
        groups = [group for group in groups if all(group is not other for other in near)]
        groups.append(merged)
    return groups


def _touch(one: Box, other: Box) -> bool:
    return (
        one.left <= other.right + _NEAR
        and other.left <= one.right + _NEAR
        and one.top <= other.bottom + _NEAR
        and other.top <= one.bottom + _NEAR
    )


def _apart(values: list[float]) -> list[float]:
    """Answer `values` in order, of those that lie close together the first."""
    answer: list[float] = []
    for value in sorted(values):
        if not answer or value - answer[-1] > _NEAR:
            answer.append(value)
    return answer
