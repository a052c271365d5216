"""Numbers in an address or a form's hidden field, which anybody may write there."""

from __future__ import annotations

from typing import Final

LONGEST: Final = 9
"""Digits; so the number fits into the database's integers."""


def read_number(text: str | None) -> int | None:
    """The whole number from 0 that `text` is; None for anything else, or for a longer one."""
    return int(text) if text and text.isdecimal() and len(text) <= LONGEST else None
