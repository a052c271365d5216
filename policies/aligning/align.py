"""Two texts aligned, clause by clause."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from policies.aligning.equal import pair_by_key, pair_by_place, pair_by_text
from policies.aligning.matching import Matching, longest_increasing
from policies.aligning.parting import find_merges, find_splits
from policies.aligning.passages import Passage, passages_of
from policies.aligning.similar import Similarity, doubtful_pairs, pair_alike


@dataclass(slots=True)
class Pair:
    """The old clause at `old` is the new one at `new`, or a part of it.

    `kinds` say how: same or changed, and moved, renumbered, split, merged. A split or merged
    clause that did not keep the identity has only that kind.
    """

    old: int
    new: int
    kinds: list[str]
    similarity: float = 1.0


@dataclass(frozen=True, slots=True)
class DoubtfulPair:
    """Two clauses that may be the same, to be asked about."""

    old: int
    new: int
    score: float


@dataclass(slots=True)
class Alignment:
    """What became of each clause; positions count from 0 in `old` and `new`."""

    old: list[Passage]
    new: list[Passage]
    pairs: list[Pair] = field(default_factory=list)
    added: list[int] = field(default_factory=list)
    removed: list[int] = field(default_factory=list)
    doubts: list[DoubtfulPair] = field(default_factory=list)


def is_whole(pair: Pair) -> bool:
    """Whether the pair carries the identity on, rather than being a part split off or merged."""
    return "same" in pair.kinds or "changed" in pair.kinds


def align(old: Sequence[Any], new: Sequence[Any]) -> Alignment:
    """Answer which clause of `new` is which of `old`.

    Both are passages, or nodes with text, label, kind, depth and maybe key.
    """
    matching = Matching(_passages(old), _passages(new))
    pair_by_key(matching)
    pair_by_text(matching)
    while pair_by_place(matching):
        pass
    similarity = None
    if matching.free_old() and matching.free_new():
        similarity = Similarity(matching)
        before = -1
        while before != len(matching.to_old) and matching.free_old() and matching.free_new():
            before = len(matching.to_old)
            pair_alike(matching, similarity)
            while pair_by_place(matching):
                pass
    splits = find_splits(matching) if matching.free_new() else {}
    merges = find_merges(matching) if matching.free_old() else {}
    alignment = concluded(matching, splits, merges)
    if similarity is not None and alignment.added and alignment.removed:
        alignment.doubts = [
            DoubtfulPair(*each)
            for each in doubtful_pairs(matching, similarity)
            if each[0] not in merges and each[1] not in splits
        ]
    return alignment


def concluded(matching: Matching, splits: dict[int, int], merges: dict[int, int]) -> Alignment:
    """Answer what became of each clause, once all that are the same are paired.

    `splits` are new → old, `merges` old → new, of clauses in no pair of their own.
    """
    alignment = Alignment(matching.old, matching.new)
    alignment.pairs = _pairs(matching, splits, merges)
    alignment.added = [at for at in matching.free_new() if at not in splits]
    alignment.removed = [at for at in matching.free_old() if at not in merges]
    return alignment


def _passages(nodes: Sequence[Any]) -> list[Passage]:
    if all(isinstance(node, Passage) for node in nodes):
        return list(nodes)
    return passages_of(nodes)


def _pairs(matching: Matching, splits: dict[int, int], merges: dict[int, int]) -> list[Pair]:
    moved = _moved(matching, merges)
    split_olds, merged_news = set(splits.values()), set(merges.values())
    pairs = []
    for new, old in matching.to_old.items():
        one, other = matching.old[old], matching.new[new]
        kinds = ["same" if one.normal == other.normal else "changed"]
        kinds += ["moved"] * (new in moved)
        is_numbered = one.numbered or other.numbered
        kinds += ["renumbered"] * (is_numbered and one.label != other.label)
        kinds += ["split"] * (old in split_olds) + ["merged"] * (new in merged_news)
        pairs.append(Pair(old, new, kinds, matching.scores[new]))
    pairs += [Pair(old, new, ["split"], 0.0) for new, old in splits.items()]
    pairs += [Pair(old, new, ["merged"], 0.0) for old, new in merges.items()]
    return sorted(pairs, key=lambda pair: (pair.new, pair.old))


def _moved(matching: Matching, merges: dict[int, int]) -> set[int]:
    """Answer the new clauses that are out of order, or stand below another clause than before."""
    news = sorted(matching.to_old)
    kept = longest_increasing([matching.to_old[new] for new in news])
    moved = {new for position, new in enumerate(news) if position not in kept}
    changed_parent = {
        new
        for new in news
        if new not in moved
        and (_has_other_parent(matching, new, moved) or _lost_parent(matching, new, moved, merges))
    }
    return moved | changed_parent


def _has_other_parent(matching: Matching, new: int, moved: set[int]) -> bool:
    """Whether the clause went from below one clause to below another one that was there before.

    Not so where the clause above moved away or came between, or only the nesting changed.
    """
    parent = matching.new[new].parent
    old_parent = matching.old[matching.to_old[new]].parent
    if parent not in matching.to_old or old_parent not in matching.to_new:
        return False
    now, was = matching.to_new[old_parent], matching.to_old[parent]
    kinds = {matching.old[at].kind for at in (old_parent, was)}
    kinds |= {matching.new[at].kind for at in (now, parent)}
    return now != parent and len(kinds) == 1 and not {now, parent} & moved


def _lost_parent(matching: Matching, new: int, moved: set[int], merges: dict[int, int]) -> bool:
    """Whether the clause that it stood below is gone, and it now reads as a part of another one.

    Not so below one that it stood below already, further out, nor where the one went into it.
    """
    parent = matching.new[new].parent
    gone = matching.old[matching.to_old[new]].parent
    if parent not in matching.to_old or gone < 0 or gone in matching.to_new or parent in moved:
        return False
    if not matching.new[parent].kind == matching.old[gone].kind == "item":
        return False
    around, at = set(), gone
    while at >= 0:
        around.add(at)
        at = matching.old[at].parent
    return merges.get(gone) != parent and matching.to_old[parent] not in around
