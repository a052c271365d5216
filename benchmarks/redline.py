"""How long a redline takes, beside the bare comparison of the same words.

Run it by `python -m benchmarks.redline`: one JSON object a line. The floor for a policy is
rapidfuzz's `LCSseq.opcodes` over word numbers, which says what changed but nothing of clauses;
for a manual it is diff-match-patch in C++ over words.
"""

import json
import random
import re
from collections.abc import Iterator
from typing import Any, Final

from rapidfuzz.distance import LCSseq

from benchmarks import texts
from benchmarks.edits import Edited, edit
from benchmarks.timing import best
from policies.aligning import align
from policies.aligning.align import is_whole
from policies.aligning.passages import normalised
from policies.comparing import word_changes

try:
    from fast_diff_match_patch import diff
except ImportError:
    diff = None

POLICY_WORDS: Final = 4_000
MANUAL_WORDS: Final = 60_000
_SEED: Final = 20260115
_ROUNDS: Final = 7
_WORD: Final = re.compile(r"\w+|\s+|[^\w\s]")


def figures() -> Iterator[dict[str, Any]]:
    """Yield each figure with its floor in the same run; seconds, the best of several rounds."""
    policy, manual = _case(POLICY_WORDS), _case(MANUAL_WORDS)
    ours = best(lambda: _redline(policy), rounds=_ROUNDS)
    yield _figure("redline of a 4,000-word policy", ours, "LCSseq.opcodes", _lcs(policy), 3.0)
    if diff is not None:
        ours = best(lambda: _redline(manual), rounds=3)
        floor = best(lambda: _diff_match_patch(manual), rounds=3)
        name = "redline of a 60,000-word manual"
        yield _figure(name, ours, "fast-diff-match-patch, words", floor, 1.0)


def _figure(
    name: str, value: float, floor: str, floor_value: float, reach: float
) -> dict[str, Any]:
    return {
        "benchmark": "redline",
        "figure": name,
        "value": round(value, 5),
        "floor": floor,
        "floor_value": round(floor_value, 5),
        "ratio": round(value / floor_value, 2),
        "reach": reach,
    }


def _case(words: int) -> Edited:
    """Answer a text of about `words` words and its next version, a twentieth of it changed."""
    chance = random.Random(_SEED)
    vocabulary = texts.vocabulary(chance)
    base = texts.invented(chance, vocabulary, words // 31)
    few = max(1, len(base) // 50)
    return edit(base, chance, words=vocabulary, changed=0.05, moves=few, added=few, removed=few)


def _redline(case: Edited) -> int:
    """Align the clauses and compare the words in each pair, from scratch."""
    normalised.cache_clear()
    alignment = align(case.old, case.new)
    return sum(
        len(word_changes(alignment.old[pair.old].text, alignment.new[pair.new].text))
        for pair in alignment.pairs
        if is_whole(pair)
    )


def _texts(case: Edited) -> tuple[str, str]:
    return tuple("\n".join(clause.text for clause in side) for side in (case.old, case.new))


def _lcs(case: Edited) -> float:
    old, new = _texts(case)

    def compare() -> None:
        numbers: dict[str, int] = {}
        sides = [
            [numbers.setdefault(word, len(numbers)) for word in _WORD.findall(text)]
            for text in (old, new)
        ]
        LCSseq.opcodes(*sides)

    return best(compare, rounds=_ROUNDS)


def _diff_match_patch(case: Edited) -> None:
    """Compare word by word, each word one character, as that library's word mode is done."""
    numbers: dict[str, str] = {}
    old, new = (
        "".join(
            numbers.setdefault(word, chr(0x4E00 + len(numbers))) for word in _WORD.findall(text)
        )
        for text in _texts(case)
    )
    diff(old, new, timelimit=0, checklines=False)


if __name__ == "__main__":
    for figure in figures():
        print(json.dumps(figure))
