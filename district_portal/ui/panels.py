"""What an upper part has to say on a lower part's page, without the lower part knowing it.

An app's own `panels.py` is imported when Django starts and calls `register()` there.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest  # noqa: TID251 - a name for the type
    from django.utils.functional import Promise

SLOTS = ("navigation", "header", "policy", "publish", "rescind", "person", "place", "tasks")
"""Every slot there is. `navigation` takes the request; the others take request and subject.

`header` is on every page and has no subject.
"""

Panel = tuple[str, dict[str, Any]]
"""A template's name and the context it is rendered with."""


@dataclass(frozen=True, kw_only=True)
class NavItem:
    """One entry of the main navigation; `count` is what waits there for the person."""

    label: str | Promise
    url_name: str
    count: int = 0
    order: int = 100
    visible: bool = True

    @property
    def url(self) -> str:
        return reverse(self.url_name)


class UnknownSlotError(LookupError):
    """A slot that no page offers."""


_registered: dict[str, list[tuple[int, Callable[..., Any]]]] = defaultdict(list)


def register(slot: str, function: Callable[..., Any], *, order: int = 100) -> None:
    """Let `function` speak in `slot`; lower orders come first. Twice the same is once.

    Raises UnknownSlotError for a slot that is not in SLOTS.
    """
    _check(slot)
    entry = (order, function)
    if entry not in _registered[slot]:
        _registered[slot].append(entry)
        _registered[slot].sort(key=lambda pair: pair[0])


def functions(slot: str) -> list[Callable[..., Any]]:
    """The functions that speak in `slot`, in order. Raises UnknownSlotError."""
    _check(slot)
    return [function for _, function in _registered[slot]]


def panels(slot: str, request: HttpRequest, subject: object) -> list[Panel]:
    """What every part says in `slot` about `subject`; a function may answer None.

    Nothing for somebody who is not signed in, but in the header: panels are about people.
    """
    if slot != "header" and not request.user.is_authenticated:
        return []
    answers = (function(request, subject) for function in functions(slot))
    return [panel for panel in answers if panel is not None]


def navigation(request: HttpRequest) -> list[NavItem]:
    """The entries that a signed-in person sees, in order; nothing for anyone else."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    answers = (function(request) for function in functions("navigation"))
    items = [item for item in answers if item is not None and item.visible]
    return sorted(items, key=lambda item: item.order)


def _check(slot: str) -> None:
    if slot not in SLOTS:
        raise UnknownSlotError(f"No page offers the slot {slot!r}; there are {', '.join(SLOTS)}")
