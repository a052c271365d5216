"""Clauses whose words are much the same: the share of words that both have in the same order."""

from collections import Counter, defaultdict
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import Indel

from policies.aligning.equal import FEW_WORDS
from policies.aligning.matching import Matching

SURE: Final = 0.55
"""Similarity, with what the place adds, from which two clauses are taken for the same."""
DOUBTFUL: Final = 0.35
"""From here on a person is asked."""
_UNMISTAKABLE: Final = 0.75
_SAME_LABEL: Final = 0.06
_SAME_HEADING: Final = 0.06
_BETWEEN: Final = 0.10
_CLOSE_BETWEEN: Final = 0.20
_BESIDE: Final = 0.10
_SHORT_BESIDE: Final = 0.2
_SHORT_BETWEEN: Final = 0.3
_ENCLOSED: Final = 0.28
_SMALL_GAP: Final = 8
_CLEAR: Final = 0.42
_MARGIN: Final = 0.15
_TELLING_WORDS: Final = 12
_LEAST: Final = 0.2
_MOST_BY_PLACE: Final = 0.32
_FIRST: Final = 0x10000
_MOST: Final = 0x100000
_ALL_PAIRS: Final = 250_000
_CANDIDATES: Final = 12


class Similarity:
    """Similarity of clauses by words, 0 to 1, remembered."""

    def __init__(self, matching: Matching) -> None:
        self._matching = matching
        self._letters: dict[str, str] = {}
        self._old = [self._encoded(passage.words) for passage in matching.old]
        self._new = [self._encoded(passage.words) for passage in matching.new]
        self._known: dict[tuple[int, int], float] = {}

    def of(self, old: int, new: int) -> float:
        """Answer the similarity of the old clause at `old` and the new one at `new`."""
        known = self._known.get((old, new))
        if known is None:
            known = Indel.normalized_similarity(self._old[old], self._new[new], score_cutoff=_LEAST)
            self._known[old, new] = known
        return known

    def near(self, new: int, olds: list[int]) -> list[tuple[int, float]]:
        """Answer those of `olds` that are at all similar to the new clause at `new`."""
        found = process.extract(
            self._new[new],
            {old: self._old[old] for old in olds},
            scorer=Indel.normalized_similarity,
            score_cutoff=_LEAST,
            limit=None,
        )
        self._known.update({(old, new): score for _, score, old in found})
        return [(old, score) for _, score, old in found]

    def with_place(
        self, old: int, new: int, *, between: bool = False, small: bool = False
    ) -> float:
        """Answer the similarity with what label, heading and neighbours add; 0 if it can't tell.

        `between`: both stand between the same pairs, in a `small` stretch of a few clauses.
        """
        similarity = self.of(old, new)
        one, other = self._matching.old[old], self._matching.new[new]
        beside = self._matching.are_neighbours(old, new)
        is_short = min(len(one.words), len(other.words)) < FEW_WORDS
        if is_short and similarity < _least_for_short(beside=beside, between=between and small):
            return 0.0
        if not similarity or (one.kind == "heading") != (other.kind == "heading"):
            return similarity * 0.8
        score = similarity
        score += _SAME_LABEL * (other.numbered and one.label == other.label)
        score += _SAME_HEADING * (one.heading == other.heading)
        score += (_CLOSE_BETWEEN if small else _BETWEEN) * between + _BESIDE * beside
        return score

    def _encoded(self, words: tuple[str, ...]) -> str:
        """Answer the words as one letter each, so that letters can be compared for words."""
        letters = self._letters
        return "".join(
            [letters.setdefault(word, chr(_FIRST + len(letters) % _MOST)) for word in words]
        )


def _least_for_short(*, beside: bool, between: bool) -> float:
    """Answer how alike two short clauses must be: the less, the better their place tells."""
    if beside:
        return _SHORT_BESIDE
    return _SHORT_BETWEEN if between else _UNMISTAKABLE


def pair_alike(matching: Matching, similarity: Similarity) -> None:
    """Pair free clauses by similarity: the unmistakable, then in order, then out of order."""
    _pair_in_place(matching, similarity)
    _pair_greedily(matching, similarity, least=_UNMISTAKABLE)
    for olds, news in matching.gaps():
        for old, new in _in_order(olds, news, similarity):
            matching.pair(old, new, similarity.of(old, new))
    _pair_enclosed(matching, similarity)
    _pair_greedily(matching, similarity, least=SURE)
    _pair_clear_winners(matching, similarity)


def doubtful_pairs(matching: Matching, similarity: Similarity) -> list[tuple[int, int, float]]:
    """Answer (old, new, score) for free clauses that may be the same, each at most once."""
    scored = [
        (score, old, new)
        for old, new, _ in _candidates(matching, similarity)
        if (score := similarity.with_place(old, new)) >= DOUBTFUL
    ]
    found: list[tuple[int, int, float]] = []
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    for score, old, new in sorted(scored, key=lambda each: (-each[0], each[2], each[1])):
        if old not in taken_old and new not in taken_new:
            taken_old.add(old)
            taken_new.add(new)
            found.append((old, new, score))
    return sorted(found, key=lambda each: each[1])


