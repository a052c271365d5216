"""What is asked about an account ends where the account ended, or others look after it."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals import as_it_stands, withdrawing
from approvals.models import Request
from approvals.registry.models import Account
from district_portal.district.keeping_words import in_own_language

CHANGE, CLOSING = "account_change", "account_closing"
OF_ACCOUNTS: Final = (CHANGE, CLOSING)


def asked_of(account: int) -> str:
    """What requests about the account of this id are about."""
    return as_it_stands.about(account)


def account_of(request: Request) -> int:
    """Id of the account that such a request is about."""
    return int(request.about.removeprefix(as_it_stands.MARK))


def still_manages(request: Request, account: Account) -> bool:
    """Whether who asked for the end of `account` is among its managers today."""
    return account.managers.filter(pk=request.requester_id).exists()


@transaction.atomic
def end(account: Account, *, at: dt.datetime) -> None:
    """End what is asked about `account` and no longer fits. The caller holds the account.

    Nobody is waited for: who decides such a request at this moment waits for the account, and is
    then told; what is left over is ended by the sweep.
    """
    held = _unclosed().filter(about=asked_of(account.pk)).select_for_update(skip_locked=True)
    for request in held.order_by("pk"):
        if why := _why_over(request, account):
            withdrawing.end(request.pk, why=why, at=at)


def sweep(*, at: dt.datetime | None = None) -> int:
    """End what was left over, each in its own transaction; twice is harmless. Answers how many."""
    at = at or timezone.now()
    return sum(_sweep(pk, at=at) for pk in _unclosed().values_list("pk", flat=True))


@transaction.atomic
def _sweep(pk: int, *, at: dt.datetime) -> bool:
    request = _unclosed().select_for_update().filter(pk=pk).first()
    if request is None:
        return False
    account = Account.objects.filter(pk=account_of(request)).first()
    why = _why_over(request, account) if account else ""
    if why:
        withdrawing.end(pk, why=why, at=at)
    return bool(why)


def _unclosed() -> QuerySet[Request]:
    states = [Request.State.OPEN, Request.State.RETURNED]
    return Request.objects.filter(kind__in=OF_ACCOUNTS, state__in=states)


@in_own_language()
def _why_over(request: Request, account: Account) -> str:
    if account.state == Account.State.CLOSED:
        return _("The account was closed.")
    if request.kind == CHANGE and request.requester_id != account.owner_id:
        return _("Somebody else looks after the account by now.")
    if request.kind == CLOSING and not still_manages(request, account):
        return _("Who asked for it manages the account no longer.")
    return ""
