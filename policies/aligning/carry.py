"""Keys: random, never made from a label, carried from version to version, never used twice."""

import secrets
from collections.abc import Iterable, Sequence
from typing import Any, Final

from policies.aligning.align import Alignment, align, is_whole

ALPHABET: Final = "23456789bcdfghjkmnpqrstvwxyz"
"""Without vowels and look-alikes, so that no key is a word or is misread."""
KEY_LENGTH: Final = 8


def new_key(used: set[str]) -> str:
    """Answer a random key that isn't in `used`, and add it there."""
    while True:
        key = "".join(secrets.choice(ALPHABET) for _ in range(KEY_LENGTH))
        if key not in used:
            used.add(key)
            return key


def carry_keys(
    old: Sequence[Any],
    new: Sequence[Any],
    used: Iterable[str] = (),
    *,
    alignment: Alignment | None = None,
) -> list[tuple[str, str]]:
    """Answer (key, split_from) for each clause of `new`.

    A clause that is one of `old` has its key; others have new ones, unlike any of `old` or
    `used`. `split_from` is the key of the clause that a split-off part was in, else empty.
    """
    alignment = alignment or align(old, new)
    taken = {*used, *(passage.key for passage in alignment.old if passage.key)}
    answer: list[tuple[str, str]] = [("", "")] * len(alignment.new)
    for pair in alignment.pairs:
        key = alignment.old[pair.old].key or ""
        if is_whole(pair):
            answer[pair.new] = (key, answer[pair.new][1])
        elif "split" in pair.kinds:
            answer[pair.new] = (answer[pair.new][0], key)
    return [(key or new_key(taken), split_from) for key, split_from in answer]
