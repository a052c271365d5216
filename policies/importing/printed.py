"""Letters of a page, made into printed lines: rows, columns, and the cells of ruled tables."""

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from policies.importing.drawn import Box, Drawing
from policies.importing.glyphs import Glyph, without_copies
from policies.importing.gutters import gutter_of
from policies.importing.ruled import Grid, grids_of

_SAME_ROW: Final = 0.42
_SPACE: Final = 0.16
_WIDE_SPACE: Final = 0.33
_CLOSING: Final = frozenset(",.;:!?)")
_APART: Final = 1.6
_BAND: Final = 0.09
_WIDE: Final = 1.15
_COLUMN: Final = 0.5
_FEWEST_SPACES: Final = 3
_DOUBLED_SHARE: Final = 0.6
_MOST_COLUMNS: Final = 3
_BULLET_REACH: Final = 40.0
_STRUCK: Final = (0.15, 0.45)
_UNDERLINED: Final = 0.92
BULLET: Final = "\u2022"
"""Stands for a bullet that is drawn, not written."""


@dataclass(slots=True)
class Printed:
    """A line as printed: edges, base line and size in points, text, and whether all is bold.

    `column` holds the edges of the column of text that it stands in, nothing for the page's own.
    """

    left: float
    right: float
    base: float
    size: float
    bold: bool
    text: str
    cells: list[str] = field(default_factory=list)
    column: list[float] = field(default_factory=list)


def printed_lines(
    glyphs: list[Glyph], drawing: Drawing, height: float
) -> tuple[list[Printed], str]:
    """Answer the lines of a page in the order in which they are read, and copies left out."""
    grids = grids_of(drawing)
    glyphs, copies = _once(glyphs)
    tables: list[list[Glyph]] = [[] for _ in grids]
    outside: list[Glyph] = []
    for glyph in glyphs:
        at = next((n for n, grid in enumerate(grids) if grid.holds(glyph)), -1)
        (outside if at < 0 else tables[at]).append(glyph)
    outside += [_standing_for(n, grid) for n, grid in enumerate(grids) if tables[n]]
    answer: list[Printed] = []
    rows = rows_of(outside)
    top, foot = _margins(rows, height)
    body = _in_reading_order(rows[top : len(rows) - foot])
    head, tail = rows[:top], rows[len(rows) - foot :]
    whole: list[float] = []
    for row, column in [*((r, whole) for r in head), *body, *((r, whole) for r in tail)]:
        letters = [glyph for glyph in row if glyph.table < 0]
        if letters:
            line = _line(letters)
            line.column = column
            if _has_drawn_bullet(line, drawing.bullets):
                line.text = f"{BULLET} {line.text}"
            elif _is_underlined(line, drawing.across):
                line.bold = True
            answer.append(line)
        for glyph in row:
            if glyph.table >= 0:
                answer += _table_rows(tables[glyph.table], grids[glyph.table])
    return answer, copies


def struck_letters(glyphs: list[Glyph], drawing: Drawing) -> int:
    """Answer how many letters a rule is drawn through."""
    rules: dict[int, list[Box]] = {}
    for rule in drawing.across:
        rules.setdefault(int(rule.top), []).append(rule)
    return sum(_is_struck(glyph, rules) for glyph in glyphs)


def _is_struck(glyph: Glyph, rules: dict[int, list[Box]]) -> bool:
    """Whether one of the `rules`, by the point at which they stand, runs through `glyph`."""
    middle = (glyph.left + glyph.right) / 2
    top, bottom = (glyph.base - share * glyph.size for share in reversed(_STRUCK))
    return any(
        rule.left - 1 <= middle <= rule.right + 1 and top <= rule.top <= bottom
        for point in range(int(top), int(bottom) + 1)
        for rule in rules.get(point, ())
    )


def _once(glyphs: list[Glyph]) -> tuple[list[Glyph], str]:
    """Answer the letters without second copies, and those copies."""
    rows = [without_copies(row) for row in rows_of(glyphs)]
    return [glyph for row, _ in rows for glyph in row], "".join(copies for _, copies in rows)


def _standing_for(number: int, grid: Grid) -> Glyph:
    """Answer a sign that holds the place of a table among the rows."""
    size = grid.rows[1] - grid.rows[0]
    left, right = grid.columns[0], grid.columns[-1]
    return Glyph("", left, right, grid.top + size / 2, 1, bold=False, spaced=True, table=number)


