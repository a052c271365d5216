"""A text that the district may write becomes a subject, plain text and HTML.

The text is words, never a program: paragraphs with an empty line between, items that begin with
“- ”, and names in braces, such as {due date}. What stands for a name is put in as it is; in HTML
everything is escaped, the text as well as what is put in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

BRACES: Final = re.compile(r"\{([^{}\n]*)\}")
LONG: Final = re.compile(r"\w{32}(?=\w)")
"""Where a word as long as a fingerprint may break on a phone."""
ITEM: Final = re.compile(r"^[-*•]\s+")


@dataclass(frozen=True)
class Link:
    """The one address of a mail, under its label."""

    label: str
    url: str

    def as_text(self) -> str:
        return f"{self.label}:\n{self.url}" if self.url else ""

    def as_html(self) -> str:
        if not self.url:
            return ""
        return f'<p><a href="{escape(self.url)}"><strong>{escape(self.label)}</strong></a></p>'


@dataclass(frozen=True)
class Lines:
    """A list: of each item what it is, and what is said of it."""

    rows: tuple[tuple[str, str], ...]

    def as_text(self) -> str:
        return "\n".join(f"- {what}\n  {said}" if said else f"- {what}" for what, said in self.rows)

    def as_html(self) -> str:
        items = [
            f"<li><strong>{escape(what)}</strong><br>{escape(said)}</li>"
            if said
            else f"<li>{escape(what)}</li>"
            for what, said in self.rows
        ]
        return "\n".join(["<ul>", *items, "</ul>"]) if items else ""


@dataclass(frozen=True)
class Quote:
    """Words that somebody else has said or signed, as they are, and the code of their language."""

    words: str
    language: str = ""

    def as_text(self) -> str:
        return self.words

    def as_html(self) -> str:
        spoken = f' lang="{escape(self.language)}"' if self.language else ""
        return f"<blockquote{spoken}><p>{escape(self.words)}</p></blockquote>"


@dataclass(frozen=True)
class Passage:
    """What the portal's own templates say; `html` comes out of them, escaped there."""

    text: str
    html: str

    def as_text(self) -> str:
        return self.text

    def as_html(self) -> str:
        return self.html


Block = Passage | Link | Lines | Quote
Values = Mapping[str, str | Block]


def name_of(written: str) -> str:
    """A name as it is kept: however somebody spaces it or writes its capitals."""
    return " ".join(written.split()).casefold()


def one_line(text: str, values: Values) -> str:
    """`text` with its names filled in, as a subject. Raises KeyError for an unknown name."""
    return " ".join(_fill(text, values, str).split())


def plain(text: str, values: Values) -> str:
    """`text` as the plain part of a mail. Raises KeyError for an unknown name."""
    parts = []
    for part in _parts(text, values):
        if not isinstance(part, list):
            parts.append(part.as_text())
            continue
        lines = [_fill(ITEM.sub("- ", line), values, str) for line in part]
        parts.append("\n".join(lines))
    return "\n\n".join(part for part in parts if part.strip()) + "\n"


def html(text: str, values: Values) -> SafeString:
    """`text` as HTML, without the frame of a page. Raises KeyError for an unknown name."""
    parts = []
    for part in _parts(text, values):
        if not isinstance(part, list):
            parts.append(part.as_html())
        elif ITEM.match(part[0]):
            items = [_fill(ITEM.sub("", line), values, _safe) for line in part]
            parts.append("\n".join(["<ul>", *(f"<li>{item}</li>" for item in items), "</ul>"]))
        elif any(lines := [_fill(line, values, _safe) for line in part]):
            parts.append("<p>" + "<br>\n".join(lines) + "</p>")
    return mark_safe("\n".join(parts) + "\n")  # noqa: S308 – each part of it was escaped


def _safe(words: str) -> str:
    return LONG.sub(r"\g<0><wbr>", escape(words))


def _parts(text: str, values: Values) -> Iterator[list[str] | Block]:
    """Paragraphs and lists as their lines, and what fills a line of its own as what it is."""
    lines: list[str] = []
    for line in [*map(str.strip, text.splitlines()), ""]:
        alone = BRACES.fullmatch(line)
        value = values[name_of(alone[1])] if alone else ""
        is_block = not isinstance(value, str)
        turns = bool(lines) and bool(ITEM.match(lines[-1])) != bool(ITEM.match(line))
        if lines and (not line or is_block or turns):
            yield lines
            lines = []
        if not isinstance(value, str):
            yield value
        elif line:
            lines.append(line)


def _fill(text: str, values: Values, put: Callable[[str], str]) -> str:
    """`put` is done to the text and to what is filled in, apart from each other."""
    pieces = BRACES.split(text)
    for at, piece in enumerate(pieces):
        value = values[name_of(piece)] if at % 2 else piece
        pieces[at] = put(value if isinstance(value, str) else value.as_text())
    return "".join(pieces)
