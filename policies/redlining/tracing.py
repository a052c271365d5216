"""Which clause is which between any two versions, out of what was stored when each was published.

Nothing is aligned again: a key is a clause for ever, and what was split off or went into another
is followed through the versions between. The words are then compared directly, so that what was
changed and changed back reads as it was.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import Max, OuterRef, Q, QuerySet, Subquery

from policies.aligning import Alignment, passages_of
from policies.aligning.align import concluded, is_whole
from policies.aligning.equal import FEW_WORDS, pair_by_key
from policies.aligning.matching import Matching
from policies.models import Clause, Draft, Version
from policies.publication import carrying

IN_BETWEEN: Final = ~Q(state__in=(Version.State.WITHDRAWN, Version.State.SCHEDULED))
"""A version that never came into force, or has not yet, has handed its keys on to nobody."""


def trace(old: Version, new: Version) -> Alignment:
    """What became of each clause of `old` in `new`, a later version of the same policy."""
    steps = Version.objects.filter(
        IN_BETWEEN | Q(pk=new.pk),
        policy=new.policy_id,
        number__gt=old.number,
        number__lte=new.number,
    )
    alignments = steps.order_by("number").values_list("alignment", flat=True)
    return compose(list(old.clauses.all()), list(new.clauses.all()), alignments)


def changed_keys(version: Version, *, since: Version) -> set[str]:
    """The keys of all clauses that are not word for word the same in both versions.

    Those that are gone or new are among them; those that only moved, or got another number,
    spaces or quotes, are not.
    """
    alignment = trace(since, version)
    keys = {alignment.old[at].key for at in alignment.removed}
    keys |= {alignment.new[at].key for at in alignment.added}
    for pair in alignment.pairs:
        both = {alignment.old[pair.old].key, alignment.new[pair.new].key}
        if len(both) > 1 or "changed" in pair.kinds or not is_whole(pair):
            keys |= both
    return {key for key in keys if key}


def trace_draft(draft: Draft, *, since: Version) -> Alignment:
    """What would become of each clause of `since`, the version in force, if `draft` replaced it."""
    old = list(since.clauses.all())
    links, _ = carrying.link(old, draft.nodes)
    places = {clause.key: at for at, clause in enumerate(old)}
    matching = Matching(passages_of(old), passages_of(draft.nodes))
    splits, merges = {}, {}
    for new, link in enumerate(links):
        if link.clause:
            matching.pair(places[link.clause.key], new)
        elif link.split_from in places:
            splits[new] = places[link.split_from]
        merges.update({places[gone]: new for gone in link.merged if gone in places})
    return concluded(matching, splits, merges)


def with_predecessor(versions: QuerySet[Version]) -> QuerySet[Version]:
    """Each version with `predecessor`, the number of the one that it replaced, or None."""
    earlier = (
        Version.objects.filter(IN_BETWEEN, policy=OuterRef("policy"), number__lt=OuterRef("number"))
        .order_by()
        .values("policy")
        .annotate(newest=Max("number"))
    )
    return versions.annotate(predecessor=Subquery(earlier.values("newest")))


def compose(
    old: Sequence[Clause], new: Sequence[Clause], alignments: Iterable[Mapping[str, Any]]
) -> Alignment:
    """What became of each clause of `old` in `new`.

    `alignments` are those stored with the versions after `old` up to `new`, in order.
    """
    matching = Matching(passages_of(old), passages_of(new))
    lives = _Lives.of(alignments)
    pair_by_key(matching)
    _pair_put_back(matching, lives)
    merges = _merges(matching, lives)
    return concluded(matching, _splits(matching, lives, merges), merges)


@dataclass
class _Lives:
    """What happened to keys on the way: `born` and `gone` are steps, counted from 0."""

    into: dict[str, str] = field(default_factory=dict)
    out_of: dict[str, str] = field(default_factory=dict)
    born: dict[str, int] = field(default_factory=dict)
    gone: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, alignments: Iterable[Mapping[str, Any]]) -> _Lives:
        lives = cls()
        for step, alignment in enumerate(alignments):
            merged, split = alignment.get("merged", {}), alignment.get("split", {})
            lives.into |= merged
            lives.out_of |= split
            lives.born |= dict.fromkeys([*alignment.get("added", []), *split], step)
            lives.gone |= dict.fromkeys([*alignment.get("removed", []), *merged], step)
        return lives

    def ancestor(self, key: str, known: Mapping[str | None, int]) -> str:
        """The clause in `known` that the one with `key` was a part of, empty for none."""
        held = {into: gone for gone, into in reversed(self.into.items())}
        seen: set[str] = set()
        key = self.out_of.get(key, "")
        while key and key not in known and key not in seen:
            seen.add(key)
            key = self.out_of.get(key) or held.get(key, "")
        return key


def _pair_put_back(matching: Matching, lives: _Lives) -> None:
    """Pair what was taken out and later put in again with the same words."""
    olds: dict[tuple[str, str], list[int]] = defaultdict(list)
    news: dict[tuple[str, str], list[int]] = defaultdict(list)
    for at in matching.free_old():
        olds[matching.old[at].kind, matching.old[at].normal].append(at)
    for at in matching.free_new():
        news[matching.new[at].kind, matching.new[at].normal].append(at)
    for words, places in news.items():
        both = [*olds.get(words, []), *places]
        if len(both) != len(("old", "new")) or len(places) != 1:
            continue
        one, other = both
        is_long = len(matching.new[other].words) >= FEW_WORDS
        if not is_long and not matching.are_neighbours(one, other):
            continue
        gone = lives.gone.get(matching.old[one].key or "")
        born = lives.born.get(matching.new[other].key or "")
        if gone is not None and born is not None and gone < born:
            matching.pair(one, other)


def _merges(matching: Matching, lives: _Lives) -> dict[int, int]:
    """Old → new for clauses that went into another; into a newer one, the first becomes it.

    A newer one that was split off from an old clause is a part of that one.
    """
    places = {passage.key: at for at, passage in enumerate(matching.new)}
    olds = {passage.key: at for at, passage in enumerate(matching.old)}
    merges: dict[int, int] = {}
    for old in matching.free_old():
        key = matching.old[old].key or ""
        while key in lives.into and key not in places:
            key = lives.into[key]
        new = places.get(key)
        if new is None:
            continue
        if new in matching.to_old or lives.ancestor(key, olds) in olds:
            merges[old] = new
        else:
            matching.pair(old, new)
    return merges


def _splits(matching: Matching, lives: _Lives, merges: Mapping[int, int]) -> dict[int, int]:
    """New → old for clauses that were a part; of one that is gone, the longest part is it."""
    places = {passage.key: at for at, passage in enumerate(matching.old)}
    parts: dict[int, list[int]] = defaultdict(list)
    for new in matching.free_new():
        old = places.get(lives.ancestor(matching.new[new].key or "", places))
        if old is not None:
            parts[old].append(new)
    splits: dict[int, int] = {}
    for old, news in parts.items():
        if old not in matching.to_new and old not in merges:
            longest = max(news, key=lambda at: (len(matching.new[at].words), -at))
            matching.pair(old, longest)
            news.remove(longest)
        splits |= dict.fromkeys(news, old)
    return splits
