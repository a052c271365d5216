"""What a clause is called, on its page, in a search, in a redline: one name everywhere.

By its number with what it stands in (3.c, B.1); what has no number, by its first words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from policies.publication import numbering

if TYPE_CHECKING:
    from policies.models import Clause

_WORDS: Final = 5


def called(label: str, text: str, above: Iterable[str]) -> str:
    """3.c, or “Every person who works in…” for a bullet, a paragraph, a row.

    `above` are the labels of the section and of the clauses that it stands in, outermost first.
    """
    if numbering.is_number(label):
        return numbering.full_name(above, label)
    return f"\u201c{shortened(text)}\u201d"


def shortened(text: str) -> str:
    """The first few words."""
    words = text.split()
    return " ".join(words[:_WORDS]) + ("\u2026" if len(words) > _WORDS else "")


def above(clause: Clause, by_path: dict[str, Clause]) -> list[Clause]:
    """Of one version's clauses by their paths, those that `clause` stands in, outermost first."""
    steps = clause.path.split(".")
    paths = (".".join(steps[:length]) for length in range(1, len(steps)))
    return [by_path[path] for path in paths if path in by_path]


def labels(clauses: Sequence[Clause]) -> list[str]:
    """The labels of what a clause stands in: of its nearest heading, and of the clauses."""
    headings = [at for at, clause in enumerate(clauses) if clause.kind == "heading"]
    return [clause.label for clause in clauses[headings[-1] if headings else 0 :]]


def name(clauses: Sequence[Clause]) -> None:
    """Let each of `clauses`, all of a version, know what it is `called`."""
    by_path = {clause.path: clause for clause in clauses}
    for clause in clauses:
        clause.called = called(clause.label, clause.text, labels(above(clause, by_path)))
