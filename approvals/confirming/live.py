"""Which approvals are live, and who answers for each: said by those who keep what was approved."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from accounts.models import Person

Live = Callable[[Iterable[int]], dict[int, Person]]
"""Request ids → those of them whose approval is live, each with its owner of today."""

_KEEPERS: list[Live] = []


def keep(live: Live) -> None:
    """Register who knows what became of approved requests; once each."""
    if live not in _KEEPERS:
        _KEEPERS.append(live)


def owners(requests: Iterable[int]) -> dict[int, Person]:
    """Of these requests (ids) the live ones, each with its owner; one statement a keeper."""
    ids, found = list(requests), dict[int, Person]()
    for live in _KEEPERS if ids else ():
        found |= live(ids)
    return found
