"""A draft as its editor sees it: each clause with its doubts and with what it was before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from policies import carrying, numbering
from policies.models import Clause, Draft, PrintedDate


@dataclass
class Row:
    """One clause of the draft; `level` is that of its `<h…>`, `note` what it was before.

    `maybe` is the clause in force that it could be, where the words alone can't tell.
    """

    node: Mapping[str, Any]
    path: str
    level: int
    doubts: list[Mapping[str, Any]] = field(default_factory=list)
    note: str = ""
    maybe: Clause | None = None
    note_kind: str = "plain"

    @property
    def kind(self) -> str:
        return str(Clause.Kind(self.node["kind"]).label)

    @property
    def tag(self) -> int:
        """The level of the heading below the page's own two."""
        return min(self.level + 2, 6)


@dataclass
class Preview:
    """All of it: `doubts` are those about no clause; `removed` stood in the version in force."""

    rows: list[Row]
    dates: Sequence[Mapping[str, Any]]
    doubts: Sequence[Mapping[str, Any]]
    removed: list[Clause]
    changed: int = 0

    @property
    def counts(self) -> str:
        """26 clauses in 2 sections."""
        return counts(row.node for row in self.rows)


def preview(draft: Draft) -> Preview:
    """`draft` compared with its policy's version in force, if there is one."""
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
    return Preview(rows, dates, general, *_compare(draft, rows))


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
    version = draft.policy.in_force if draft.policy else None
    if version is None:
        return [], 0
    links, removed = carrying.link(list(version.clauses.all()), draft.nodes)
    for row, link in zip(rows, links, strict=True):
        row.note, row.note_kind = _note(link)
        row.maybe = link.maybe
    return removed, sum(link.kinds != ["same"] for link in links) + len(removed)


def _note(link: carrying.Link) -> tuple[str, str]:
    """What to say of a clause, and the kind of badge to say it in; nothing when it is the same."""
    if link.split_from:
        return _("Split off"), "warn"
    if link.clause is None:
        return _("New"), "ok"
    where = {"label": numbering.name(link.clause.label, link.clause.path)}
    said = [
        (link.merged, _("Was clause %(label)s, joined with another"), "warn"),
        ("changed" in link.kinds, _("Was clause %(label)s, changed"), "warn"),
        ("moved" in link.kinds, _("Was clause %(label)s, moved"), "plain"),
        ("renumbered" in link.kinds, _("Was clause %(label)s, same words"), "plain"),
    ]
    return next(((words % where, kind) for holds, words, kind in said if holds), ("", "plain"))