def _pair_in_place(matching: Matching, similarity: Similarity) -> None:
    """Pair what is unmistakably the same right after, or right before, a pair."""
    for step in (1, -1):
        places = range(len(matching.new)) if step > 0 else reversed(range(len(matching.new)))
        for new in places:
            edge = -1 if step > 0 else len(matching.old)
            at_end = new == 0 if step > 0 else new == len(matching.new) - 1
            neighbour = edge if at_end else matching.to_old.get(new - step)
            if new in matching.to_old or neighbour is None:
                continue
            old = neighbour + step
            if not 0 <= old < len(matching.old) or old in matching.to_new:
                continue
            is_one_kind = matching.old[old].kind == matching.new[new].kind
            if is_one_kind and similarity.of(old, new) >= _UNMISTAKABLE:
                matching.pair(old, new, similarity.of(old, new))


def _pair_greedily(matching: Matching, similarity: Similarity, *, least: float) -> None:
    scored = []
    bounds = matching.bounds()
    for old, new, plain in _candidates(matching, similarity):
        if plain < least - _MOST_BY_PLACE:
            continue
        between = bounds[new][0] < old < bounds[new][1]
        score = similarity.with_place(old, new, between=between)
        if plain >= least or (least < _UNMISTAKABLE and score >= least):
            scored.append((score, plain, old, new))
    for score, plain, old, new in sorted(scored, key=lambda each: (-each[0], -each[1], *each[2:])):
        if score and old not in matching.to_new and new not in matching.to_old:
            matching.pair(old, new, plain)


def _pair_enclosed(matching: Matching, similarity: Similarity) -> None:
    """Pair single free clauses of one kind that stand between the same two pairs."""
    for olds, news in matching.gaps():
        old, new = olds[0], news[0]
        if len(olds) > 1 or len(news) > 1 or not matching.are_enclosed(old, new):
            continue
        is_one_kind = matching.old[old].kind == matching.new[new].kind
        if is_one_kind and similarity.of(old, new) >= _ENCLOSED:
            matching.pair(old, new, similarity.of(old, new))


def _pair_clear_winners(matching: Matching, similarity: Similarity) -> None:
    """Pair free long clauses that are far more alike than either is to any other free one."""
    by_old: dict[int, list[float]] = defaultdict(list)
    by_new: dict[int, list[float]] = defaultdict(list)
    clear = []
    for old, new, score in _candidates(matching, similarity):
        by_old[old].append(score)
        by_new[new].append(score)
        words = min(len(matching.old[old].words), len(matching.new[new].words))
        if score >= _CLEAR and words >= _TELLING_WORDS:
            clear.append((score, old, new))
    for score, old, new in clear:
        rivals = sorted(by_old[old])[:-1][-1:] + sorted(by_new[new])[:-1][-1:]
        is_best = score == max(by_old[old]) == max(by_new[new])
        if is_best and all(rival <= score - _MARGIN for rival in rivals):
            matching.pair(old, new, score)


def _candidates(matching: Matching, similarity: Similarity) -> list[tuple[int, int, float]]:
    """Answer (old, new, similarity) for free clauses that are at all similar.

    In long texts only those that share rare words are looked at.
    """
    olds, news = matching.free_old(), matching.free_new()
    if not olds or not news:
        return []
    if len(olds) * len(news) <= _ALL_PAIRS:
        return [(old, new, score) for new in news for old, score in similarity.near(new, olds)]
    holders: dict[str, list[int]] = defaultdict(list)
    for old in olds:
        for word in set(matching.old[old].words):
            holders[word].append(old)
    found = []
    for new in news:
        shared: Counter[int] = Counter()
        for word in set(matching.new[new].words):
            if len(holders[word]) <= max(8, len(olds) // 20):
                shared.update(holders[word])
        likely = [old for old, _ in shared.most_common(_CANDIDATES)]
        found += [(old, new, score) for old, score in similarity.near(new, likely)]
    return found


def _in_order(olds: list[int], news: list[int], similarity: Similarity) -> list[tuple[int, int]]:
    """Answer the pairs of two stretches that are most alike in all and keep their order."""
    if len(olds) * len(news) > _ALL_PAIRS:
        return []
    width = len(olds) + 1
    small = max(len(olds), len(news)) <= _SMALL_GAP
    best = [[0.0] * width for _ in range(len(news) + 1)]
    gains: dict[tuple[int, int], float] = {}
    for row, new in enumerate(news, start=1):
        for column, old in enumerate(olds, start=1):
            gain = similarity.with_place(old, new, between=True, small=small) - SURE
            best[row][column] = max(best[row - 1][column], best[row][column - 1])
            if gain >= 0:
                gains[row, column] = gain + 0.01
                both = best[row - 1][column - 1] + gain + 0.01
                best[row][column] = max(best[row][column], both)
    found = []
    row, column = len(news), len(olds)
    while row and column:
        gain = gains.get((row, column), -1)
        if gain >= 0 and best[row][column] == best[row - 1][column - 1] + gain:
            found.append((olds[column - 1], news[row - 1]))
            row, column = row - 1, column - 1
        elif best[row][column] == best[row - 1][column]:
            row -= 1
        else:
            column -= 1
    return found
