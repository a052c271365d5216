"""How a seal is written where it is kept outside: NUMBER:HASH, and what may follow on the line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_LINE = re.compile(r"\s*([1-9][0-9]{0,17}):([0-9a-fA-F]{64})(\s.*)?", re.DOTALL)


def read(lines: Iterable[str]) -> dict[int, str]:
    """Hashes of seals by their numbers, out of `lines`; empty ones and those with # are remarks.

    Raises ValueError for a line that is none, and for two that contradict each other: the message
    is a sentence for whoever gave them.
    """
    kept: dict[int, str] = {}
    for line in lines:
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        found = _LINE.fullmatch(line)
        if not found:
            raise ValueError(f"{line.strip()[:100]!r} is no seal: write NUMBER:HASH.")
        number, digest = int(found[1]), found[2].lower()
        if kept.setdefault(number, digest) != digest:
            raise ValueError(f"Two different hashes were kept of seal {number}.")
    return kept
