"""The words that were looked for, marked in the text that was found. Text is never markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from django.contrib.postgres.search import SearchHeadline, SearchQueryCombinable
from django.db.models import F, Func, Value
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from policies.searching.asking import CONFIG

ROOM: Final = 320
"""Characters of a clause that a list of results shows."""
_BEFORE: Final = 90
_START, _STOP = "\x02", "\x03"
_MARKED: Final = re.compile(f"{_START}([^{_STOP}]*){_STOP}")


def headline(field: str, query: SearchQueryCombinable) -> SearchHeadline:
    """The expression for the text in `field` with every word of `query` between two signs."""
    signs = Value(_START + _STOP)
    clean = Func(F(field), signs, Value(""), function="translate")
    return SearchHeadline(
        clean, query, config=CONFIG, start_sel=_START, stop_sel=_STOP, highlight_all=True
    )


def marked(text: str, *, room: int = ROOM) -> SafeString:
    """A `headline` as HTML: escaped, its words in <mark>, cut to about `room` characters.

    The cut keeps the stretch that holds most of the different words.
    """
    plain, spans = _read(text)
    start, end = _stretch(plain, spans, room)
    shown = [span for span in spans if start <= span[0] and span[1] <= end]
    pieces = ((part,) for part in _pieces(plain, shown, start, end))
    lead, tail = ("… " if start else ""), (" …" if end < len(plain) else "")
    return format_html("{}{}{}", lead, format_html_join("", "{}", pieces), tail)


def _read(text: str) -> tuple[str, list[tuple[int, int]]]:
    plain, spans, at = "", [], 0
    for match in _MARKED.finditer(text):
        plain += text[at : match.start()]
        spans.append((len(plain), len(plain) + len(match[1])))
        plain += match[1]
        at = match.end()
    return plain + text[at:], spans


def _pieces(plain: str, spans: list[tuple[int, int]], start: int, end: int) -> Iterator[str]:
    at = start
    for first, last in spans:
        yield plain[at:first]
        yield format_html("<mark>{}</mark>", plain[first:last])
        at = last
    yield plain[at:end]


def _stretch(plain: str, spans: list[tuple[int, int]], room: int) -> tuple[int, int]:
    if len(plain) <= room:
        return 0, len(plain)
    starts = [0, *(max(0, first - _BEFORE) for first, _ in spans)]

    def words(start: int) -> int:
        inside = (plain[a:b].lower() for a, b in spans if a >= start and b <= start + room)
        return len(set(inside))

    start = max(starts, key=lambda start: (words(start), -start))
    end = start + room
    if start:
        start = plain.find(" ", start) + 1 or start
    if end >= len(plain):
        return start, len(plain)
    space = plain.rfind(" ", start, end)
    return start, space if space > start else end
