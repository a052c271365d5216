"""Mails about accounts, to those who look after them."""

from __future__ import annotations

from django.urls import reverse

from approvals.registry.models import Account
from district_portal import mailing


def tell_opened(account: Account) -> None:
    """After approval: parents first, or go ahead."""
    if account.state != Account.State.WAITING:
        tell_active(account)
        return
    mailing.queue(
        "account_waiting",
        key=f"account_waiting:{account.pk}",
        to=account.owner,
        context={"account": account, "link": reverse("registry:notice", args=[account.pk])},
        in_doubt="hold",
    )


def tell_active(account: Account) -> None:
    """Tell owner and managers that the account is active and in their care."""
    for person in account.managers.all():
        mailing.queue(
            "account_active",
            key=f"account_active:{account.pk}:{person.pk}",
            to=person,
            context={"account": account, "link": account.get_absolute_url()},
            in_doubt="hold",
        )


def tell_lapsed(account: Account, *, year: str) -> None:
    """Tell owner and managers that it is suspended until parents are told in that school year."""
    for person in account.managers.all():
        mailing.queue(
            "account_lapsed",
            key=f"account_lapsed:{account.pk}:{person.pk}:{year}",
            to=person,
            context={
                "account": account,
                "year": year,
                "link": reverse("registry:notice", args=[account.pk]),
            },
        )
