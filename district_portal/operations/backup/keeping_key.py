"""That a copy of the key of concerns lies elsewhere, since no backup holds it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from approvals.concerns import sealing
from district_portal import audit
from district_portal.operations.models import KeyPutAway

if TYPE_CHECKING:
    from accounts.models import Person


def fingerprint() -> str:
    """The fingerprint of the newest key; "" where there is none."""
    return sealing.name_of(settings.CONCERN_KEYS[0]) if settings.CONCERN_KEYS else ""


def said() -> QuerySet[KeyPutAway]:
    """What was said of the newest key: at most one row."""
    return KeyPutAway.objects.filter(fingerprint=fingerprint())


def put_away() -> KeyPutAway | None:
    """Who said of the newest key that a copy of it lies elsewhere, if somebody did."""
    return said().select_related("by").first()


@transaction.atomic
def confirm(shown: str, *, by: Person, at: dt.datetime | None = None) -> bool:
    """Note that `by` has put a copy of the key with the fingerprint `shown` away elsewhere.

    Answers whether that was new. Raises ValueError when the newest key is another one by now.
    """
    if shown != fingerprint() or not shown:
        raise ValueError("the key has changed")
    row, is_new = KeyPutAway.objects.get_or_create(
        fingerprint=shown, defaults={"by": by, "at": at or timezone.now()}
    )
    if is_new:
        audit.record("backups.key_put_away", by=by, on=row, after={"fingerprint": shown}, at=at)
    return is_new
