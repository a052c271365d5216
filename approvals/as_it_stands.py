"""How an account of the registry stands today, for who asks to change it or to close it.

The registry tells; requests do not know it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from accounts.models import Place

MARK: Final = "registered:"
"""With this begins what such a request is about, so that it is no address of an account."""


@dataclass(frozen=True, kw_only=True)
class AsItStands:
    """An account as it is. `values` are the answers on which its approval rests, by field name.

    `managers` are the ids of who signs in beside the owner (id), `promised` the promises that its
    owner gave for it, word for word. `places` are ids: where its owner looks after it, and its own.
    `parents_first` says of other values whether parents are told before they hold.
    """

    name: str
    is_closed: bool
    owner: int
    owner_name: str
    managers: frozenset[int]
    place: Place
    places: tuple[int, ...]
    values: Mapping[str, Any]
    promised: frozenset[str]
    parents_first: Callable[[Mapping[str, Any]], bool]


Teller = Callable[[int], AsItStands | None]
_tellers: list[Teller] = []


def told_by(teller: Teller) -> None:
    """Register who knows how an account (its id) stands; called once, when Django starts."""
    if teller not in _tellers:
        _tellers.append(teller)


def about(account: int) -> str:
    """What a request about the account of this id is about."""
    return f"{MARK}{account}"


def of(request_about: str) -> AsItStands | None:
    """The account that a request is about; None for a request about anything else."""
    mark, _found, pk = request_about.rpartition(":")
    if f"{mark}:" != MARK:
        return None
    return next((there for teller in _tellers if (there := teller(int(pk)))), None)
