"""Whoever made a token hears a week before it ends, so that no program stands still unawares."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db import transaction
from django.db.models import OuterRef, TextField, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils import timezone

from district_portal import mailing
from district_portal.api.making import end_of, live
from district_portal.district.current import today
from district_portal.permissions import can
from district_portal.schooldays.hours import may_disturb

MAIL: Final = "api_token_expiring"
BEFORE: Final = dt.timedelta(days=7)
"""So long before its last day."""


@transaction.atomic
def remind(*, at: dt.datetime | None = None) -> int:
    """Queue a mail for each token that ends within a week of `at` (aware; now unless given).

    Nothing on a day without school or outside the hours of mail, nor to whoever may make none any
    more, whose token opens nothing. Answers how many were queued; twice is harmless.
    """
    at = at or timezone.now()
    if not may_disturb(at):
        return 0
    last = end_of(today(at) + BEFORE)
    ending = live(at).filter(expires_at__lte=last, maker__is_active=True)
    told = mailing.queued(Concat(Value(f"{MAIL}:"), Cast(OuterRef("pk"), TextField())))
    return sum(
        mailing.queue(
            MAIL,
            key=f"{MAIL}:{token.pk}",
            to=token.maker,
            context={"token": token, "link": reverse("api:tokens")},
        )
        for token in ending.exclude(told).select_related("maker").order_by("pk")
        if can(token.maker, "api.make")
    )
