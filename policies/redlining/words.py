"""The words changed inside each clause; split and joined ones are compared together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from policies.aligning import Alignment
from policies.aligning.align import is_whole
from policies.comparing import Change, changes_across
from policies.redlining.telling import NOISE

_MOST_TOGETHER: Final = 8

Kinds = Mapping[tuple[int, int], Sequence[str]]
"""What is different about each pair of clauses (old, new); pairs that are the same aren't in."""


def words_of(alignment: Alignment, kinds: Kinds, *, noise: bool) -> dict[int, list[Change]]:
    """Answer the changes in the words of each new clause that is not the same as before."""
    words: dict[int, list[Change]] = {}
    for olds, news in _groups(alignment, kinds, noise=noise):
        texts = [alignment.new[new].text for new in news]
        parts = changes_across([alignment.old[old].text for old in olds], texts, noise=noise)
        words |= dict(zip(news, parts, strict=True))
    return words


def _groups(
    alignment: Alignment, kinds: Kinds, *, noise: bool
) -> Iterator[tuple[list[int], list[int]]]:
    """Yield old and new clauses that belong together: mostly one and one."""
    by_old, by_new = defaultdict(list), defaultdict(list)
    for pair in alignment.pairs:
        by_old[pair.old].append(pair.new)
        by_new[pair.new].append(pair.old)
    whole = {pair.new: pair.old for pair in alignment.pairs if is_whole(pair)}
    seen: set[int] = set()
    for pair in alignment.pairs:
        told = kinds.get((pair.old, pair.new), ())
        if pair.new in seen or not told or (not noise and set(told) <= NOISE):
            continue
        olds, news = {pair.old}, {pair.new}
        before = 0
        while before != len(olds) + len(news):
            before = len(olds) + len(news)
            news |= {new for old in olds for new in by_old[old]}
            olds |= {old for new in news for old in by_new[new]}
        seen |= news
        if before <= _MOST_TOGETHER:
            yield sorted(olds), sorted(news)
        else:
            yield from (([whole[new]], [new]) for new in sorted(news) if new in whole)
