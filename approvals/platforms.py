"""One spelling for each account: `@x`, `instagram.com/x` and a full link become the same."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import SplitResult, parse_qs, parse_qsl, quote, unquote, urlsplit

import idna
from django.utils.translation import gettext as _

from approvals.models import Platform

MAX_ADDRESS, MAX_HANDLE = 300, 100
_PERSONAL = re.compile(r"/(in|pub)/", re.IGNORECASE)
_NOT_PROFILES = frozenset(
    re.findall(
        r"\S+",
        "p reel reels stories story explore watch shorts playlist results feed status hashtag tag "
        "search share sharer sharer.php events photo photo.php photos video videos i intent home "
        "login signup about help settings legal privacy policies profile.php pin ideas direct "
        "accounts marketplace gaming live spotlight",
    )
)
_PARTS = {"id": r"[A-Za-z0-9_-]{1,60}", "name": r"[^/]{1,100}"}
_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")
_DETOUR = re.compile(r"^/(_u|pg)(?=/)")
"""What apps and old pages put before a profile's own path."""
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|igsh|igshid|mibextid|ref|ref_src|authuser|si|s")
"""What is added to a link to see who follows it."""
_UNSEEN = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060\ufeff]")


class UnreadableAddressError(ValueError):
    """A handle or link that no account can have; says what is wrong and what to do."""


class Profile(NamedTuple):
    """A handle as people write it, without @, and the full address it stands for."""

    handle: str
    address: str

    @property
    def key(self) -> str:
        """What is equal for two spellings of one account."""
        return self.address.removeprefix("https://").removeprefix("www.")


def normalise(platform: Platform, text: str) -> Profile:
    """The account on `platform` that `text`, a handle or a link, means.

    Reading its own address again gives the same address. Raises UnreadableAddressError, with
    words for the person, when `text` is neither or belongs to another platform.
    """
    text = cleaned(text)
    if not text:
        raise UnreadableAddressError(_("Enter its handle or link"))
    if re.search(r"\s", text):
        raise UnreadableAddressError(_("Leave no space inside the handle or link"))
    if not platform.paths:
        return _site(text)
    if "/" in text or is_host_of(platform, text.lower().partition("?")[0].rstrip(".")):
        return _by_link(platform, _split(text))
    return _by_handle(platform, text.removeprefix("@"))


def cleaned(text: str) -> str:
    """`text` without spaces around it, and without signs that nobody sees."""
    return _UNSEEN.sub("", text).strip()


def host_of(text: str) -> str:
    """The host of a link or web address; empty for what is neither."""
    if text.isascii() and "." not in text:
        return ""
    try:
        return _host(_split(cleaned(text)))
    except UnreadableAddressError:
        return ""


def at(text: str, known: Iterable[Platform]) -> Platform | None:
    """The one of `known` whose profiles stand where the link or web address `text` leads."""
    host = host_of(text)
    return next((platform for platform in known if is_host_of(platform, host)), None)


def _site(text: str) -> Profile:
    parts = _split(text)
    host = _host(parts)
    _path(parts)
    asks = [name for name, _value in parse_qsl(parts.query, keep_blank_values=True)]
    if parts.path.strip("/") and not all(map(_TRACKING.fullmatch, asks)):
        raise UnreadableAddressError(_("Give an address that needs nothing after a question mark"))
    path = quote(re.sub(r"/{2,}", "/", parts.path).rstrip("/"), safe="/%:@!$&'()*+,;=~")
    return _checked(host.removeprefix("www.") + path, f"https://{host}{path}")


def _by_link(platform: Platform, parts: SplitResult) -> Profile:
    host, path = _host(parts), _DETOUR.sub("", _path(parts))
    if not is_host_of(platform, host):
        raise UnreadableAddressError(
            _("This link leads to %(host)s, not to %(platform)s. Correct the link or the platform.")
            % {"host": host, "platform": platform}
        )
    if _PERSONAL.match(path):
        raise UnreadableAddressError(
            _("This is a person’s own profile. Only an account of the district can be asked for.")
        )
    usual, _handle, _rest = platform.paths.split()[0].partition("{handle}")
    if path.startswith("/@") and usual != "/@":
        path = usual + path.removeprefix("/@")
    ids = parse_qs(parts.query).get("id", [""])
    with_id = f"{path}?id={ids[0] if len(ids) == 1 else ''}"
    for number, template in enumerate(platform.paths.split()):
        pattern = _pattern(template, platform.handle_pattern)
        found = pattern.match(with_id if "?" in template else path)
        if found and number == 0 and found["handle"].lower() not in _not_profiles(platform.paths):
            return _by_handle(platform, found["handle"])
        if found and number > 0:
            return _by_other_path(platform, found)
    raise UnreadableAddressError(
        _("This link leads to no profile on %(platform)s. Give the link of the profile itself.")
        % {"platform": platform}
    )


