"""A draft as its editor sees it: each clause with its doubts and with what it was before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from district_portal.ui.numbers import read_number
from policies import naming
from policies.drafts import repairing
from policies.drafts.leafing import Leaf, leaves
from policies.drafts.rearranging import NoSuchClauseError
from policies.models import Clause, Draft, PrintedDate
from policies.publication import carrying, numbering

_WAS: Final = {
    "joined": (gettext_lazy("Was clause %(label)s, joined with another"), "warn"),
    "changed": (gettext_lazy("Was clause %(label)s, changed"), "warn"),
    "moved": (gettext_lazy("Was clause %(label)s, moved"), "plain"),
    "renumbered": (gettext_lazy("Was clause %(label)s, same words"), "plain"),
}

MOST_CHOICES: Final = 60
"""Clauses, new or removed, that are offered in lists."""
WORDS_BEFORE: Final = 10
"""So many words before a change are quoted with it."""


@dataclass
class Row:
    """One clause of the draft; `level` is that of its `<h…>`, `link` what it was before."""

    node: Mapping[str, Any]
    path: str
    level: int
    doubts: list[Mapping[str, Any]] = field(default_factory=list)
    link: carrying.Link | None = None
    comments: int = 0
    next_doubt: int | None = None

    @property
    def kind(self) -> str:
        return str(Clause.Kind(self.node["kind"]).label)

    @property
    def maybe(self) -> Clause | None:
        """The clause in force that it could be, where the words alone can't tell."""
        return self.link.maybe if self.link else None

    @property
    def note(self) -> str:
        """What it was before, in words; nothing when it is the same."""
        return _note(self.link)[0] if self.link else ""

    @property
    def note_kind(self) -> str:
        return _note(self.link)[1] if self.link else "plain"

    @property
    def excerpt(self) -> str:
        """The clause from shortly before its first changed word, where that lies far in it.

        Whole where no word differs, as in one that moved, and where it is new.
        """
        words = str(self.node["text"]).split()
        before = self.link.clause.text.split() if self.link and self.link.clause else words
        pairs = enumerate(zip_longest(words, before))
        first = next((at for at, (new, old) in pairs if new != old), 0) - WORDS_BEFORE
        return " ".join(["…", *words[first:]] if first > 1 else words)

    @property
    def is_doubtful(self) -> bool:
        return bool(self.doubts or self.maybe)

    @property
    def tag(self) -> int:
        """The level of the heading below the page's own two."""
        return min(self.level + 2, 6)


@dataclass
class Preview:
    """All of it: `doubts` are those about no clause; `removed` stood in the version in force.

    `repeats` are lines that stand several times, as running heads do: the first, and how often.
    `comments` are the open ones on the whole.
    """

    rows: list[Row]
    dates: Sequence[Mapping[str, Any]]
    doubts: Sequence[Mapping[str, Any]]
    removed: list[Clause]
    changed: int = 0
    repeats: list[tuple[Row, int]] = field(default_factory=list)
    comments: int = 0

    @property
    def counts(self) -> str:
        """26 clauses in 2 sections."""
        return counts(row.node for row in self.rows)

    @property
    def choices(self) -> list[Row]:
        """The clauses that are new, of which one may be what a removed one became.

        None where there are too many, of either, to choose from a list.
        """
        fresh = [row for row in self.rows if row.link and row.link.clause is None]
        return fresh if max(len(fresh), len(self.removed)) <= MOST_CHOICES else []

    @property
    def has_many_doubts(self) -> bool:
        """Whether the reader of the source doubts several clauses."""
        return sum(bool(row.doubts) for row in self.rows) > 1

    @property
    def doubtful(self) -> list[Row]:
        """The clauses in doubt, in order."""
        return [row for row in self.rows if row.is_doubtful]


@dataclass
class Shown:
    """One leaf of a draft: its clauses and the numbered source lines that they came from."""

    leaf: Leaf
    leaves: list[Leaf]
    rows: list[Row]
    lines: list[tuple[int, str]]
    next_doubt: int | None = None

    @property
    def is_last(self) -> bool:
        return self.leaf.number == len(self.leaves)

    @property
    def ends(self) -> int | None:
        """The id of the last clause that is shown."""
        return self.rows[-1].node["id"] if self.rows else None


