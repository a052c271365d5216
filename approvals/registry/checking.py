"""Is this really ours? Whether an account that somebody has seen speaks for the district.

It is told to everyone, so it names places and offices, never a private person.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from accounts.models import Place
from approvals import lookalikes, platforms
from approvals.models import Platform
from approvals.platforms import Profile, UnreadableAddressError
from approvals.registry import beside, posing
from approvals.registry.beside import Beside
from approvals.registry.models import Account
from approvals.registry.posing import Posing
from district_portal.district import current
from district_portal.ui import together
from district_portal.ui.together import Sought, put_together_once

SHOWN = 5
TOLD = tuple(
    field.attname
    for field in Account._meta.concrete_fields  # noqa: SLF001
    if field.name in {"id", "platform", "place", "name", "handle", "address", "address_key"}
    or field.name in {"purpose", "state", "active_from"}
)
"""What is read of an account, in the order of its columns: what everyone is told, and no more."""


class Verdict(StrEnum):
    """What is known of an address."""

    OURS = "ours"
    NOT_NOW = "not_now"
    IMPOSTOR = "impostor"
    NOT_OFFICIAL = "not_official"
    UNCONFIRMED = "unconfirmed"
    GONE = "gone"
    OWN_SITE = "own_site"
    ALIKE = "alike"
    NAMED = "named"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Answer:
    """The verdict and what it rests on: the accounts meant, or those of such a look or name.

    `by_handle`: no platform was told; elsewhere the same handle may be a stranger's. `posing` are
    the accounts meant of which everyone is warned. `respelled` is the platform on which the
    handle was typed otherwise than the account writes it, and which takes both for one.
    """

    verdict: Verdict
    accounts: tuple[Account, ...] = ()
    by_handle: bool = False
    posing: tuple[Posing, ...] = ()
    beside: tuple[Beside, ...] = ()
    respelled: Platform | None = None

    @property
    def is_to_come(self) -> bool:
        """Whether it has consent and only parents are still to be told."""
        waiting = [row.state == Account.State.WAITING for row in self.accounts]
        return self.verdict == Verdict.NOT_NOW and bool(waiting) and all(waiting)


def active() -> QuerySet[Account]:
    """The accounts that speak for a class, a school or the district now."""
    accounts = Account.objects.filter(state=Account.State.ACTIVE)
    return accounts.select_related("platform", "place")


def known_platforms() -> list[Platform]:
    """All of the catalogue, in order, as `check` needs them."""
    return list(Platform.objects.raw(*_all_platforms()))


def check(text: str, known: list[Platform] | None = None) -> Answer:
    """What is known of `text`: a link, a web address, or a handle with or without its @.

    A handle may be ours on one platform and a stranger's on another. What has consent but isn't
    active, or not any more, is not ours now; what a warning is about, is an impostor, also where
    somebody took over an address that we closed, and so with what others run, what was found and
    nobody has confirmed, or what is gone. Every page of the district's own website is
    ours. Words that can't be an address are looked for in the names of accounts. `known` are the
    platforms, where the caller has them. Raises UnreadableAddressError for what is none of these.
    """
    text = platforms.cleaned(text)
    text = text.rstrip(".,;:!?)") if "/" in text else text
    known = known_platforms() if known is None else known
    meant = _meant(text, known)
    answer = _answer(text, meant, known)
    said = {row.address_key for row in answer.accounts} | {row.address for row in answer.beside}
    return replace(answer, respelled=_respelled(text, meant, said))


def _answer(text: str, meant: list[Platform], known: list[Platform]) -> Answer:
    profiles, objections = _profiles(text, meant)
    keys = {key for profile in profiles for key in _with_pages_above(profile.key, text, meant)}
    looks = {lookalikes.look(key) for key in {*keys, *_as_typed(text, profiles, known)}} - {""}
    rows, poses, others = _held(looks, keys or _as_page(text, known), known)
    ours = [row for row in rows if row.state == Account.State.ACTIVE]
    if same := [row for row in ours if row.address_key in keys]:
        return Answer(Verdict.OURS, tuple(same), by_handle=len(meant) > 1)
    not_now = [row for row in rows if row.address_key in keys]
    is_let_go = all(row.state == Account.State.CLOSED for row in not_now)
    alike = tuple(row for row in ours if not _is_same_site(row, text))
    if poses and is_let_go:
        return Answer(Verdict.IMPOSTOR, alike, by_handle=len(meant) > 1, posing=poses)
    if others and is_let_go:
        return _beside(others, by_handle=len(meant) > 1)
    if not_now:
        return Answer(Verdict.NOT_NOW, tuple(not_now), by_handle=len(meant) > 1)
    if _is_own_site(text, meant, keys):
        return Answer(Verdict.OWN_SITE)
    return _unknown(text, alike, keys, objections)


def _held(
    looks: set[str], keys: set[str], known: list[Platform]
) -> tuple[list[Account], tuple[Posing, ...], tuple[Beside, ...]]:
    """The accounts that look so, in order, and what is told of `keys` beside them; one query."""
    warned, listed = posing.sought_at(keys), beside.sought_at(keys)
    platform = {row.pk: row for row in known}
    looking = Sought(_that_look(looks), lambda rows: [_account(row, platform) for row in rows])
    sought: list[Sought[Any]] = [looking, *warned, *listed]
    accounts, *told = together.told(sought)
    poses = (row for rows in told[: len(warned)] for row in rows)
    return accounts, tuple(poses), tuple(row for rows in told[len(warned) :] for row in rows)


@cache
def _all_platforms() -> tuple[str, tuple[Any, ...]]:
    return Platform.objects.all().query.sql_with_params()


@put_together_once
def _that_look(looks: list[str]) -> QuerySet[Account, Any]:
    rows = Account.objects.filter(looks__in=looks).order_by("name", "pk")
    return rows.values(*TOLD, place_name=F("place__name"))


def _account(row: dict[str, Any], platform: dict[int, Platform]) -> Account:
    """The account of which `row` says what everyone is told, and its platform as it is known."""
    since = row["active_from"]
    told = {**row, "active_from": since and dt.datetime.fromisoformat(since)}
    account = Account.from_db("default", TOLD, [told[name] for name in TOLD])
    if known := platform.get(row["platform_id"]):
        account.platform = known
    account.place = Place(pk=row["place_id"], name=row["place_name"])
    return account


def _unknown(text: str, alike: tuple[Account, ...], keys: set[str], objections: set[str]) -> Answer:
    """What nobody has heard of: it may look like one of ours, or be a name."""
    if alike:
        return Answer(Verdict.ALIKE, alike)
    return Answer(Verdict.UNKNOWN) if keys else _named(text, objections)


def _beside(found: tuple[Beside, ...], *, by_handle: bool) -> Answer:
    """It is gone; or others run it; or it may be ours, as soon as one of them may."""
    there = tuple(row for row in found if not row.gone)
    if not there:
        return Answer(Verdict.GONE, by_handle=by_handle, beside=found)
    unconfirmed = any(not row.run_by for row in there)
    verdict = Verdict.UNCONFIRMED if unconfirmed else Verdict.NOT_OFFICIAL
    return Answer(verdict, by_handle=by_handle, beside=there)


def _respelled(text: str, meant: list[Platform], said: set[str]) -> Platform | None:
    for platform in meant if said else ():
        for profile in _profiles(text, [platform])[0] if platform.ignored else ():
            if profile.key in said and profile.handle.lower() not in profile.key:
                return platform
    return None


def _is_own_site(text: str, meant: list[Platform], keys: set[str]) -> bool:
    """Whether `text` is a page of the district's own website; of a mere host, also below it."""
    with_pages = [row for row in meant if not row.paths]
    own = current.current().website if with_pages else ""
    sites = _profiles(own, with_pages)[0] if own else []
    return any(
        site.key in keys
        or ("/" not in site.key and platforms.host_of(text).endswith(f".{site.key}"))
        for site in sites
    )


