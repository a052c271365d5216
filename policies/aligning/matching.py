"""The pairs found so far, and what they say of their neighbourhood."""

from bisect import bisect
from dataclasses import dataclass, field

from policies.aligning.passages import Passage


@dataclass(slots=True)
class Matching:
    """Pairs of positions in `old` and `new`; each position is in one pair at most."""

    old: list[Passage]
    new: list[Passage]
    to_old: dict[int, int] = field(default_factory=dict)
    to_new: dict[int, int] = field(default_factory=dict)
    scores: dict[int, float] = field(default_factory=dict)

    def pair(self, old: int, new: int, score: float = 1.0) -> None:
        """Make `old` and `new` a pair."""
        self.to_old[new], self.to_new[old], self.scores[new] = old, new, score

    def unpair(self, new: int) -> None:
        """Take the pair of `new` apart."""
        del self.to_new[self.to_old.pop(new)]
        del self.scores[new]

    def free_old(self) -> list[int]:
        return [position for position in range(len(self.old)) if position not in self.to_new]

    def free_new(self) -> list[int]:
        return [position for position in range(len(self.new)) if position not in self.to_old]

    def are_neighbours(self, old: int, new: int) -> bool:
        """Whether the clauses right before both, or right after both, are a pair.

        The ends of both texts count as such.
        """
        before = (new == 0 and old == 0) or (new > 0 and self.to_old.get(new - 1, -2) == old - 1)
        last_old, last_new = len(self.old) - 1, len(self.new) - 1
        after = (new == last_new and old == last_old) or self.to_old.get(new + 1, -2) == old + 1
        return before or after

    def are_enclosed(self, old: int, new: int) -> bool:
        """Whether the clauses right before and right after both are pairs, or a text's ends."""
        before = old == new == 0 or self.to_old.get(new - 1, -2) == old - 1
        last = old == len(self.old) - 1 and new == len(self.new) - 1
        return before and (last or self.to_old.get(new + 1, -2) == old + 1)

    def bounds(self) -> list[tuple[int, int]]:
        """Answer, for each new clause, the old ones of the pairs nearest before and after it."""
        befores, afters = [], []
        before, after = -1, len(self.old)
        for new in range(len(self.new)):
            befores.append(before)
            before = self.to_old.get(new, before)
        for new in reversed(range(len(self.new))):
            afters.append(after)
            after = self.to_old.get(new, after)
        return list(zip(befores, reversed(afters), strict=True))

    def have_parents(self, old: int, new: int) -> bool:
        """Whether the clauses around both are a pair."""
        parent = self.new[new].parent
        return parent >= 0 and self.to_old.get(parent, -1) == self.old[old].parent

    def gaps(self) -> list[tuple[list[int], list[int]]]:
        """Answer, for each stretch between pairs in order, the free positions (old, new)."""
        anchors = _increasing([(new, self.to_old[new]) for new in sorted(self.to_old)])
        found = []
        before = (-1, -1)
        for new, old in [*anchors, (len(self.new), len(self.old))]:
            free_old = [at for at in range(before[1] + 1, old) if at not in self.to_new]
            free_new = [at for at in range(before[0] + 1, new) if at not in self.to_old]
            if free_old and free_new:
                found.append((free_old, free_new))
            before = (new, old)
        return found


def _increasing(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Answer the longest run of `pairs` in which both positions increase."""
    kept = longest_increasing([old for _, old in pairs])
    return [pair for position, pair in enumerate(pairs) if position in kept]


def longest_increasing(values: list[int]) -> set[int]:
    """Answer the positions of a longest strictly increasing subsequence of `values`."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for position, value in enumerate(values):
        length = bisect(tails, value - 1)
        before.append(ends[length - 1] if length else -1)
        tails[length : length + 1] = [value]
        ends[length : length + 1] = [position]
    answer: set[int] = set()
    position = ends[-1] if ends else -1
    while position >= 0:
        answer.add(position)
        position = before[position]
    return answer
