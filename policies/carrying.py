"""Which clause of a new version is which of the one before: keys live on, new ones are random."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from policies.aligning import align, new_key
from policies.models import Clause

NEW: Final = "new"
"""What a draft's clause says of itself (`was`) when a person knows that it is no older one."""


@dataclass
class Link:
    """What one new clause is: `clause` the old one that lives on in it, or none.

    `kinds` are same, changed, moved, renumbered; `split_from` is the old key that it was a part
    of, `merged` are the old keys that went into it. `maybe` is the old clause that it could be.
    """

    clause: Clause | None = None
    kinds: list[str] = field(default_factory=list)
    split_from: str = ""
    merged: list[str] = field(default_factory=list)
    maybe: Clause | None = None


@dataclass
class Carried:
    """The key of each new clause in order, the links behind them, and the keys that are gone."""

    keys: list[str]
    links: list[Link]
    removed: list[str]

    @property
    def alignment(self) -> dict[str, Any]:
        """What the version stores (Version.alignment)."""
        pairs = list(zip(self.keys, self.links, strict=True))
        return {
            "kept": {key: link.kinds for key, link in pairs if link.clause},
            "merged": {gone: key for key, link in pairs for gone in link.merged},
            "split": {key: link.split_from for key, link in pairs if link.split_from},
            "added": [key for key, link in pairs if not link.clause and not link.split_from],
            "removed": self.removed,
        }


def carry(old: Sequence[Clause], nodes: Sequence[Mapping[str, Any]]) -> Carried:
    """Give each of `nodes` its key: the old clause's where it lives on, a new one else."""
    links, removed = link(old, nodes)
    fresh = iter(new_keys(sum(link.clause is None for link in links)))
    return Carried(
        keys=[link.clause.key if link.clause else next(fresh) for link in links],
        links=links,
        removed=[clause.key for clause in removed],
    )


def link(
    old: Sequence[Clause], nodes: Sequence[Mapping[str, Any]]
) -> tuple[list[Link], list[Clause]]:
    """What each of `nodes` was, and the old clauses that are none of them.

    A node whose `was` names a clause is that clause (it was edited in the portal, or a person
    says so), one that was split off or joined in the portal is known too; the others are aligned
    by their words.
    """
    links = [
        Link(split_from=node.get("split_from", ""), merged=list(node.get("merged", [])))
        for node in nodes
    ]
    if not old:
        return links, []
    joined = {key for link in links for key in link.merged}
    rest = [clause for clause in old if clause.key not in joined]
    open_places = [
        place
        for place, node in enumerate(nodes)
        if node.get("was") != NEW and not node.get("split_from")
    ]
    aligned = align(
        rest, [{**nodes[place], "key": nodes[place].get("was") or None} for place in open_places]
    )
    for pair in aligned.pairs:
        found, clause = links[open_places[pair.new]], rest[pair.old]
        if pair.kinds == ["split"]:
            found.split_from = clause.key
        elif pair.kinds == ["merged"]:
            found.merged.append(clause.key)
        else:
            found.clause, found.kinds = clause, pair.kinds
    for doubt in aligned.doubts:
        links[open_places[doubt.new]].maybe = rest[doubt.old]
    return links, [rest[place] for place in aligned.removed]


def new_keys(count: int) -> list[str]:
    """`count` keys that no clause of any version has ever had."""
    used: set[str] = set()
    keys: list[str] = []
    while len(keys) < count:
        drawn = {new_key(used) for _ in range(count - len(keys))}
        keys += sorted(drawn - set(_taken(drawn)))
    return keys


def _taken(keys: set[str]) -> list[str]:
    return list(Clause.objects.filter(key__in=keys).values_list("key", flat=True))
