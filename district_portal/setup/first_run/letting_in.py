"""Who may set the portal up: whoever holds the token that its own log shows.

Nobody has a password yet, and there is no default one. The token proves that somebody runs the
machine. It is kept as a hash, is good for some days, and is void once the district is set up.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import secrets

from django.db import transaction
from django.utils import timezone

from district_portal import audit
from district_portal.setup.first_run import stepping
from district_portal.setup.models import FirstRun

GOOD_FOR = dt.timedelta(days=7)
_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Nothing that is mistaken for something else when it is typed from a screen."""
_GROUPS, _LENGTH = 4, 5


@transaction.atomic
def make_token(*, at: dt.datetime | None = None) -> str:
    """A new token, the only one that lets in from now on: 100 random bits in four groups.

    It is shown once: the table keeps its hash. `at` is aware, now unless given. Raises
    AlreadySetUpError.
    """
    run = stepping.hold()
    token = "-".join(
        "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH)) for _ in range(_GROUPS)
    )
    run.token_digest = digest(token)
    run.token_until = (at or timezone.now()) + GOOD_FOR
    run.save(update_fields=["token_digest", "token_until"])
    audit.record("setup.token_made", by=None, after={"until": run.token_until}, at=at)
    return token


@transaction.atomic
def let_in(token: str, *, address: str, at: dt.datetime | None = None) -> str | None:
    """The pass for a token as typed, to be kept in the session; None for a wrong or old one.

    Spaces, hyphens and small letters don't matter. `address` is the network address, for the
    record. Raises AlreadySetUpError.
    """
    run = stepping.hold()
    asked = digest(token)
    if not _is_good(run, asked, at=at):
        return None
    audit.record("setup.opened", by=None, after={"address": address}, at=at)
    return asked


def stands(kept: str, *, at: dt.datetime | None = None) -> FirstRun | None:
    """The set-up that a kept pass opens; None once a new token was made or this one is over."""
    run = FirstRun.objects.filter(pk=1).first()
    return run if run and _is_good(run, kept, at=at) else None


def digest(token: str) -> str:
    """The hash under which a token is kept."""
    plain = "".join(letter for letter in token.upper() if letter.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()


def _is_good(run: FirstRun, asked: str, *, at: dt.datetime | None) -> bool:
    is_open = run.token_until is not None and (at or timezone.now()) < run.token_until
    return is_open and hmac.compare_digest(run.token_digest, asked)
