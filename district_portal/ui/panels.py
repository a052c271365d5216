"""What an upper part has to say on a lower part's page, without the lower part knowing it.

An app's own `panels.py` is imported when Django starts and calls `register()` there.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.db.models import TextChoices
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from district_portal.ui import counting

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.http import HttpRequest  # noqa: TID251 - a name for the type
    from django.utils.functional import Promise

    from accounts.models import Person
    from district_portal.ui.alike import Rows

SLOTS = (
    "navigation",
    "header",
    "footer",
    "policy",
    "below_policy",
    "clauses",
    "sign",
    "asked",
    "kept_request",
    "kept_account",
    "publish",
    "signers",
    "asked_again",
    "rescind",
    "person",
    "place",
    "posting",
    "tasks",
    "waiting",
)
"""Every slot there is. `navigation` takes the request; the others take request and subject.

`header` is on every page and has no subject. `footer` is on every page, its subject is the person
who looks; what it shows is a list's item. `signers` answers no panel but whether the draft that
is to be published belongs to a policy that anybody must sign, and `asked_again` how many people
each choice of who signs it again asks, in words. `below_policy` takes a policy, as
`policy` does, and stands below its text, which people come to read. `posting` is shown before a
person is moved: its subject is the `accounts.consequences.Prospect`. `clauses` takes a policy and
answers panels by the keys of its clauses (see `beside`); `sign` takes what somebody is asked to
sign and answers the same, and besides what stands by the signature under the key "sign". `asked`
is on the pages of a request; further down, `kept_request` and `kept_account` say how it and an
account are kept as records. `waiting` takes a person and answers rows, each of which stands on My
tasks for them and is counted by no other entry of the navigation that `is_to_do`.
"""

Panel = tuple[str, dict[str, Any]]
"""A template's name and the context it is rendered with."""


class Area(TextChoices):
    """What entries of the navigation stand under, in order; see `areas`."""

    POLICIES = "policies", _("Policies")
    PEOPLE = "people", _("People")
    ACCOUNTS = "accounts", _("Accounts")
    REPORTS = "reports", _("Reports")
    DISTRICT = "district", _("District")


@dataclass(frozen=True, kw_only=True)
class NavItem:
    """One entry of the navigation; `count` is what waits there for the person.

    It may be the rows themselves, as a function of the person: those of all entries are counted in
    one statement. An entry that is `only_with_count` is shown while something waits. What an entry
    counts that `is_to_do` stands on My tasks too, so that the entry which `sums_up` counts it once
    more, beside `besides`: what waits there and is known without asking. `also` names the pages
    that stand under it though their addresses don't, each with all below it; `pages` names single
    ones of them, whose address tells no more than a number.
    """

    label: str | Promise
    url_name: str
    count: int | Rows = 0
    order: int = 100
    area: Area | None = None
    visible: bool = True
    only_with_count: bool = False
    is_to_do: bool = False
    sums_up: bool = False
    besides: int = 0
    also: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()

    @cached_property
    def url(self) -> str:
        return reverse(self.url_name)

    @property
    def urls(self) -> list[str]:
        return [self.url, *map(reverse, self.also)]


@dataclass(frozen=True, kw_only=True)
class NavArea:
    """What stands in the main line of the navigation: one entry, or an area of several."""

    label: str | Promise
    items: tuple[NavItem, ...]

    @property
    def url(self) -> str:
        return self.items[0].url

    @property
    def count(self) -> int:
        return sum(item.count for item in self.items if isinstance(item.count, int))

    @property
    def is_to_do(self) -> bool:
        """Whether anything that is counted here waits to be done, and is not only news."""
        return any(item.is_to_do or item.sums_up for item in self.items)


WHOLE_TEXT = ""
"""Stands for the key of a clause where something is said beside a whole text."""


class UnknownSlotError(LookupError):
    """A slot that no page offers."""


_brought: dict[str, list[Callable[..., dict[str, Any]]]] = defaultdict(list)
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


def bring(slot: str, function: Callable[..., dict[str, Any]]) -> None:
    """Let `function` add to the query that fetches the subject of `slot`, rather than ask itself.

    It takes the request and answers expressions by the names under which the subject has them.
    Raises UnknownSlotError.
    """
    _check(slot)
    if function not in _brought[slot]:
        _brought[slot].append(function)


def brought(slot: str, request: HttpRequest) -> dict[str, Any]:
    """What to annotate the subject of `slot` with; nothing for somebody who is not signed in."""
    _check(slot)
    if not request.user.is_authenticated:
        return {}
    return {name: value for function in _brought[slot] for name, value in function(request).items()}


def beside(slot: str, request: HttpRequest, subject: object) -> dict[str, list[Panel]]:
    """What every part says beside the pieces of `subject`, by their keys; asked once for all.

    Nothing for somebody who is not signed in.
    """
    found: dict[str, list[Panel]] = defaultdict(list)
    if request.user.is_authenticated:
        for function in functions(slot):
            for key, panel in function(request, subject).items():
                found[key].append(panel)
    return dict(found)


def navigation(request: HttpRequest) -> list[NavItem]:
    """The entries that a signed-in person sees, in order; nothing for anyone else."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    answers = (function(request) for function in functions("navigation"))
    items = _counted([item for item in answers if item is not None and item.visible], user)
    shown = [item for item in items if item.count or not item.only_with_count]
    return sorted(shown, key=lambda item: item.order)


def areas(items: Sequence[NavItem]) -> list[NavArea]:
    """`items` as the main line has them: an area stands where its first entry does.

    Of an area of which the person sees one entry, that entry stands there itself.
    """
    found: dict[Area | NavItem, list[NavItem]] = {}
    for item in items:
        found.setdefault(item.area or item, []).append(item)
    return [
        NavArea(
            label=key.label if isinstance(key, NavItem) or len(inside) > 1 else inside[0].label,
            items=tuple(inside),
        )
        for key, inside in found.items()
    ]


def _counted(items: list[NavItem], person: Person) -> list[NavItem]:
    asked = [item.count for item in items if not isinstance(item.count, int)]
    numbers = iter(counting.count(asked, person))
    counts = [item.count if isinstance(item.count, int) else next(numbers) for item in items]
    to_do = sum(n for item, n in zip(items, counts, strict=True) if item.is_to_do)
    return [
        replace(item, count=n + item.besides + (to_do if item.sums_up else 0))
        for item, n in zip(items, counts, strict=True)
    ]


def _check(slot: str) -> None:
    if slot not in SLOTS:
        raise UnknownSlotError(f"No page offers the slot {slot!r}; there are {', '.join(SLOTS)}")
