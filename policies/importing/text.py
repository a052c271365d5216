"""Plain text as lines."""

import re
from typing import Final

from policies.importing.decoding import visible
from policies.importing.lines import Line

_RULE: Final = re.compile(r"^(?:[=\-_*~#+|\u2500-\u257f\u2014\u2013. ]{3,}|[|_])$")
TAB: Final = 4


def lines(content: str) -> list[Line]:
    """Answer the visible lines of `content`; a rule (=====) is a line without text."""
    found: list[Line] = []
    gap = 0
    for number, page, raw in source_lines(content):
        stripped = raw.strip()
        if not stripped:
            gap += 1
            continue
        is_rule = bool(_RULE.match(stripped))
        found.append(
            Line(
                text="" if is_rule else stripped,
                marks=stripped if is_rule else "",
                number=number,
                page=page,
                gap=gap,
                indent=indent_of(raw),
            )
        )
        gap = 0
    return found


def source_lines(content: str) -> list[tuple[int, int, str]]:
    """Answer (line number from 0, page from 0, line) of `content`, cut at line and page ends only.

    Not `str.splitlines`: that also cuts at separators that stand inside sentences.
    """
    content = content.replace("\r\n", "\n")
    content = content.replace("\r", " " if "\n" in content else "\n")
    found = []
    page = 0
    for number, line in enumerate(content.split("\n")):
        for position, part in enumerate(line.split("\f")):
            page += position > 0
            found.append((number, page, visible(part)))
    return found


def indent_of(raw: str) -> int:
    """Answer the column at which the text of `raw` begins."""
    expanded = raw.expandtabs(TAB)
    return len(expanded) - len(expanded.lstrip())
