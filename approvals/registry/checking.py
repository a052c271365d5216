"""Is this really ours? Whether an account that somebody has seen speaks for the district.

It is told to everyone, so it names places and offices, never a private person.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Q, QuerySet

from approvals import lookalikes, platforms
from approvals.models import Platform
from approvals.platforms import UnreadableAddressError
from approvals.registry.models import Account


class Verdict(StrEnum):
    """What is known of an address."""

    OURS = "ours"
    NOT_NOW = "not_now"
    ALIKE = "alike"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Answer:
    """The verdict, and the accounts that it rests on: those meant, or those that look like it."""

    verdict: Verdict
    accounts: tuple[Account, ...] = ()


def active() -> QuerySet[Account]:
    """The accounts that speak for a class, a school or the district now."""
    accounts = Account.objects.filter(state=Account.State.ACTIVE)
    return accounts.select_related("platform", "place")


def check(text: str) -> Answer:
    """What is known of `text`: a link, a web address, or a handle with or without its @.

    A handle may be ours on several platforms. What has consent but isn't active, or not any more,
    is not ours now. Raises UnreadableAddressError for what can't be an address.
    """
    known = list(Platform.objects.all())
    keys, unreadable = _keys(text, known)
    looks = {lookalikes.look(key) for key in [*keys, *_as_typed(text, known)]} - {""}
    found = Account.objects.filter(Q(address_key__in=keys) | Q(looks__in=looks))
    rows = list(found.select_related("platform", "place").order_by("name", "pk"))
    ours = [row for row in rows if row.state == Account.State.ACTIVE]
    if meant := [row for row in ours if row.address_key in keys]:
        return Answer(Verdict.OURS, tuple(meant))
    if not_now := [row for row in rows if row.address_key in keys]:
        return Answer(Verdict.NOT_NOW, tuple(not_now))
    if ours:
        return Answer(Verdict.ALIKE, tuple(ours))
    if not keys and unreadable:
        raise unreadable
    return Answer(Verdict.UNKNOWN)


def _keys(text: str, known: list[Platform]) -> tuple[set[str], UnreadableAddressError | None]:
    """The addresses in their one spelling that `text` may mean, or why it means none."""
    keys, unreadable = set(), None
    for platform in _meant(text, known):
        try:
            keys.add(platforms.normalise(platform, text).key)
        except UnreadableAddressError as error:
            unreadable = unreadable or error
    return keys, unreadable


def _meant(text: str, known: list[Platform]) -> list[Platform]:
    """Those whose address `text` is; for a handle all that have handles."""
    with_handles = [platform for platform in known if platform.paths]
    if _is_handle(text):
        return with_handles
    host = _host(text)
    its = [row for row in with_handles if platforms.is_host_of(row, host)]
    return its or [row for row in known if not row.paths][:1]


def _as_typed(text: str, known: list[Platform]) -> Iterator[str]:
    """Spellings that no platform would take, which a person may take for one that it does."""
    if not _is_handle(text):
        yield text.strip().partition("://")[2] or text.strip()
        return
    handle = text.strip().removeprefix("@")
    for platform in _meant(text, known):
        home = platform.hosts.split()[0].removeprefix("www.")
        yield home + platform.paths.split()[0].replace("{handle}", handle)


def _is_handle(text: str) -> bool:
    text = text.strip()
    return text.startswith("@") or not any(sign in text for sign in "/.")


def _host(text: str) -> str:
    bare = text.strip().partition("://")[2] or text.strip().removeprefix("//")
    return bare.partition("/")[0].partition("?")[0].lower().rstrip(".")
