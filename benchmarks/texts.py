"""Texts to measure on: real policies beside the clone where they are, else invented ones."""

import random
from pathlib import Path

from benchmarks.edits import Clause

SHARED = Path(__file__).parents[2] / "shared" / "policies"
_STEMS = [
    "ac",
    "be",
    "com",
    "de",
    "en",
    "for",
    "gra",
    "hol",
    "in",
    "jus",
    "kin",
    "lea",
    "mo",
    "no",
    "ob",
    "per",
    "qua",
    "re",
    "sta",
    "tru",
    "un",
    "ver",
    "wor",
]
_ENDS = [
    "ance",
    "ble",
    "cy",
    "der",
    "ent",
    "ful",
    "ing",
    "ion",
    "ity",
    "less",
    "ly",
    "ment",
    "ness",
    "or",
    "ship",
    "tive",
    "ure",
]


def vocabulary(chance: random.Random, size: int = 1500) -> list[str]:
    """Answer invented words, the first ones far more often than the last, as in any language."""
    words = [
        "".join((chance.choice(_STEMS), chance.choice(_STEMS), chance.choice(_ENDS)))
        for _ in range(size)
    ]
    weighted = [
        word for rank, word in enumerate(words, start=1) for _ in range(max(1, 400 // rank))
    ]
    chance.shuffle(weighted)
    return weighted


def invented(chance: random.Random, words: list[str], count: int) -> list[Clause]:
    """Answer `count` clauses of 6 to 60 invented words, some of them short headings."""
    clauses = []
    for number in range(count):
        if number % 12 == 0:
            text = " ".join(word.title() for word in chance.choices(words, k=chance.randint(2, 5)))
            clauses.append(Clause(number, text, kind="heading"))
        else:
            text = " ".join(chance.choices(words, k=chance.randint(8, 60)))
            clauses.append(Clause(number, f"{text.capitalize()}.", label=f"{number}."))
    return clauses


def real() -> list[list[Clause]]:
    """Answer the real policies as clauses, none where they aren't there."""
    from policies.importing import parse

    texts = []
    for path in sorted(SHARED.glob("*.txt")):
        nodes = [node for node in parse(path).nodes if node.text]
        if len(nodes) >= 20:
            texts.append(
                [
                    Clause(number, node.text, node.label, node.kind, node.depth)
                    for number, node in enumerate(nodes)
                ]
            )
    return texts
