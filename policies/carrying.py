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


@dataclass
class Carried:
    """The key of each new clause in order, what it was split from, and what became of the rest."""

    keys: list[str]
    split_from: list[str]
    kept: dict[str, list[str]] = field(default_factory=dict)
    merged: dict[str, str] = field(default_factory=dict)
    removed: list[str] = field(default_factory=list)

    @property
    def alignment(self) -> dict[str, Any]:
        """What the version stores (Version.alignment)."""
        return {
            "kept": self.kept,
            "merged": self.merged,
            "split": {
                key: source
                for key, source in zip(self.keys, self.split_from, strict=True)
                if source
            },
            "added": [
                key
                for key, source in zip(self.keys, self.split_from, strict=True)
                if key not in self.kept and not source
            ],
            "removed": self.removed,
        }


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


def carry(old: Sequence[Clause], nodes: Sequence[Mapping[str, Any]]) -> Carried:
    """Give each of `nodes` its key: the old clause's where it lives on, a new one else.

    A node that already holds a key (it was edited in the portal) keeps it.
    """
    by_key = {clause.key: clause for clause in old}
    keys = [node.get("key", "") if node.get("key") in by_key else "" for node in nodes]
    free = {clause.key: clause for clause in old if clause.key not in set(keys)}
    by_text = {clause.text: clause.key for clause in free.values()}
    for place, node in enumerate(nodes):
        if not keys[place] and node["text"] in by_text:
            keys[place] = by_text.pop(node["text"])
    fresh = iter(new_keys(keys.count("")))
    kept = {key: ["same"] for key in keys if key}
    return Carried(
        keys=[key or next(fresh) for key in keys],
        split_from=["" for _ in nodes],
        kept=kept,
        removed=[clause.key for clause in old if clause.key not in kept],
    )
