"""What a page says: each run of text, in which language it is, and what no message holds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import html

from tests.languages.pseudo import CLOSE, OPEN

if TYPE_CHECKING:
    from collections.abc import Iterator

SPOKEN = ("aria-label", "title", "placeholder", "alt")
SILENT = {"script", "style", "code", "pre", "kbd", "textarea", "template"}
"""What is said to no reader, or stands as it was typed."""
INLINE = {"a", "abbr", "b", "em", "i", "ins", "del", "label", "small", "span", "strong", "time"}
"""Where a message goes on, begun outside."""
WORD = re.compile(r"[^\W\d_]*[a-zà-ÿ]{2}[^\W\d_]*")
NO_WORDS = re.compile(r"\S*[@/]\S*|\S+\.\w{2,}|\b[0-9a-f]{8,}\b…?|https?:\S+")
"""Addresses of any kind, and fingerprints."""
RUNS = re.compile(r"\||(?:^| )·(?: |$)| – ")
ENDS = re.compile(r"[,;:()\[\]“”…→?!|]+|(?<=\w\w\w\w\w)\.(?=\s|$)")


@dataclass(frozen=True)
class Run:
    """Words outside the brackets of the pseudo-language: as a whole, and cut where a list is."""

    whole: str
    pieces: tuple[str, ...]


@dataclass(frozen=True)
class Said:
    """A text of a page, and what of it no message holds."""

    text: str
    untold: tuple[Run, ...]
    language: str
    where: str


def said(page: str) -> Iterator[Said]:
    """Each text of a page, hidden and in attributes too."""
    yield from _said(html.document_fromstring(page), "", [0])


def _said(element: html.HtmlElement, language: str, depth: list[int]) -> Iterator[Said]:
    if not isinstance(element.tag, str) or element.tag in SILENT:
        return
    language = element.get("lang", language)
    where = f"<{element.tag} class={element.get('class', '')!r}>"
    for name in SPOKEN:
        if name in element.attrib:
            words = element.get(name)
            yield Said(words, _outside(words, [0]), language, f"{where} {name}")
    inside = depth if element.tag in INLINE else [0]
    for words, spoken in _texts(element, language):
        if isinstance(words, str):
            yield Said(" ".join(words.split()), _outside(words, inside), spoken, where)
        else:
            yield from _said(words, language, inside)


def _texts(
    element: html.HtmlElement, language: str
) -> Iterator[tuple[str | html.HtmlElement, str]]:
    yield element.text or "", language
    for child in element:
        yield child, language
        yield child.tail or "", language


def outside(text: str) -> tuple[Run, ...]:
    """What of `text` no message holds."""
    return _outside(text, [0])


def _outside(text: str, depth: list[int]) -> tuple[Run, ...]:
    """What of `text` is in no bracket; `depth` is how many are open before and after it."""
    left = []
    for letter in text:
        if letter == OPEN:
            depth[0] += 1
        left.append(letter if depth[0] == 0 else "|")
        if letter == CLOSE:
            depth[0] = max(0, depth[0] - 1)
    runs = (
        NO_WORDS.sub("", run).strip(" .,:;") for run in RUNS.split(" ".join("".join(left).split()))
    )
    return tuple(
        Run(run, tuple(piece.strip() for piece in ENDS.split(run) if WORD.search(piece)))
        for run in runs
        if WORD.search(run)
    )
