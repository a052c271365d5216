"""Addresses that differ by a number alone, such as those of the fifty rows of a list."""

from __future__ import annotations

from functools import lru_cache

from django.urls import get_script_prefix, get_urlconf, reverse

_MARK = 9_070_605_040_302_010
"""A number that no address has but where we put it."""


def numbered(view: str, number: int) -> str:
    """`reverse(view, args=[number])`, which a list would else look up again for each of its rows.

    Raises NoReverseMatch where there is no such view, or none that takes one number.
    """
    before, after = _around(view, get_script_prefix(), get_urlconf())
    return f"{before}{number:d}{after}"


@lru_cache(maxsize=512)
def _around(view: str, _prefix: str, _urlconf: str | None) -> tuple[str, str]:
    before, _mark, after = reverse(view, args=[_MARK]).partition(str(_MARK))
    return before, after
