"""Slow down who guesses passwords, and let the right person in all the while.

Counted is where a guess comes from: the pair of account and address, and each on its own. No
account is ever locked: that would let anybody lock anybody out.

- From one address against one account five guesses are free; then each must wait, at first 15
  seconds, then twice as long each time, up to 15 minutes.
- After 50 wrong guesses against one account within an hour from anywhere, each network (of 256
  addresses, or a /48) has one guess in 15 minutes. The right password from elsewhere gets in.
- An address at which the person is signed in, on another device, is then still counted for itself,
  by the first rule: who guesses from next door in the same network does not slow it down.
- One address may fail 200 times in five minutes, whatever the accounts: a school shares one.
- A browser in which the person has signed in before is counted for itself, so that nobody else's
  guesses slow it down: it keeps a signed cookie. So does one in which they opened a link that was
  mailed to them, whether or not they choose a new password then. That way in is always open, as
  are passkeys and accounts elsewhere: only passwords are counted here, and who must wait is told.
"""

from __future__ import annotations

import hashlib
import ipaddress
import logging
import secrets
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core import signing
from django.core.cache import cache

from accounts import noting_sign_ins
from accounts.models import Person
from accounts.telling_of_changes import tell
from district_portal import audit

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase  # noqa: TID251 – names for the types

    from district_portal.steady_cache import SteadyCache

log = logging.getLogger(__name__)

FREE, FIRST_WAIT, LONGEST_WAIT = 5, 15, 15 * 60
ATTACK, MINUTE, HOUR = 50, 60, 60 * 60
SPREAD, SPREAD_SECONDS = 200, 5 * 60
RECORDED = {10, 100, 1_000, 10_000}
"""Of how many failures a day against one person the record is told."""
TOLD = 20
"""After how many failures a day the person is told by mail."""
DAY = 24 * HOUR
COOKIE_AGE, SALT = 180 * DAY, "device"
PEOPLE_A_DEVICE = 5


class TooManyError(Exception):
    """The place a guess comes from must wait; `seconds` says for how long."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"{seconds} s")
        self.seconds = seconds


@dataclass(frozen=True)
class Attempt:
    """A guess that was let through, and what it was counted under."""

    account: str
    place: str
    address: str
    known: bool


def admit(email: str, *, address: str, device: str) -> Attempt:
    """Count a guess at the password of `email` before it is looked at.

    `address` is the network address, `device` the browser's cookie, which may be empty or forged.
    Raises TooManyError when the place it comes from must wait; that one does not count.
    """
    account = _short(email.lower())
    known = _known_device(device, account)
    attacked = not known and _count(_total(account)) >= ATTACK
    attacked = attacked and not _is_signed_in_at(address, email)
    place = f"{account}:{known or _network(address, wide=attacked)}"
    attempt = Attempt(account, place, _network(address), bool(known))
    if not known and _count(_spread(attempt)) >= SPREAD:
        raise TooManyError(SPREAD_SECONDS)
    tries = _more(_tries(attempt), DAY)
    wait = _wait(tries, attacked=attacked)
    if wait and not cache.add(_gate(attempt), time.time() + wait, wait):
        _fewer(_tries(attempt))
        raise TooManyError(max(1, round(cache.get(_gate(attempt), 0) - time.time())))
    return attempt


def failed(attempt: Attempt, *, email: str) -> None:
    """The guess was wrong: a line of the log. In moderation it is recorded, and the person told."""
    today = count_failure(attempt)
    person = Person.objects.filter(email=email.lower(), is_active=True).first()
    noting_sign_ins.failed(person, way="password", address=attempt.address)
    if today not in RECORDED | {TOLD}:
        return
    if person is None:
        log.warning("%d wrong passwords today for an address that is not on the roster.", today)
    elif today == TOLD:
        tell(person, "many_failures", by=None, after={"today": today})
    else:
        audit.record("signing_in.failed", by=None, on=person, person=person, after={"today": today})


def count_failure(attempt: Attempt) -> int:
    """The guess was wrong, whatever was guessed at; answers how many there were today."""
    if not attempt.known:
        _more(_spread(attempt), SPREAD_SECONDS)
        _more(_total(attempt.account), HOUR)
    return _more(f"throttle:day:{attempt.account}", DAY)


def succeeded(attempt: Attempt) -> None:
    """The guess was right: this place begins anew."""
    cache.delete_many([_tries(attempt), _gate(attempt)])


def admit_to(what: str, *, address: str, most: int, seconds: int = MINUTE) -> None:
    """Count what anybody may do `most` times in so many seconds from one network address.

    Raises TooManyError for one time more.
    """
    if _more(f"throttle:{what}:{_network(address)}", seconds) > most:
        raise TooManyError(seconds)


def known_devices(cookie: str) -> list[str]:
    """What the cookie of a browser says, newest first: for whom it is known."""
    try:
        entries = signing.loads(cookie, salt=SALT, max_age=COOKIE_AGE)
    except signing.BadSignature:
        return []
    return [str(entry) for entry in entries]


def remember_device(request: HttpRequest, response: HttpResponseBase, person: Person) -> None:
    """Let the browser keep that `person` has signed in with it."""
    account = _short((person.email or "").lower())
    others = [
        entry
        for entry in known_devices(request.COOKIES.get(settings.DEVICE_COOKIE_NAME, ""))
        if not entry.startswith(account)
    ]
    entries = [f"{account}:{secrets.token_urlsafe(9)}", *others][:PEOPLE_A_DEVICE]
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        signing.dumps(entries, salt=SALT),
        max_age=COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _known_device(cookie: str, account: str) -> str:
    found = [entry for entry in known_devices(cookie) if entry.startswith(f"{account}:")]
    return found[0] if found else ""


def _is_signed_in_at(address: str, email: str) -> bool:
    rows = UserSession.objects.filter(user__email=email.lower()).values_list("ip", flat=True)
    return _network(address) in {_network(ip) for ip in rows}


def _wait(tries: int, *, attacked: bool) -> int:
    """Seconds until the next guess, after so many from one place."""
    if attacked:
        return LONGEST_WAIT
    return 0 if tries < FREE else min(FIRST_WAIT * 2 ** min(tries - FREE, 10), LONGEST_WAIT)


def _network(address: str, *, wide: bool = False) -> str:
    """The address, or the network that one person or one attacker commonly holds of it."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    known = getattr(known, "ipv4_mapped", None) or known
    lengths = (24, 48) if wide else (32, 64)
    length = lengths[0] if known.version == 4 else lengths[1]  # noqa: PLR2004 – the protocol's own
    return str(ipaddress.ip_network(f"{known}/{length}", strict=False))


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def _tries(attempt: Attempt) -> str:
    return f"throttle:tries:{attempt.place}"


def _gate(attempt: Attempt) -> str:
    return f"throttle:gate:{attempt.place}"


def _spread(attempt: Attempt) -> str:
    return f"throttle:spread:{attempt.address}"


def _total(account: str) -> str:
    return f"throttle:total:{account}"


def _count(key: str) -> int:
    return int(cache.get(key, 0))


def _more(key: str, seconds: int) -> int:
    """One more under `key`, which is forgotten `seconds` after its first."""
    return cast("SteadyCache", cache).count(key, seconds)


def _fewer(key: str) -> None:
    try:
        cache.decr(key)
    except ValueError:
        return
