"""A whole name in one cell: which part is the first name, and which the last."""

from __future__ import annotations

import re
from typing import Final

_PARTICLES: Final = frozenset(
    {"de", "del", "della", "der", "den", "di", "da", "das", "do", "dos", "du", "la", "le", "van",
     "von", "vander", "zu", "ter", "ten", "el", "al", "bin", "ibn", "st.", "san", "santa", "y"}
)  # fmt: skip
_NO_NAME: Final = re.compile(r"[;:@/|\d]")
_SUFFIX: Final = re.compile(r"(jr|sr|ii|iii|iv|v|phd|ph\.d|edd|ed\.d|md)\.?", re.IGNORECASE)


def split(name: str) -> tuple[str, str] | None:
    """First and last name of “Last, First” or “First Last”; None for one word, or what is no name.

    Without a comma the last name is the last word, with “de la” and the like before it and “Jr.”
    after it.
    """
    if _NO_NAME.search(name):
        return None
    if "," in name:
        return _at_comma(name)
    words = name.split()
    end = len(words)
    while end > 2 and _SUFFIX.fullmatch(words[end - 1]):  # noqa: PLR2004 - two names stay
        end -= 1
    begin = end - 1
    while begin > 1 and words[begin - 1].lower() in _PARTICLES:
        begin -= 1
    if begin < 1:
        return None
    return " ".join(words[:begin]), " ".join(words[begin:])


def _at_comma(name: str) -> tuple[str, str] | None:
    parts = [part.strip() for part in name.split(",") if part.strip()]
    suffixes = [part for part in parts[1:] if _SUFFIX.fullmatch(part)]
    named = [part for part in parts if part not in suffixes]
    if len(named) == 1 and suffixes:
        return split(f"{named[0]} {suffixes[0]}")
    if len(named) != 2:  # noqa: PLR2004 - last and first
        return None
    last = " ".join([named[0], *suffixes])
    return named[1], last
