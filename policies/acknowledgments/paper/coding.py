"""The codes of printed sheets: letters and digits that nobody takes for one another.

The last one checks the others: any single slip, and any two that change places, are found. (A
weighted sum modulo a prime, as ISBN-10 has it; here the prime is the number of signs.)
"""

from __future__ import annotations

import re
import secrets
from typing import Final

ALPHABET: Final = "34679CFGHJKMNPRTVWX"
"""19 signs without vowels, so that no code is a word, and without 0 and O, 1 and I, 5 and S …"""
LENGTH: Final = 10
LONGEST_TYPED: Final = 300
_NOISE: Final = re.compile(r"[\s-]+")


class MistypedError(ValueError):
    """No sheet has such a code: it is too short or too long, or its last sign doesn't fit."""


def fresh() -> str:
    """A new code, out of 3 · 10¹¹ that are possible."""
    body = "".join(secrets.choice(ALPHABET) for _sign in range(LENGTH - 1))
    return body + _checking(body)


def read(typed: str) -> str:
    """The code in what was typed or scanned: with or without spaces and hyphens, or an address.

    Raises MistypedError.
    """
    last = typed.strip().rstrip("/").rpartition("/")[2]
    code = _NOISE.sub("", last).upper()
    if len(code) != LENGTH or not set(code) <= set(ALPHABET) or code[-1] != _checking(code[:-1]):
        raise MistypedError
    return code


def _checking(body: str) -> str:
    weighed = sum(place * ALPHABET.index(sign) for place, sign in enumerate(body, start=1))
    return ALPHABET[-weighed * pow(LENGTH, -1, len(ALPHABET)) % len(ALPHABET)]
