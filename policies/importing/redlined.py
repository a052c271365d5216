"""A redline whose marks were lost: struck and new words stand side by side."""

import re
from typing import Final

_GLUED: Final = re.compile(r"\b([a-z]{4,})([A-Z][a-z]{3,})\b")
_PAIR: Final = re.compile(r"\b([A-Za-z]{3,})\s+([A-Za-z]{3,})\b")
_CHANGED: Final = re.compile(
    r"\b(?:has have|have has|is are|was were|were was|a an|an a|the a|a the|this the|shall will|"
    r"will shall|or and|and or|"
    r"(?:her|his|him|he|she|(?:his|him)/her|s?he/s?he) (?:their|they|them)|"
    r"(?:their|they|them) (?:her|his|him|he/she|his/her))\b"
)
_POINTS: Final = re.compile(r"[a-z]{3}\.[a-z]{3,}\s|[a-z]\.{2}(?:\s|$)")
_YEARS: Final = re.compile(r"\b(\d{4})-\d{4}\s+(?!\1)(\d{4})-\d{4}\b")
_AGAIN: Final = re.compile(r",\s+([A-Z][a-z]*(?:\s+[a-z]+){3,8})\b")
_USUAL: Final = frozenset({"that", "had"})
_SURE: Final = 3
_ENOUGH: Final = 3
_WORDS: Final = 1200
"""A text as long as that may hold one such slip without being a redline."""


def looks_like_flattened_redline(texts: list[str]) -> bool:
    """Whether words repeat side by side in `texts`, the clauses, as struck and new ones do.

    `districtDistrict`, `who has have`, `has been have been`, `2024-2025 2022-2023`, `if a student
    moves, If a student leaves`.
    """
    words = sum(text.count(" ") + 1 for text in texts)
    return sum(_hints(text) for text in texts) >= max(_ENOUGH, words / _WORDS)


def _hints(text: str) -> int:
    hints = sum(one.lower() == two.lower() for one, two in _GLUED.findall(text))
    hints += len(_CHANGED.findall(text)) + len(_POINTS.findall(text))
    hints += sum(
        one.lower() == two.lower() and one.lower() not in _USUAL for one, two in _PAIR.findall(text)
    )
    years = [(int(one), int(two)) for one, two in _YEARS.findall(text)]
    hints += _SURE * sum(two != one + 1 for one, two in years)
    return hints + _SURE * sum(_begins_again(text, match) for match in _AGAIN.finditer(text))


def _begins_again(text: str, match: re.Match[str]) -> bool:
    """Whether a sentence begins anew in its middle, with the words that it began with."""
    words = match[1].lower().split()[:4]
    sentence = re.split(r"[.!?:]\s", text[: match.start()])[-1]
    return sentence.lower().split()[:4] == words
