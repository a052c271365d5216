"""Clauses that were split in two or merged into one: one holds most of the other's words."""

from collections import defaultdict
from typing import Final

from rapidfuzz.distance import LCSseq

from policies.aligning.equal import FEW_WORDS
from policies.aligning.matching import Matching
from policies.aligning.passages import Passage

_RUN: Final = 4
_CONTAINED: Final = 0.7
_SOME: Final = 0.35
_NEARLY_ALL: Final = 0.8
_SUBSTANTIAL: Final = 0.4

Runs = dict[tuple[str, ...], set[int]]


def find_splits(matching: Matching) -> dict[int, int]:
    """Answer new → old for new clauses that were a part of an old one.

    The longer part keeps the old clause's identity, the first where both are as long: pairs
    are exchanged where the shorter part had it. What the clause still holds itself was not
    split off.
    """
    splits: dict[int, int] = {}
    runs = _runs(matching.old)
    for new in matching.free_new():
        old = _holder(matching.new[new], matching.old, runs, near=new, places=matching.to_new)
        if old is None:
            continue
        part, whole = matching.new[new], matching.old[old]
        other = matching.to_new.get(old)
        if other is None:
            if len(part.words) >= len(whole.words) * _SUBSTANTIAL:
                matching.pair(old, new, 0.0)
        elif _is_contained(part, matching.new[other]):
            continue
        elif _is_longer(matching.new, new, other) and _is_contained(matching.new[other], whole):
            matching.unpair(other)
            matching.pair(old, new, 0.0)
            splits[other] = old
        else:
            splits[new] = old
    return splits


def find_merges(matching: Matching) -> dict[int, int]:
    """Answer old → new for old clauses that went into a new one; the first keeps its identity.

    What the new clause held before was not merged into it.
    """
    merges: dict[int, int] = {}
    runs = _runs(matching.new)
    for old in matching.free_old():
        new = _holder(matching.old[old], matching.new, runs, near=old, places=matching.to_old)
        if new is None:
            continue
        part, whole = matching.old[old], matching.new[new]
        other = matching.to_old.get(new)
        if other is None:
            if len(part.words) >= len(whole.words) * _SUBSTANTIAL:
                matching.pair(old, new, 0.0)
        elif _is_contained(part, matching.old[other]):
            continue
        elif old < other and _is_contained(matching.old[other], whole):
            matching.unpair(new)
            matching.pair(old, new, 0.0)
            merges[other] = new
        else:
            merges[old] = new
    return merges


def _is_longer(passages: list[Passage], one: int, other: int) -> bool:
    return len(passages[one].words) > len(passages[other].words)


def _is_contained(part: Passage, whole: Passage) -> bool:
    return _contained(part, whole, _covered(part, _runs([whole]), 0)) > 0


def _runs(passages: list[Passage]) -> Runs:
    """Answer every run of four words with the positions of the passages that hold it."""
    found: Runs = defaultdict(set)
    for position, passage in enumerate(passages):
        words = passage.words
        for start in range(len(words) - _RUN + 1):
            found[words[start : start + _RUN]].add(position)
    return found


def _holder(
    part: Passage, wholes: list[Passage], runs: Runs, *, near: int, places: dict[int, int]
) -> int | None:
    """Answer the longer passage that holds most of `part`, None if none does.

    Of those that hold as much, it is the one whose place on the part's own side is nearest.
    """
    words = part.words
    if len(words) < FEW_WORDS:
        return None
    candidates: set[int] = set()
    for start in range(len(words) - _RUN + 1):
        candidates |= runs.get(words[start : start + _RUN], set())
    held = [
        (
            _contained(part, wholes[at], _covered(part, runs, at)),
            -abs(places.get(at, at) - near),
            -at,
        )
        for at in candidates
        if len(wholes[at].words) > len(words)
    ]
    best = max(held, default=(0.0, 0, 0))
    return -best[2] if best[0] else None


def _covered(part: Passage, runs: Runs, whole: int) -> float:
    """Answer the share of the words of `part` that stand in runs which `whole` holds too."""
    words = part.words
    covered: set[int] = set()
    for start in range(len(words) - _RUN + 1):
        if whole in runs.get(words[start : start + _RUN], ()):
            covered.update(range(start, start + _RUN))
    return len(covered) / max(1, len(words))


def _contained(part: Passage, whole: Passage, covered: float) -> float:
    """Answer how much of `part` is in `whole`, 0 if not most of it.

    Most in whole runs, or some in runs and nearly all in order: a changed word breaks a run.
    """
    if covered >= _CONTAINED:
        return covered
    if covered < _SOME:
        return 0.0
    in_order = LCSseq.similarity(part.words, whole.words) / len(part.words)
    return in_order if in_order >= _NEARLY_ALL else 0.0
