"""Accounts beside the registry: run by others, found and not confirmed yet, or gone.

Whoever lists them tells of them here: the registry doesn't know that part.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from district_portal.ui.together import Sought


@dataclass(frozen=True)
class Beside:
    """An account that we know of: its address without https, its name, and who runs it.

    `run_by` is an organization outside the district; empty where the account may be ours and
    nobody has confirmed it, and where it is `gone`.
    """

    address: str
    name: str
    run_by: str = ""
    gone: bool = False


Finder = Callable[[Collection[str]], Sought[Beside]]
_finders: list[Finder] = []


def look_in(finder: Finder) -> None:
    """Let an upper part tell which accounts it lists at given addresses."""
    if finder not in _finders:
        _finders.append(finder)


def sought_at(keys: Collection[str]) -> list[Sought[Beside]]:
    """Those at these addresses, each in its one spelling; still to be fetched."""
    return [find(keys) for find in _finders] if keys else []
