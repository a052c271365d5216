"""A long text in parts that open at once: which clauses stand on the page that was asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from django.db.models import Count, Sum
from django.db.models.functions import Length

from policies.models import Clause
from policies.publication import numbering

CLAUSES: Final = 400
WORDS: Final = 8_000
"""A text with more of either is shown in parts."""
LETTERS: Final = 6
"""Letters a word with its space; only for telling a long text without reading it."""
SECTION: Final = 600
ANY_HEADING: Final = 2_500
LARGEST: Final = 4_000
"""Words from which a part ends before a top heading, before any, and before any clause."""
FEWEST: Final = 12
"""Clauses from which a text with sections gets a table of contents."""


@dataclass(frozen=True)
class Entry:
    """A line of the contents: the words of a heading, and where it stands."""

    href: str
    label: str
    text: str
    level: int


@dataclass(frozen=True)
class Part:
    """The clauses from place `start` up to `stop`; `number` counts from 1."""

    number: int
    start: int
    stop: int
    first: Clause

    @property
    def href(self) -> str:
        return f"?at={self.first.path}#c{self.first.path}"

    @property
    def name(self) -> str:
        return f"{self.first.label} {self.first.text}".strip()


@dataclass(frozen=True)
class Turned:
    """What a page shows of a text: `clauses` are those of `part`, or all when there is none."""

    clauses: Sequence[Clause]
    contents: list[Entry]
    parts: list[Part]
    part: Part | None = None

    @property
    def before(self) -> Part | None:
        return self.parts[self.part.number - 2] if self.part and self.part.number > 1 else None

    @property
    def after(self) -> Part | None:
        return self.parts[self.part.number] if self.part and self.part != self.parts[-1] else None


def turn(clauses: Sequence[Clause], *, at: str = "", whole: bool = False) -> Turned:
    """The part of a text in which the clause with the path `at` stands; all of it if `whole`.

    A text that is not long has no parts. A path that leads nowhere leads to the first part.
    """
    levels = numbering.levels(vars(clause) for clause in clauses)
    words = [len(clause.text.split()) for clause in clauses]
    is_long = len(clauses) > CLAUSES or sum(words) > WORDS
    parts = _parts(clauses, levels, words) if is_long else []
    part = None
    if len(parts) > 1 and not whole:
        place = next((n for n, clause in enumerate(clauses) if clause.path == at), 0)
        part = next(each for each in parts if each.start <= place < each.stop)
    shown = clauses[part.start : part.stop] if part else clauses
    return Turned(shown, _contents(clauses, levels, part), parts, part)


def query(clause: Clause) -> str:
    """What leads to the part in which `clause` stands, between address and anchor."""
    size = clause.version.clauses.aggregate(clauses=Count("pk"), letters=Sum(Length("text")))
    is_long = size["clauses"] > CLAUSES or size["letters"] > WORDS * LETTERS
    return f"?at={clause.path}" if is_long else ""


def _parts(clauses: Sequence[Clause], levels: list[int], words: list[int]) -> list[Part]:
    cuts, size = [0], 0
    for place, clause in enumerate(clauses):
        is_heading = clause.kind == Clause.Kind.HEADING
        needed = LARGEST
        if is_heading:
            needed = SECTION if levels[place] == 1 else ANY_HEADING
        elif clause.depth or clause.kind != Clause.Kind.ITEM:
            needed = LARGEST * 2
        if size >= needed and place:
            cuts.append(place)
            size = 0
        size += words[place]
    edges = pairwise([*cuts, len(clauses)])
    return [
        Part(number, start, stop, clauses[start])
        for number, (start, stop) in enumerate(edges, start=1)
    ]


def _contents(clauses: Sequence[Clause], levels: list[int], part: Part | None) -> list[Entry]:
    """The headings; of a text in parts, those of the other parts only at the top."""
    entries = []
    for place, clause in enumerate(clauses):
        if clause.kind != Clause.Kind.HEADING:
            continue
        is_here = part is None or part.start <= place < part.stop
        if is_here or levels[place] == 1:
            href = f"#c{clause.path}" if is_here else f"?at={clause.path}#c{clause.path}"
            entries.append(Entry(href, clause.label, clause.text, levels[place]))
    return entries if len(entries) > 1 and len(clauses) >= FEWEST else []
