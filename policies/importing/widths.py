"""How wide a line is, to tell a full line from one that ends its paragraph."""

from dataclasses import dataclass
from typing import Final

from policies.importing.lines import Line

_PROPORTIONS: Final = {
    **dict.fromkeys("ijl'|`", 0.23),
    **dict.fromkeys(" !,./:;[]\\ftI", 0.28),
    **dict.fromkeys('()-r"*{}\u201c\u201d\u2019\u2018', 0.34),
    **dict.fromkeys("ckszvxyJ^", 0.5),
    **dict.fromkeys("FTZL+<>=~", 0.6),
    **dict.fromkeys("ABEKPSVXY&", 0.67),
    **dict.fromkeys("CDHNRUw", 0.72),
    **dict.fromkeys("GOQ", 0.78),
    **dict.fromkeys("Mm", 0.83),
    **dict.fromkeys("W@%\u2014", 0.94),
}
_USUAL: Final = 0.556
_COLUMN: Final = 0.5
_EDGE: Final = 0.9
_ENOUGH: Final = 4
_NOISE: Final = 0.85
_MOST_NOISE: Final = 0.08
_EXACT_NOISE: Final = 0.02


@dataclass(frozen=True, slots=True)
class Widths:
    """How to measure a line in this file.

    `edge` is the right edge of its full lines; `tolerance` the share of the line that even a full
    line may leave free, since letters are measured without knowing the font.
    """

    proportional: bool
    edge: float
    tolerance: float = 0.0

    def right(self, line: Line) -> float:
        """Answer the right edge of `line`."""
        column = _COLUMN if self.proportional else 1.0
        if line.right:
            return line.right * column
        return line.indent * column + self.of(line.text)

    def of(self, text: str) -> float:
        """Answer the width of `text`."""
        if not self.proportional:
            return len(text)
        return sum(_PROPORTIONS.get(character, _USUAL) for character in text)

    @property
    def unit(self) -> float:
        return _PROPORTIONS[" "] if self.proportional else 1.0

    def room(self, line: Line, following: str, edge: float = 0) -> float:
        """Answer the share of the line that is left free beside the first word of `following`.

        Below 0 the word did not fit, so the line was full.
        """
        edge = edge or self.edge
        if not edge:
            return 0.0
        word = following.split(" ", 1)[0]
        return (edge - self.right(line) - self.unit - self.of(word)) / edge


def measure(groups: list[list[tuple[Line, Line]]]) -> Widths:
    """Answer how to measure, judged by pairs of lines that surely belong to one sentence.

    The better measure is the one by which more of the first lines were full. Pairs of one group
    are set equally wide; the first group is the text outside lists.
    """
    best = Widths(proportional=False, edge=0)
    best_share = -1.0
    for proportional in (False, True):
        bare = Widths(proportional=proportional, edge=0)
        edges = [_edge_of([bare.right(line) for line, _ in pairs]) for pairs in groups]
        rooms = sorted(
            Widths(proportional=proportional, edge=edge).room(line, after.text)
            for pairs, edge in zip(groups, edges, strict=True)
            for line, after in pairs
        )
        if not rooms:
            return best
        noise = rooms[min(len(rooms) - 1, int(len(rooms) * _NOISE))]
        share = sum(room <= 0 for room in rooms) / len(rooms)
        if share > best_share:
            is_enough = len(groups[0]) >= _ENOUGH
            edge = edges[0] if is_enough else max(edges)
            is_exact = any(line.right for pairs in groups for line, _ in pairs)
            tolerance = min(_EXACT_NOISE if is_exact else _MOST_NOISE, max(0.0, noise))
            best = Widths(proportional=proportional, edge=edge, tolerance=tolerance)
            best_share = share
    return best


def _edge_of(rights: list[float]) -> float:
    rights = sorted(rights)
    return rights[min(len(rights) - 1, int(len(rights) * _EDGE))] if rights else 0.0
