"""Headings set in the margin, beside the text that they stand over."""

import re
from collections import Counter
from dataclasses import replace
from typing import Final

from policies.importing.labels import split_label
from policies.importing.lines import Line
from policies.importing.shapes import is_titled

_BESIDE: Final = re.compile(r"^(?P<left>\S.*?)(?P<space>\s{2,})(?P<right>\S.*)$")
_NARROWEST: Final = 12
_FEWEST: Final = 2
_SHARE: Final = 0.5
_OFF: Final = 2.0


def with_headings_out_of_margins(lines: list[Line]) -> list[Line]:
    """Answer `lines` with each heading that stands in the margin on a line above its text."""
    column = _column(lines)
    if not column:
        return lines
    answer: list[Line] = []
    position = 0
    while position < len(lines):
        rows = _rows(lines, position, column)
        if rows:
            first = lines[position]
            answer.append(replace(first, text=" ".join(left for left, _ in rows), bold=True))
            answer += [
                replace(lines[position + at], text=right, indent=column, gap=0)
                for at, (_, right) in enumerate(rows)
            ]
        else:
            answer.append(lines[position])
        position += max(1, len(rows))
    return answer


def _column(lines: list[Line]) -> float:
    """Answer where the text begins beside the margin, 0 where no margin is kept."""
    indents = Counter(line.indent for line in lines if line.indent >= _NARROWEST)
    if not indents:
        return 0
    column, count = indents.most_common(1)[0]
    headed = sum(bool(_parts(line, column)) for line in lines)
    inside = sum(line.indent >= column - 1 for line in lines) + headed
    is_kept = headed >= _FEWEST and count >= _FEWEST and inside >= _SHARE * len(lines)
    return column if is_kept else 0


def _rows(lines: list[Line], position: int, column: float) -> list[tuple[str, str]]:
    """Answer (margin, text) of the lines from `position` on that hold one heading."""
    rows: list[tuple[str, str]] = []
    for line in lines[position:]:
        parts = _parts(line, column)
        if parts is None or (rows and line.gap):
            break
        rows.append(parts)
    return rows if rows and is_titled(Line(text=" ".join(left for left, _ in rows))) else []


def _parts(line: Line, column: float) -> tuple[str, str] | None:
    if line.cells or line.level or line.indent > column / 2 or split_label(line.text):
        return None
    match = _BESIDE.match(line.text)
    if not match or abs(line.indent + match.start("right") - column) > _OFF:
        return None
    return match["left"], match["right"]
