"""Where else an address is known, or one that looks like it: asked for, or known to other parts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.db.models import Case, F, When
from django.utils.translation import gettext as _

from accounts.naming import called
from approvals import lookalikes
from approvals.models import Request
from district_portal.ui.together import Row, Sought, told


@dataclass(frozen=True)
class Use:
    """One place where the same account is known, or one that looks like it, in words.

    `taken` when it is the same, and ours already.
    """

    words: str
    taken: bool = False


SHOWN = 3
Finder = Callable[[str], list[Use] | Sought[Use]]
_finders: list[Finder] = []


def look_in(finder: Finder) -> None:
    """Let an upper part tell where it knows an address; called once, when Django starts."""
    if finder not in _finders:
        _finders.append(finder)


def uses(about: str, *, apart_from: Request | None = None) -> list[Use]:
    """Where `about` (an account in its one spelling) is known, apart from one request."""
    if not about:
        return []
    asked = Request.objects.filter(
        looks=lookalikes.look(about), state__in=[Request.State.OPEN, Request.State.RETURNED]
    )
    if apart_from:
        asked = asked.exclude(pk=apart_from.pk)
    asked = asked.order_by(Case(When(about=about, then=0), default=1), "-created_at", "-pk")
    named = asked.values("number", address=F("about"), name=called("requester"))
    return _told([Sought(named[:SHOWN], partial(_asked, about)), *_answers(about)])


def _asked(about: str, rows: list[Row]) -> list[Use]:
    same = _("%(name)s has asked for the same: request %(number)s.")
    like = _("%(name)s has asked for %(address)s, which looks like this: request %(number)s.")
    return [Use((same if row["address"] == about else like) % row) for row in rows]


def taken(about: str) -> Use | None:
    """The first use of `about` that makes it ours already."""
    return next((use for use in known_elsewhere(about) if use.taken), None)


def known_elsewhere(about: str) -> list[Use]:
    """Where upper parts know `about`, each in its words; one statement for those who seek rows."""
    return _told(_answers(about))


def _answers(about: str) -> list[list[Use] | Sought[Use]]:
    return [finder(about) for finder in _finders] if about else []


def _told(answers: list[list[Use] | Sought[Use]]) -> list[Use]:
    found = iter(told([answer for answer in answers if isinstance(answer, Sought)]))
    return [
        use for answer in answers for use in (next(found) if isinstance(answer, Sought) else answer)
    ]