def _by_other_path(platform: Platform, found: re.Match[str]) -> Profile:
    handle = found.groupdict().get("handle")
    path = found[0].lower() if handle else found[0]
    address = f"https://{_home(platform)}{quote(path, safe='/@?=&')}"
    return _checked(handle or path.removeprefix("/"), address)


def _by_handle(platform: Platform, handle: str) -> Profile:
    known = re.fullmatch(platform.handle_pattern, handle, re.ASCII)
    not_profiles = _not_profiles(platform.paths)
    if not known or not handle.strip(".") or handle.lower() in not_profiles:
        raise UnreadableAddressError(
            _("“%(handle)s” cannot be a handle on %(platform)s. Check it for typing slips.")
            % {"handle": handle[:60], "platform": platform}
        )
    plain = "".join(sign for sign in handle.lower() if sign not in platform.ignored)
    return _checked(handle, usual_address(platform, plain))


def usual_address(platform: Platform, handle: str) -> str:
    """Where `handle` has its profile on `platform`, whether or not it can be a handle there."""
    return f"https://{_home(platform)}{platform.paths.split()[0].replace('{handle}', handle)}"


@lru_cache(maxsize=256)
def _not_profiles(paths: str) -> frozenset[str]:
    firsts = (re.split(r"[/?]", template)[1] for template in paths.split()[1:])
    return _NOT_PROFILES.union(first for first in firsts if "{" not in first)


@lru_cache(maxsize=256)
def _pattern(template: str, handle_pattern: str) -> re.Pattern[str]:
    parts = {**_PARTS, "handle": handle_pattern}
    pieces = re.split(r"\{(\w+)\}", template)
    pattern = "".join(
        f"(?P<{piece}>{parts[piece]})" if place % 2 else re.escape(piece)
        for place, piece in enumerate(pieces)
    )
    return re.compile(pattern + r"(?=/|$)", re.IGNORECASE | re.ASCII)


def _split(text: str) -> SplitResult:
    bare = re.sub(r"^(https?:)?//", "", text, flags=re.IGNORECASE)
    try:
        if "://" not in bare:
            return urlsplit(f"https://{bare}")
    except ValueError:
        pass
    raise UnreadableAddressError(_("This is not a web address. Check it for typing slips."))


def _host(parts: SplitResult) -> str:
    try:
        host, port = (parts.hostname or "").rstrip("."), parts.port
        host = _in_ascii(host)
    except ValueError as error:
        raise UnreadableAddressError(
            _("This is not a web address. Check it for typing slips.")
        ) from error
    labels = host.split(".")
    if len(labels) == 1 or labels[-1].isdigit() or not all(map(_LABEL.fullmatch, labels)):
        raise UnreadableAddressError(
            _("Enter the whole web address, for example https://www.example.org/band")
        )
    if parts.username is not None or port not in (None, 443):
        raise UnreadableAddressError(_("Leave user names and port numbers out of the web address"))
    return host


@lru_cache(maxsize=1024)
def _in_ascii(host: str) -> str:
    return idna.encode(host, uts46=True).decode("ascii").lower()


def _path(parts: SplitResult) -> str:
    """The path as a browser asks for it, where it asks for no other one than it shows."""
    path = unquote(parts.path)
    unreadable = any(unicodedata.category(sign) == "Cc" or sign == "\\" for sign in path)
    if unreadable or {".", ".."} & set(path.split("/")):
        raise UnreadableAddressError(_("This is not a web address. Check it for typing slips."))
    return path


def is_host_of(platform: Platform, host: str) -> bool:
    """Whether profiles of `platform` stand at `host` (lower case)."""
    return any(host == own or host.endswith(f".{own}") for own in platform.hosts.split())


def _home(platform: Platform) -> str:
    return platform.hosts.split()[0]


def _checked(handle: str, address: str) -> Profile:
    if len(address) > MAX_ADDRESS or len(handle) > MAX_HANDLE:
        raise UnreadableAddressError(_("This address is too long"))
    return Profile(handle, address)
