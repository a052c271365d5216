"""Clauses with the same key or the same words."""

from collections import defaultdict
from typing import Final

from policies.aligning.matching import Matching

FEW_WORDS: Final = 6
"""A text of fewer words (General; Step 3:) says too little to be known by its words alone."""


def pair_by_key(matching: Matching) -> None:
    """Pair clauses that carry the same key."""
    olds = {passage.key: at for at, passage in enumerate(matching.old) if passage.key}
    for at, passage in enumerate(matching.new):
        if passage.key and passage.key in olds:
            matching.pair(olds[passage.key], at)


def pair_by_text(matching: Matching) -> None:
    """Pair clauses with equal text that stands once in both and is long enough to tell."""
    olds, news = _by_text(matching)
    for text, new in news.items():
        old = olds.get(text, [])
        if len(old) == len(new) == 1 and len(matching.new[new[0]].words) >= FEW_WORDS:
            matching.pair(old[0], new[0])


def pair_by_place(matching: Matching) -> bool:
    """Pair clauses with equal text, short or repeated, that stand at the same place.

    That is below the same clause or beside the same one; best placed first. Answers whether a
    pair was found: it may be the neighbour that another one needs.
    """
    olds, news = _by_text(matching)
    found = []
    for text, new in news.items():
        for at in new:
            for other in olds.get(text, []):
                place = _place(matching, other, at)
                if place:
                    found.append((-place, abs(at - other), at, other))
    any_found = False
    for _, _, at, other in sorted(found):
        if at not in matching.to_old and other not in matching.to_new:
            matching.pair(other, at)
            any_found = True
    return any_found


def _place(matching: Matching, old: int, new: int) -> int:
    one, other = matching.old[old], matching.new[new]
    if one.kind != other.kind and len(other.words) < FEW_WORDS:
        return 0
    beside = matching.are_neighbours(old, new)
    below = matching.have_parents(old, new)
    return 2 * beside + below + (one.label == other.label and (beside or below))


def _by_text(matching: Matching) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    olds: dict[str, list[int]] = defaultdict(list)
    news: dict[str, list[int]] = defaultdict(list)
    for at in matching.free_old():
        olds[matching.old[at].normal].append(at)
    for at in matching.free_new():
        news[matching.new[at].normal].append(at)
    return olds, news
