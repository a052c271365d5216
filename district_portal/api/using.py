"""A program shows a token: whose eyes it sees with, and how often it may ask."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db.models import Q
from django.utils import timezone

from accounts.throttling import MINUTE, admit_to
from district_portal.api.making import digest, live
from district_portal.api.models import Token
from district_portal.permissions import can

A_MINUTE: Final = 300
"""So many questions a minute one token may ask."""
NOTED_EVERY: Final = dt.timedelta(minutes=1)


def holder(text: str, *, at: dt.datetime | None = None) -> Token | None:
    """The token of that text, its maker beside it; None unless it opens anything now.

    It does not once it is revoked or over, or its maker has left or may make none any more.
    """
    found = live(at).filter(digest=digest(text)).select_related("maker").first()
    return found if found and can(found.maker, "api.make") else None


def admit(token: Token) -> None:
    """Count a question of `token`. Raises accounts.throttling.TooManyError beyond A_MINUTE."""
    admit_to(f"api:{token.pk}", address="", most=A_MINUTE, seconds=MINUTE)


def note(token: Token, *, at: dt.datetime | None = None) -> None:
    """Keep that `token` was used, at most once a minute, whoever asks at the same time."""
    at = at or timezone.now()
    before = at - NOTED_EVERY
    if token.last_used_at is None or token.last_used_at <= before:
        unnoted = Q(last_used_at=None) | Q(last_used_at__lte=before)
        Token.objects.filter(unnoted, pk=token.pk).update(last_used_at=at)
