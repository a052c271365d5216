"""Head tables: a label in the left column, its value in the right one, over several lines."""

import re
from typing import Final

from policies.importing.lines import Line

_LABELS: Final = (
    r"book|section|series|title|policy\s+title|code|number|status|adopted|last\s+revised|last\s+reviewed|"
    r"prior\s+revised\s+dates?|origin(?:al(?:ly)?\s+adopted(?:\s+date)?)?|legal|first\s+reading|"
    r"second\s+reading|effective(?:\s+date)?"
)
_ROW: Final = re.compile(
    rf"^(?P<label>{_LABELS})(?P<space>\s{{2,}}|\t)(?P<value>\S.*)$", re.IGNORECASE
)
_EMPTY: Final = re.compile(rf"^(?:{_LABELS})$", re.IGNORECASE)
_ROWS_WANTED: Final = 3


def head_table(lines: list[Line]) -> tuple[dict[str, str], int]:
    """Answer label → value of a table at the top of `lines`, and how many lines it takes.

    Labels are in lower case. A table has at least three labelled rows, Book or Code or Title
    among them; otherwise nothing is answered.
    """
    found: dict[str, str] = {}
    label = ""
    column = 0.0
    taken = 0
    for position, line in enumerate(lines):
        row = _ROW.match("  ".join(line.cells[:2]) if line.cells else line.text)
        if row:
            label = re.sub(r"\s+", " ", row["label"].lower())
            found[label] = re.sub(r"\s+", " ", row["value"])
            column = line.indent + row.start("value")
        elif _EMPTY.match(line.text):
            label = line.text.lower()
            found[label] = ""
            column = 0
        elif label and _continues(line, column, is_empty=not found[label]):
            found[label] = f"{found[label]} {line.text}".strip()
        elif line.text:
            break
        taken = position + 1
    is_table = len(found) >= _ROWS_WANTED and found.keys() & {"book", "code", "title"}
    return (found, taken) if is_table else ({}, 0)


def _continues(line: Line, column: float, *, is_empty: bool) -> bool:
    if not column:
        return is_empty and line.gap <= 1
    return bool(line.indent) and line.indent >= column - 2 and not line.gap
