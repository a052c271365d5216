"""Is this really ours? Whether an account that somebody has seen speaks for the district.

It is told to everyone, so it names places and offices, never a private person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import QuerySet
from django.utils.translation import gettext as _

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
    meant = _meant(text.strip(), list(Platform.objects.all()))
    keys, objections = _keys(text, meant)
    looks = {lookalikes.look(key) for key in [*keys, *_as_typed(text.strip(), meant)]} - {""}
    found = Account.objects.filter(looks__in=looks).select_related("platform", "place")
    rows = list(found.order_by("name", "pk"))
    ours = [row for row in rows if row.state == Account.State.ACTIVE]
    if same := [row for row in ours if row.address_key in keys]:
        return Answer(Verdict.OURS, tuple(same))
    if not_now := [row for row in rows if row.address_key in keys]:
        return Answer(Verdict.NOT_NOW, tuple(not_now))
    if ours:
        return Answer(Verdict.ALIKE, tuple(ours))
    if not keys:
        several = _("This is neither a handle nor a web address. Check it for wrong signs.")
        raise UnreadableAddressError(objections.pop() if len(objections) == 1 else several)
    return Answer(Verdict.UNKNOWN)


def _meant(text: str, known: list[Platform]) -> list[Platform]:
    """Those whose address `text` may be: of a handle all that have some, of a name any site too."""
    with_handles = [row for row in known if row.paths]
    if its := [row for row in with_handles if platforms.is_host_of(row, _host(text))]:
        return its
    site = [row for row in known if not row.paths][:1]
    if text.startswith("@") or not set("/.") & set(text):
        return with_handles
    return site if "/" in text else with_handles + site


def _keys(text: str, meant: list[Platform]) -> tuple[set[str], set[str]]:
    """The addresses in their one spelling that `text` may mean, and why it means no others."""
    keys, objections = set(), set()
    for platform in meant:
        try:
            keys.add(platforms.normalise(platform, text).key)
        except UnreadableAddressError as error:
            objections.add(str(error))
    return keys, objections


def _as_typed(text: str, meant: list[Platform]) -> Iterator[str]:
    """Spellings that no platform would take, but that a person may take for one that it does."""
    yield text.partition("://")[2] or text
    if "/" not in text:
        for platform in meant:
            if platform.paths:
                home = platform.hosts.split()[0].removeprefix("www.")
                handle = text.removeprefix("@")
                yield home + platform.paths.split()[0].replace("{handle}", handle)


def _host(text: str) -> str:
    bare = text.partition("://")[2] or text.removeprefix("//")
    return re.split(r"[/?#]", bare, maxsplit=1)[0].lower().rstrip(".")
