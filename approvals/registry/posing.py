"""Accounts of which everyone is warned, because they claim to be the district.

Whoever keeps their cases tells of them here: the registry doesn't know that part.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass

from district_portal.ui.together import Sought, told

SHOWN = 10
"""Warnings that are listed where everyone can see them."""


@dataclass(frozen=True)
class Posing:
    """An account that is not ours: its address without https, and its platform, if it is on one.

    `reported_on` is the day on which that was told; None as long as it was not.
    """

    address: str
    platform: str
    reported_on: dt.date | None = None


AtFinder = Callable[[Collection[str]], Sought[Posing]]
CurrentFinder = Callable[[int], list[Posing]]
_at: list[AtFinder] = []
_current: list[CurrentFinder] = []


def look_in(at: AtFinder, *, current: CurrentFinder) -> None:
    """Let an upper part tell of warnings: of given addresses, and the newest so many."""
    if at not in _at:
        _at.append(at)
        _current.append(current)


def poses_at(keys: Collection[str]) -> tuple[Posing, ...]:
    """The warnings of addresses in their one spelling; one query where there is none."""
    return tuple(row for rows in told(sought_at(keys)) for row in rows)


def sought_at(keys: Collection[str]) -> list[Sought[Posing]]:
    """The same, still to be fetched together with what others look for."""
    return [find(keys) for find in _at] if keys else []


def warned_of() -> tuple[Posing, ...]:
    """The newest warnings, at most SHOWN; one query."""
    return tuple(row for find in _current for row in find(SHOWN))[:SHOWN]