def shown(
    preview: Preview, draft: Draft, *, at: int | None = None, leaf: int | None = None
) -> Shown:
    """The leaf of `draft` with the clause `at`, or the one with the number `leaf`; else the first.

    `next_doubt` is the first clause in doubt after `at`.
    """
    source = draft.source.split("\n") if draft.source else []
    all_leaves = leaves(draft.nodes, lines=len(source))
    places = {row.node["id"]: place for place, row in enumerate(preview.rows)}
    chosen = all_leaves[0]
    if at in places:
        chosen = next(each for each in all_leaves if each.holds(places[at]))
    elif leaf and leaf <= len(all_leaves):
        chosen = all_leaves[leaf - 1]
    doubtful = [row.node["id"] for row in preview.doubtful]
    here = places.get(at, -1) if at else -1
    later = [number for number in doubtful if places[number] > here]
    return Shown(
        leaf=chosen,
        leaves=all_leaves,
        rows=preview.rows[chosen.start : chosen.stop],
        lines=[(line, source[line - 1]) for line in chosen.lines if line <= len(source)],
        next_doubt=next(iter([*later, *doubtful]), None),
    )


def ticked(draft: Draft, like: str) -> set[int]:
    """Ids of all clauses that are like the one with the id `like`; none for no such clause."""
    try:
        return set(repairing.alike(draft.nodes, read_number(like) or 0))
    except NoSuchClauseError:
        return set()


def preview(draft: Draft, *, comments: Mapping[int | None, int] | None = None) -> Preview:
    """`draft` compared with its policy's version in force, if there is one.

    `comments` are the open ones on each clause (`commenting.open_on`).
    """
    places = numbering.paths(draft.nodes)
    levels = numbering.levels(draft.nodes)
    rows = [
        Row(node, path, level)
        for node, path, level in zip(draft.nodes, places, levels, strict=True)
    ]
    by_number = {row.node["id"]: row for row in rows}
    general = []
    for number, doubt in enumerate(draft.doubts):
        numbered = {**doubt, "number": number}
        row = by_number.get(doubt["node"])
        row.doubts.append(numbered) if row else general.append(numbered)
    dates = [{**date, "what": PrintedDate.Kind(date["type"]).label} for date in draft.text["dates"]]
    answer = Preview(rows, dates, general, *_compare(draft, rows))
    answer.repeats = [
        (by_number[group[0]], len(group)) for group in repairing.repeated(draft.nodes)
    ]
    for clause, count in (comments or {}).items():
        if clause in by_number:
            by_number[clause].comments = count
    answer.comments = sum((comments or {}).values())
    doubtful = answer.doubtful
    for row, after in zip(doubtful, [*doubtful[1:], *doubtful[:1]], strict=True):
        row.next_doubt = after.node["id"] if after is not row else None
    return answer


def counts(nodes: Any) -> str:
    """How many clauses in how many sections, in words."""
    kinds = [node["kind"] for node in nodes]
    sections = kinds.count("heading")
    clauses = len(kinds) - sections
    said = ngettext("%(n)d clause", "%(n)d clauses", clauses) % {"n": clauses}
    if not sections:
        return said
    return ngettext("%(clauses)s in %(n)d section", "%(clauses)s in %(n)d sections", sections) % {
        "clauses": said,
        "n": sections,
    }


def _compare(draft: Draft, rows: list[Row]) -> tuple[list[Clause], int]:
    """Write on each row what it was in the version in force; answer what is gone, what changed."""
    version = draft.policy.last_in_force if draft.policy else None
    if version is None:
        return [], 0
    links, removed = carrying.link_again(list(version.clauses.all()), draft.nodes)
    for row, link in zip(rows, links, strict=True):
        row.link = link
    return removed, sum(link.kinds != ["same"] for link in links) + len(removed)


def _note(link: carrying.Link) -> tuple[str, str]:
    """What to say of a clause, and the kind of badge to say it in; nothing when it is the same."""
    if link.split_from:
        return _("Split off"), "warn"
    if link.clause is None:
        return pgettext("clause", "New"), "ok"
    kinds = ["joined"] if link.merged else link.kinds
    words, badge = next((_WAS[kind] for kind in _WAS if kind in kinds), ("", "plain"))
    clause = link.clause
    return str(words) % {"label": naming.called(clause.label, clause.text, [])}, badge
