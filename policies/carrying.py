"""Which clause of a new version is which of the one before: keys live on, new ones are random."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from policies.models import Clause

ALPHABET: Final = "23456789bcdfghjkmnpqrstvwxyz"
"""No vowels and nothing that looks like something else: no words, no mistakes when read aloud."""
LENGTH: Final = 8
NEW: Final = "new"
"""What a draft's clause says of itself (`was`) when a person knows that it is no older one."""


@dataclass
class Link:
    """What one new clause is: `clause` the old one that lives on in it, or none.

    `kinds` are same, changed, moved, renumbered; `split_from` is the old key that it was a part
    of, `merged` are the old keys that went into it.
    """

    clause: Clause | None = None
    kinds: list[str] = field(default_factory=list)
    split_from: str = ""
    merged: list[str] = field(default_factory=list)


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
    says so); the others are aligned by their words.
    """
    by_key = {clause.key: clause for clause in old}
    links = [Link() for _ in nodes]
    for node, found in zip(nodes, links, strict=True):
        found.clause = by_key.pop(node.get("was", ""), None)
        found.split_from = node.get("split_from", "")
        found.merged = [key for key in node.get("merged", []) if by_key.pop(key, None)]
    by_text = {clause.text: clause for clause in by_key.values()}
    for node, found in zip(nodes, links, strict=True):
        if not found.clause and node.get("was") != NEW and node["text"] in by_text:
            found.clause = by_text.pop(node["text"])
            del by_key[found.clause.key]
    for node, found in zip(nodes, links, strict=True):
        if found.clause:
            found.kinds = ["same" if found.clause.text == node["text"] else "changed"]
            found.kinds += ["renumbered"] * (found.clause.label != node["label"])
    return links, list(by_key.values())


def new_keys(count: int) -> list[str]:
    """`count` keys that no clause of any version has ever had."""
    keys: list[str] = []
    while len(keys) < count:
        drawn = {
            "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
            for _ in range(count - len(keys))
        }
        drawn -= set(Clause.objects.filter(key__in=drawn).values_list("key", flat=True))
        keys += sorted(drawn - set(keys))
    return keys
