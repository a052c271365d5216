"""Somebody lets a program of the district read: a token, shown once and kept as a hash."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.models import Person
from district_portal import audit, mailing
from district_portal.api.models import Token
from district_portal.api.scopes import Scope, offered_to
from district_portal.district.current import today, zone

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet

BEGINS: Final = "dpp_"
"""How every token begins, so that tools which look for secrets in files can find one."""
SHOWN: Final = len(BEGINS) + 8
LIVES: Final = (30, 90, 180, 365)
"""For how many days a token may be made."""
USUAL: Final = 90
MOST: Final = 20
"""So many live tokens one person may have."""
AGAIN: Final = dt.timedelta(minutes=2)
"""For so long the same form, sent twice, shows the same token."""


class TooManyError(Exception):
    """The person has MOST live tokens already."""


class NotOfferedError(Exception):
    """A scope that the person may not give, or none at all; or the person has left."""


class OtherTermsError(Exception):
    """The same form made a token already, of another name, for other scopes or another time."""


@dataclass(frozen=True)
class Made:
    """A token and its text, which is known now and never again; None once it was shown."""

    token: Token
    text: str | None


@transaction.atomic
def make(
    name: str,
    scopes: Collection[str],
    *,
    days: int,
    once: UUID,
    by: Person,
    at: dt.datetime | None = None,
) -> Made:
    """Make a token that reads `scopes` until the end of the local day in `days` days.

    `once` is the random number of the form that it was asked with: sent twice, it makes one token.
    The maker is told by mail: whoever sits at an open screen shall not make one unnoticed. `at` is
    aware, now unless given. Raises TooManyError, NotOfferedError, OtherTermsError, and ValueError
    for `days` beyond LIVES.
    """
    if days not in LIVES:
        raise ValueError(f"no token lives {days} days")
    if not scopes or not set(scopes) <= set(offered_to(by)):
        raise NotOfferedError
    at = at or timezone.now()
    text = _text(by, once)
    if not Person.objects.select_for_update(no_key=True).get(pk=by.pk).is_active:
        raise NotOfferedError
    terms: dict[str, Any] = {"name": name, "scopes": [scope for scope in Scope if scope in scopes]}
    if same := Token.objects.filter(digest=digest(text)).first():
        terms["expires_at"] = _last_moment(days, of=same.made_at)
        if any(getattr(same, term) != value for term, value in terms.items()):
            raise OtherTermsError
        return Made(same, text if at - same.made_at < AGAIN else None)
    if live(at).filter(maker=by).count() >= MOST:
        raise TooManyError
    token = Token.objects.create(
        **terms,
        maker=by,
        prefix=text[:SHOWN],
        digest=digest(text),
        made_at=at,
        expires_at=_last_moment(days, of=at),
    )
    after = {"name": name, "scopes": token.scopes, "expires_at": token.expires_at.isoformat()}
    audit.record("api.token_made", by=by, on=token, after=after, at=at)
    mailing.queue(
        "api_token_made",
        key=f"api_token_made:{token.pk}",
        to=by,
        context={"token": token, "link": reverse("api:tokens")},
    )
    return Made(token, text)


def live(at: dt.datetime | None = None) -> QuerySet[Token]:
    """The tokens that are neither revoked nor over at `at` (aware; now unless given)."""
    return Token.objects.filter(revoked_at=None, expires_at__gt=at or timezone.now())


def digest(text: str) -> str:
    """What is kept of a token: it is long and random, so that it needs no slow hash."""
    return hashlib.sha256(text.encode()).hexdigest()


def _text(by: Person, once: UUID) -> str:
    """The token itself, out of the form's number and a secret of the portal.

    No table of ours keeps the number, so that the text can't be made again from what is stored.
    Where the sign-in has become too old between form and answer, the session keeps the form until
    that is given; without the portal's secret nobody makes the token from it.
    """
    secret = salted_hmac("api.token", f"{by.pk}:{once}", algorithm="sha256").digest()
    return BEGINS + base64.urlsafe_b64encode(secret).decode().rstrip("=")


def _last_moment(days: int, *, of: dt.datetime) -> dt.datetime:
    return end_of(today(of) + dt.timedelta(days=days))


def end_of(day: dt.date) -> dt.datetime:
    """The last second of a local day, in which a token still works."""
    return dt.datetime.combine(day, dt.time.max, tzinfo=zone()).replace(microsecond=0)
