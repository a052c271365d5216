"""The white strip between two columns of text on a page."""

from dataclasses import dataclass
from statistics import median
from typing import Final

Segment = tuple[float, float, int]

_FEWEST_ROWS: Final = 6
_ASIDE: Final = 2.0
_MARGIN: Final = 0.2
_FULL: Final = 0.68
_FEWEST_LETTERS: Final = 12


@dataclass(frozen=True, slots=True)
class Gutter:
    """A strip at `at` points from the left, beside the rows `first` to `last`."""

    at: float
    first: int
    last: int


def gutter_of(rows: list[list[Segment]]) -> Gutter | None:
    """Answer the gutter of a page whose `rows` are cut where wide gaps are, None for one column.

    Text in columns fills them: most rows of the left one reach nearly to its right edge. The
    cells of a table, or numbers before clauses, don't.
    """
    if len(rows) < _FEWEST_ROWS:
        return None
    left = min(row[0][0] for row in rows)
    right = max(row[-1][1] for row in rows)
    best: Gutter | None = None
    margin = _MARGIN * (right - left)
    starts = {round(segment[0]) for row in rows for segment in row}
    for start in sorted(starts):
        place = start - _ASIDE
        if not left + margin < place < right - margin:
            continue
        found = _longest_run(rows, place)
        if found and _is_prose(rows, found) and (best is None or _rows(found) > _rows(best)):
            best = found
    return best


def _rows(gutter: Gutter) -> int:
    return gutter.last - gutter.first


def _longest_run(rows: list[list[Segment]], place: float) -> Gutter | None:
    """Answer the longest run of rows that leave `place` white and stand on both sides of it."""
    best: Gutter | None = None
    start = 0
    for position in range(len(rows) + 1):
        is_end = position == len(rows)
        if is_end or any(left < place < right for left, right, _ in rows[position]):
            run = Gutter(place, start, position - 1)
            if run.last >= run.first and (best is None or _rows(run) > _rows(best)):
                best = run
            start = position + 1
    return best


def _is_prose(rows: list[list[Segment]], gutter: Gutter) -> bool:
    sides: tuple[list[Segment], list[Segment]] = ([], [])
    for row in rows[gutter.first : gutter.last + 1]:
        for side, segments in zip(
            sides,
            ([s for s in row if s[0] < gutter.at], [s for s in row if s[0] >= gutter.at]),
            strict=True,
        ):
            if segments:
                letters = sum(count for *_, count in segments)
                side.append((segments[0][0], segments[-1][1], letters))
    return all(_fills(side) for side in sides)


def _fills(side: list[Segment]) -> bool:
    """Whether most rows of one side reach from its left edge nearly to its right one."""
    if len(side) < _FEWEST_ROWS:
        return False
    left = min(segment[0] for segment in side)
    right = max(segment[1] for segment in side)
    filled = median((end - left) / max(1.0, right - left) for _, end, _ in side)
    return filled >= _FULL and median(count for *_, count in side) >= _FEWEST_LETTERS