def _named(text: str, objections: set[str]) -> Answer:
    """Accounts that have such a name, where `text` is no address."""
    named = active().filter(name__icontains=text).order_by("name", "pk")[:SHOWN]
    if accounts := tuple(named):
        return Answer(Verdict.NAMED, accounts)
    several = _("This is neither a handle nor a web address. Check it for typing slips.")
    raise UnreadableAddressError(objections.pop() if len(objections) == 1 else several)


def _meant(text: str, known: list[Platform]) -> list[Platform]:
    """Those whose address `text` may be: of a handle all that have some, of a name any site too."""
    if platform := platforms.at(text, known):
        return [platform]
    with_handles = [row for row in known if row.paths]
    site = [row for row in known if not row.paths][:1]
    if text.startswith("@") or not set("/.") & set(text):
        return with_handles
    return site if "/" in text else with_handles + site


def _with_pages_above(key: str, text: str, meant: list[Platform]) -> list[str]:
    """`key`, and of a page of a site those above it, up to the site; whose the site is, it is.

    What follows a question mark may be another's page, so that then only the whole site counts.
    """
    if all(platform.paths for platform in meant):
        return [key]
    parts = key.split("/")
    above = ["/".join(parts[:n]) for n in range(len(parts), 0, -1)]
    return above[-1:] if "?" in text else above


def _as_page(text: str, known: list[Platform]) -> set[str]:
    """What is no profile, such as a single post, as the page that it is."""
    site = [row for row in known if not row.paths][:1]
    profiles, _objections = _profiles(text, site) if "/" in text else ([], set())
    return {profile.key for profile in profiles}


def _is_same_site(account: Account, text: str) -> bool:
    """Whether `text` is another page at the host of a registered site: then it poses as nobody."""
    if account.platform.paths:
        return False
    host = platforms.host_of(text).removeprefix("www.")
    return platforms.host_of(account.address).removeprefix("www.") == host


def _profiles(text: str, meant: list[Platform]) -> tuple[list[Profile], set[str]]:
    """The accounts that `text` may mean, and why it means no others."""
    profiles, objections = [], set()
    site = text.partition("?")[0]
    for platform in meant:
        try:
            profiles.append(platforms.normalise(platform, text if platform.paths else site))
        except UnreadableAddressError as error:
            objections.add(str(error))
    return profiles, objections


def _as_typed(text: str, profiles: list[Profile], known: list[Platform]) -> Iterator[str]:
    """Spellings that a person may take for one of ours.

    They are what no platform would take, and the same handle on another platform.
    """
    yield text.partition("://")[2] or text
    handles = {profile.handle for profile in profiles if "/" not in profile.handle}
    handles |= set() if "/" in text else {text.removeprefix("@")}
    for platform in known:
        if platform.paths:
            for handle in handles:
                yield Profile(handle, platforms.usual_address(platform, handle)).key
