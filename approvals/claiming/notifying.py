"""Mails about existing accounts: to those who are asked, and to those who name them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.urls import reverse

from accounts.models import Person
from approvals.claiming.models import ExistingAccount
from district_portal import mailing


def ask_to_claim(
    person: Person, accounts: Sequence[ExistingAccount], *, more: int, day: dt.date
) -> bool:
    """Ask somebody on the local `day` about all that waits for them; once a day."""
    first = accounts[0]
    return mailing.queue(
        "existing_to_claim",
        key=f"existing_to_claim:{person.pk}:{day}",
        to=person,
        context={
            "accounts": accounts,
            "first": first,
            "count": len(accounts) + max(more, 0),
            "more": more,
            "link": reverse("claiming:claim", args=[first.pk])
            if len(accounts) == 1
            else reverse("home:today"),
        },
    )


def tell_of_unsettled(
    person: Person, accounts: Sequence[ExistingAccount], *, more: int, unanswered: int, day: dt.date
) -> bool:
    """Tell who names people on the local `day` of what came back, and of what nobody answers."""
    return mailing.queue(
        "existing_back",
        key=f"existing_back:{person.pk}:{day}",
        to=person,
        context={
            "accounts": accounts,
            "count": len(accounts) + max(more, 0) + unanswered,
            "more": more,
            "unanswered": unanswered,
            "link": f"{reverse('claiming:list')}?state=back",
        },
    )
