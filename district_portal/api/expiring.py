"""Whoever made a token hears a week before it ends, so that no program stands still unawares."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from district_portal import mailing
from district_portal.api.making import end_of, live
from district_portal.district.current import today
from district_portal.schooldays.hours import may_disturb

BEFORE: Final = dt.timedelta(days=7)
"""So long before its last day."""


@transaction.atomic
def remind(*, at: dt.datetime | None = None) -> int:
    """Queue a mail for each token that ends within a week of `at` (aware; now unless given).

    Nothing on a day without school or outside the hours of mail. Answers how many were queued;
    twice is harmless.
    """
    at = at or timezone.now()
    if not may_disturb(at):
        return 0
    last = end_of(today(at) + BEFORE)
    ending = live(at).filter(expires_at__lte=last, maker__is_active=True)
    return sum(
        mailing.queue(
            "api_token_expiring",
            key=f"api_token_expiring:{token.pk}",
            to=token.maker,
            context={"token": token, "link": reverse("api:tokens")},
        )
        for token in ending.select_related("maker").order_by("pk")
    )