def rows_of(glyphs: list[Glyph]) -> list[list[Glyph]]:
    """Answer the letters row by row, each row from left to right."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda each: each.base):
        row = rows[-1] if rows else None
        if row is not None and glyph.base - row[0].base <= _SAME_ROW * max(row[0].size, glyph.size):
            row.append(glyph)
        else:
            rows.append([glyph])
    for row in rows:
        row.sort(key=lambda each: each.left)
    return rows


def _in_reading_order(
    rows: list[list[Glyph]], column: list[float] | None = None, depth: int = 0
) -> list[tuple[list[Glyph], list[float]]]:
    """Answer the rows with the edges of their column; where columns are, one after the other."""
    column = column or []
    gutter = gutter_of([_segments(row) for row in rows]) if depth < _MOST_COLUMNS else None
    if gutter is None:
        return [(row, column) for row in rows]
    answer = _in_reading_order(rows[: gutter.first], column, depth + 1)
    beside = [glyph for row in rows[gutter.first : gutter.last + 1] for glyph in row]
    for letters in (
        [glyph for glyph in beside if glyph.left < gutter.at],
        [glyph for glyph in beside if glyph.left >= gutter.at],
    ):
        edges = [min(glyph.left for glyph in letters), max(glyph.right for glyph in letters)]
        answer += _in_reading_order(rows_of(letters), edges, depth + 1)
    return answer + _in_reading_order(rows[gutter.last + 1 :], column, depth + 1)


def _margins(rows: list[list[Glyph]], height: float) -> tuple[int, int]:
    """Answer how many rows stand apart at the top and at the foot of a page, as heads do."""
    top = foot = 0
    while top + 1 < len(rows) and rows[top][0].base < _BAND * height:
        if _apart(rows[top], rows[top + 1]):
            break
        top += 1
    is_top = top + 1 < len(rows) and rows[top][0].base < _BAND * height
    while foot + 1 < len(rows) and rows[-1 - foot][0].base > (1 - _BAND) * height:
        if _apart(rows[-2 - foot], rows[-1 - foot]):
            break
        foot += 1
    is_foot = foot + 1 < len(rows) and rows[-1 - foot][0].base > (1 - _BAND) * height
    return top + 1 if is_top else 0, foot + 1 if is_foot else 0


def _apart(above: list[Glyph], below: list[Glyph]) -> bool:
    return below[0].base - above[0].base > _APART * max(below[0].size, above[0].size)


def _segments(row: list[Glyph]) -> list[tuple[float, float, int]]:
    """Answer (left, right, letters) of the parts of a row that wide gaps set apart."""
    found: list[tuple[float, float, int]] = []
    for glyph in row:
        if found and glyph.left - found[-1][1] <= _WIDE * glyph.size:
            left, right, count = found[-1]
            found[-1] = (left, max(right, glyph.right), count + 1)
        else:
            found.append((glyph.left, glyph.right, 1))
    return found


def _line(row: list[Glyph]) -> Printed:
    parts = [row[0].text]
    for before, glyph in pairwise(row):
        gap = glyph.left - before.right
        if gap > _WIDE * glyph.size:
            column = round((glyph.left - row[0].left) / (_COLUMN * row[0].size))
            parts.append(" " * max(_FEWEST_SPACES, column - sum(map(len, parts))))
        elif glyph.text in _CLOSING and gap <= _WIDE_SPACE * glyph.size:
            pass
        elif gap > _SPACE * glyph.size or (glyph.spaced and gap > 0.02 * glyph.size):
            parts.append(" ")
        parts.append(glyph.text)
    letters = [glyph for glyph in row if any(map(str.isalnum, glyph.text))]
    doubled = sum(glyph.doubled for glyph in letters)
    return Printed(
        left=row[0].left,
        right=max(glyph.right for glyph in row),
        base=_usual([glyph.base for glyph in row]),
        size=_usual([glyph.size for glyph in row]),
        bold=bool(letters)
        and (
            all(glyph.bold for glyph in letters) or doubled >= max(2, _DOUBLED_SHARE * len(letters))
        ),
        text="".join(parts).strip(),
    )


def _usual(values: list[float]) -> float:
    return max(set(values), key=values.count)


def _table_rows(glyphs: list[Glyph], grid: Grid) -> list[Printed]:
    """Answer one line for each row of a ruled table, its cells side by side."""
    cells: dict[tuple[int, int], list[Glyph]] = {}
    for glyph in glyphs:
        cells.setdefault(grid.cell_of(glyph), []).append(glyph)
    answer: list[Printed] = []
    for number in sorted({row for row, _ in cells}):
        texts = []
        for column in range(len(grid.columns) - 1):
            lines = [_line(row) for row in rows_of(cells.get((number, column), []))]
            texts.append(" ".join(" ".join(line.text.split()) for line in lines))
        first = min(
            (glyph for (row, _), each in cells.items() if row == number for glyph in each),
            key=lambda glyph: glyph.base,
        )
        answer.append(
            Printed(
                left=grid.columns[0],
                right=grid.columns[-1],
                base=first.base,
                size=first.size,
                bold=False,
                text=" | ".join(texts).strip(),
                cells=texts,
            )
        )
    return answer


def _has_drawn_bullet(line: Printed, bullets: list[Box]) -> bool:
    """Whether a bullet is drawn, not written, at the left of `line`."""
    if line.cells:
        return False
    return any(
        0 < line.left - box.right < _BULLET_REACH
        and line.base - line.size < (box.top + box.bottom) / 2 < line.base
        for box in bullets
    )


def _is_underlined(line: Printed, rules: list[Box]) -> bool:
    """Whether a rule is drawn below the whole of `line`, as below a heading."""
    if line.cells:
        return False
    width = max(1.0, line.right - line.left)
    below = [
        rule
        for rule in rules
        if -0.5 <= rule.top - line.base <= 0.3 * line.size
        and rule.left >= line.left - line.size
        and rule.right <= line.right + line.size
    ]
    return sum(rule.right - rule.left for rule in below) >= _UNDERLINED * width
