"""Printed lines of all pages, as the lines that policies are recognised in."""

import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from typing import Final

from policies.importing.datelines import is_date_line
from policies.importing.lines import Line
from policies.importing.printed import Printed
from policies.importing.shapes import words_of

Page = tuple[list[Printed], str, float]

COLUMN: Final = 0.5
"""Width of a column, as text files have them, in units of the letters' size."""
_PAGE_NUMBER: Final = re.compile(
    r"^(?:page\s*)?[-\u2013\u2014\s]*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?[-\u2013\u2014\s]*$",
    re.IGNORECASE,
)
_PARTED: Final = 1.32
_BAND: Final = 0.13
_SAME_PLACE: Final = 4.0
_LARGER: Final = 1.12
_HEADING_WORDS: Final = 16
_FEWEST_LETTERS: Final = 30
_MOSTLY: Final = 0.8


def lines_of(pages: list[Page]) -> list[Line]:
    """Answer the lines of all pages: edges in columns, gaps in blank lines, large print as levels.

    What runs along the top or bottom of the pages is kept once, where it may say something.
    """
    body = _body_size(pages)
    leading = _leading(pages, body)
    start, end = _edges(pages)
    _set_in_columns(pages)
    width = max([end - start, *(c[-1] - c[0] for page in pages for c in _columns(page))])
    running = _running(pages)
    levels = _levels(pages, body)
    answer: list[Line] = []
    count = 0
    for number, (printed, dropped, _) in enumerate(pages):
        if dropped:
            answer.append(Line(text="", marks=dropped, page=number, number=count))
        previous: Printed | None = None
        for line in printed:
            gap = 0 if previous is None else _gap(previous, line, leading, body)
            made = Line(
                text=line.text,
                number=count,
                indent=round((line.left - (line.column or [start])[0]) / (COLUMN * body), 1),
                right=round((width + line.right - (line.column or [end])[-1]) / (COLUMN * body), 1),
                gap=gap,
                page=number,
                level=levels.get(round(line.size, 1), 0) if _may_be_heading(line) else 0,
                bold=line.bold,
                cells=tuple(line.cells),
            )
            count += 1
            if id(line) in running:
                made = replace(made, text="", marks=line.text, gap=0)
            else:
                previous = line
            answer.append(made)
    return _unwrapped(answer)


def text_of(pages: list[Page]) -> str:
    """Answer the printed lines as text, one a line, counted as `Line.number` counts them."""
    return "\n".join(line.text for printed, _, _ in pages for line in printed)


def _body_size(pages: list[Page]) -> float:
    sizes: Counter[float] = Counter()
    for printed, _, _ in pages:
        for line in printed:
            sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 10.0


def _edges(pages: list[Page]) -> tuple[float, float]:
    """Answer where the lines of the pages begin and end."""
    lines = [line for printed, _, _ in pages for line in printed if not line.column]
    lines = lines or [line for printed, _, _ in pages for line in printed]
    if not lines:
        return 0.0, 1.0
    return min(line.left for line in lines), max(line.right for line in lines)


def _columns(page: Page) -> list[list[float]]:
    return [line.column for line in page[0] if line.column]


def _set_in_columns(pages: list[Page]) -> None:
    """Give lines of a page that holds only one of the file's columns the edges of that column."""
    columns = [line.column for printed, _, _ in pages for line in printed if line.column]
    for printed, _, _ in pages:
        if not columns or any(line.column for line in printed):
            continue
        text = [line for line in printed if len(line.text) > _FEWEST_LETTERS]
        for column in columns:
            within = [line for line in text if _is_within(line, column)]
            if len(within) >= _MOSTLY * len(text):
                for line in within:
                    line.column = column
                break


def _is_within(line: Printed, column: list[float]) -> bool:
    return line.left >= column[0] - _SAME_PLACE and line.right <= column[-1] + _SAME_PLACE


def _leading(pages: list[Page], body: float) -> float:
    """Answer the usual distance from line to line, in points."""
    steps: Counter[float] = Counter()
    for printed, _, _ in pages:
        for above, below in pairwise(printed):
            step = below.base - above.base
            if 0.9 * body <= step <= 2.6 * body and above.size == below.size:
                steps[round(step * 2) / 2] += 1
    return steps.most_common(1)[0][0] if steps else 1.2 * body


def _gap(above: Printed, below: Printed, leading: float, body: float) -> int:
    """Answer how many blank lines the white between two lines amounts to."""
    step = below.base - above.base
    larger = min(above.size, below.size) / max(1.0, body)
    usual = leading * max(1.0, larger, below.size / max(1.0, above.size))
    if step <= 0 or step <= _PARTED * usual:
        return 0
    return max(1, round((step - usual) / usual))


def _key(line: Printed) -> str:
    return re.sub(r"\d+", "#", " ".join(line.text.split())).lower()


def _running(pages: list[Page]) -> set[int]:
    """Answer the ids of lines that stand at the same place of most pages, but for their digits.

    Of those at the top the first copy is left, since it may be the title; of those at the bottom
    the last one where it holds dates.
    """
    found: set[int] = set()
    places: dict[str, list[tuple[int, Printed, bool]]] = {}
    for number, (printed, _, height) in enumerate(pages):
        for line in printed:
            at_top = line.base < height * _BAND
            if (at_top or line.base > height * (1 - _BAND)) and not line.cells:
                if _PAGE_NUMBER.match(line.text):
                    found.add(id(line))
                places.setdefault(_key(line), []).append((number, line, at_top))
    for copies in places.values():
        first = copies[0][1]
        same = [
            copy
            for copy in copies
            if abs(copy[1].base - first.base) <= _SAME_PLACE and copy[2] == copies[0][2]
        ]
        if len({number for number, *_ in same}) < max(2, 0.6 * (len(pages) - 1)):
            continue
        if same[0][2]:
            same = same[1:]
        elif is_date_line(first.text):
            same = same[:-1]
        found |= {id(line) for _, line, _ in same}
    return found


def _levels(pages: list[Page], body: float) -> dict[float, int]:
    """Answer a heading's level for each size of print that is clearly larger than the text."""
    sizes = {
        round(line.size, 1)
        for printed, _, _ in pages
        for line in printed
        if line.size >= _LARGER * body and _may_be_heading(line)
    }
    return {size: level for level, size in enumerate(sorted(sizes, reverse=True), start=1)}


def _may_be_heading(line: Printed) -> bool:
    return (
        not line.cells
        and not line.text.startswith("\u2022")
        and len(words_of(line.text)) <= _HEADING_WORDS
        and bool(re.search(r"[^\W\d_]{2}", line.text))
        and not re.search(r"[;,]$", line.text)
    )


def _unwrapped(lines: list[Line]) -> list[Line]:
    """Join a heading in large print that was too long for its line with the rest of it."""
    edge = max((line.right for line in lines if line.text), default=0)
    start = min((line.indent for line in lines if line.text), default=0)
    answer: list[Line] = []
    for line in lines:
        above = answer[-1] if answer else None
        if (
            above is not None
            and above.text
            and above.level == line.level > 0
            and above.page == line.page
            and not line.gap
            and above.bold == line.bold
            and _is_full(above, line, edge - start)
        ):
            answer[-1] = replace(above, text=f"{above.text} {line.text}", right=line.right)
        else:
            answer.append(line)
    return answer


def _is_full(line: Line, after: Line, width: float) -> bool:
    """Whether the first word of `after` had no room beside `line`."""
    letters = max(1, len(line.text))
    word = len(after.text.split(" ", 1)[0]) + 1
    return line.right - line.indent + word * (line.right - line.indent) / letters > width
