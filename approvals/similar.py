"""Where else an address is known: what has been asked for, and what other parts know of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from approvals.models import Request


@dataclass(frozen=True)
class Use:
    """One place where the same account is known, in words; `taken` when it is ours already."""

    words: str
    taken: bool = False


Finder = Callable[[str], list[Use]]
_finders: list[Finder] = []


def look_in(finder: Finder) -> None:
    """Let an upper part tell where it knows an address; called once, when Django starts."""
    if finder not in _finders:
        _finders.append(finder)


def uses(about: str, *, apart_from: Request | None = None) -> list[Use]:
    """Where `about` (an account in its one spelling) is known, apart from one request."""
    if not about:
        return []
    asked = Request.objects.filter(about=about, state__in=["open", "returned"])
    if apart_from:
        asked = asked.exclude(pk=apart_from.pk)
    found = [
        Use(
            _("%(name)s has asked for the same account: request %(number)s.")
            % {"name": request.requester, "number": request.number}
        )
        for request in asked.select_related("requester")[:3]
    ]
    return found + _known_elsewhere(about)


def taken(about: str) -> Use | None:
    """The first use of `about` that makes it ours already."""
    return next((use for use in _known_elsewhere(about) if use.taken), None)


def _known_elsewhere(about: str) -> list[Use]:
    return [use for finder in _finders for use in finder(about)] if about else []
