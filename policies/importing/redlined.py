"""A redline whose marks were lost: struck and new words stand side by side."""

import re
from typing import Final

_GLUED: Final = re.compile(r"\b([a-z]{4,})([A-Z][a-z]{3,})\b")
_PAIR: Final = re.compile(r"\b([A-Za-z]{3,})\s+([A-Za-z]{3,})\b")
_DOUBLED: Final = re.compile(
    r"\b(?:has have|have has|is are|was were|were was|a an|an a|the a|a the|this the|shall will|"
    r"will shall)\b"
)
_USUAL: Final = frozenset({"that", "had"})
_ENOUGH: Final = 3


def looks_like_flattened_redline(texts: list[str]) -> bool:
    """Whether words repeat side by side in `texts`, the clauses, as struck and new ones do.

    `districtDistrict`, `who has have`, `has been have been`, `2024-2025 2022-2023`.
    """
    return sum(_hints(text) for text in texts) >= _ENOUGH


def _hints(text: str) -> int:
    hints = sum(one.lower() == two.lower() for one, two in _GLUED.findall(text))
    hints += len(re.findall(r"\b(\d{4}-\d{4})\s+(?!\1)\d{4}-\d{4}\b", text))
    hints += len(_DOUBLED.findall(text))
    hints += len(re.findall(r"[a-z]{3}\.[a-z]{3,}\s|[a-z]\.{2}(?:\s|$)", text))
    return hints + sum(
        one.lower() == two.lower() and one.lower() not in _USUAL for one, two in _PAIR.findall(text)
    )
