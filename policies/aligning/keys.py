"""Keys: random, never made from a label, carried from version to version, never used twice."""

import secrets
from typing import Final

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
