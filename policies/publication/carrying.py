"""Which clause of a new version is which of the one before: keys live on, new ones are random."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.core.cache import cache

from policies.aligning import align, new_key
from policies.models import Clause, Policy

NEW: Final = "new"
"""What a draft's clause says of itself (`was`) when a person knows that it is no older one."""
LONG: Final = 200
"""Clauses from which on aligning takes long enough to remember its answer."""
KEPT_FOR: Final = 3600
"""Seconds."""


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


def carry(
    old: Sequence[Clause], nodes: Sequence[Mapping[str, Any]], *, policy: Policy | None = None
) -> Carried:
    """Give each of `nodes` its key: the old clause's where it lives on, a new one else.

    One that was a clause of another version of `policy`, withdrawn or earlier, is it again.
    """
    links, removed = link(old, nodes)
    kept = _kept_apart(old, nodes, links, policy) if policy else {}
    fresh = iter(new_keys(sum(link.clause is None for link in links)))
    return Carried(
        keys=[
            link.clause.key if link.clause else kept.get(place) or next(fresh)
            for place, link in enumerate(links)
        ],
        links=links,
        removed=[clause.key for clause in removed],
    )


def _kept_apart(
    old: Sequence[Clause], nodes: Sequence[Mapping[str, Any]], links: list[Link], policy: Policy
) -> dict[int, str]:
    """The keys, by place, of nodes that no old clause lives on in but that were a clause before."""
    taken = {clause.key for clause in old}
    claims = {
        place: key
        for place, (key, link) in enumerate(zip(_claimed(nodes), links, strict=True))
        if key and key != NEW and key not in taken and not link.clause and not link.split_from
    }
    if not claims:
        return {}
    own = Clause.objects.filter(version__policy=policy, key__in=claims.values())
    held = set(own.values_list("key", flat=True))
    return {place: key for place, key in claims.items() if key in held}


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
    claimed = _claimed([nodes[place] for place in open_places])
    aligned = align(
        rest,
        [{**nodes[place], "key": key} for place, key in zip(open_places, claimed, strict=True)],
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


def _claimed(nodes: Sequence[Mapping[str, Any]]) -> list[str | None]:
    """The key that each of `nodes` says it was; of several that say the same, only the first."""
    seen: set[str | None] = {None}
    keys: list[str | None] = []
    for node in nodes:
        key = node.get("was") or None
        keys.append(None if key in seen else key)
        seen.add(key)
    return keys


def link_again(
    old: Sequence[Clause], nodes: Sequence[Mapping[str, Any]]
) -> tuple[list[Link], list[Clause]]:
    """What `link` answers; for a long text it is kept for a while, by the texts themselves."""
    if len(nodes) < LONG:
        return link(old, nodes)
    key = _fingerprint(old, nodes)
    if (kept := cache.get(key)) is not None:
        return _taken_out(kept, old)
    links, removed = link(old, nodes)
    cache.set(key, _put_away(links, removed, old), timeout=KEPT_FOR)
    return links, removed


def _fingerprint(old: Sequence[Clause], nodes: Sequence[Mapping[str, Any]]) -> str:
    told = ("kind", "depth", "level", "label", "text", "was", "split_from", "merged")
    digest = hashlib.sha256()
    for clause in old:
        digest.update(f"{clause.version_id} {clause.key}\0".encode())
    for node in nodes:
        digest.update(repr([node.get(name) for name in told]).encode())
    return f"links:{digest.hexdigest()}"


def _put_away(links: list[Link], removed: list[Clause], old: Sequence[Clause]) -> list[Any]:
    places: dict[Clause | None, int | None] = {clause: at for at, clause in enumerate(old)}
    places[None] = None
    rows = [
        (places[link.clause], link.kinds, link.split_from, link.merged, places[link.maybe])
        for link in links
    ]
    return [rows, [places[clause] for clause in removed]]


def _taken_out(kept: list[Any], old: Sequence[Clause]) -> tuple[list[Link], list[Clause]]:
    rows, removed = kept
    links = [
        Link(
            None if at is None else old[at],
            kinds,
            split_from,
            merged,
            None if maybe is None else old[maybe],
        )
        for at, kinds, split_from, merged, maybe in rows
    ]
    return links, [old[at] for at in removed]


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
