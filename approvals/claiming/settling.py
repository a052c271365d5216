"""What becomes of an existing account when the request that claims it goes on, or another does."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import Person
from approvals.claiming import passing_on
from approvals.claiming.acting import hold, record
from approvals.claiming.models import ExistingAccount
from approvals.models import Request
from approvals.registry.models import Account
from district_portal.district.current import today

State = ExistingAccount.State


@transaction.atomic
def follow_decision(request: Request, *, by: Person, at: dt.datetime) -> None:
    """Settle what an approved request entered in the registry; a denied claim goes back.

    It is settled by its address, whoever asked. A claim that was approved for another address
    leaves its existing account to be claimed still.
    """
    approved = request.state == Request.State.APPROVED and request.creates == "account"
    claims = Q(request=request, state=State.CLAIMED)
    for pk in _ids(claims & ~Q(address_key=request.about) if approved else claims):
        held = hold(pk)
        if held.state != State.CLAIMED or held.request_id != request.pk:
            continue
        if approved:
            _ask_again(held, "existing.elsewhere", by=by, at=at)
        else:
            passing_on.bring_back("existing.denied", held, by=by, at=at)
    if approved:
        for pk in _ids(Q(address_key=request.about)):
            settle(pk, request=request, by=by, at=at)


@transaction.atomic
def follow_withdrawal(request: Request, *, by: Person | None, at: dt.datetime) -> None:
    """Ask anew about what a withdrawn or discarded request had claimed."""
    for pk in _ids(Q(request=request, state=State.CLAIMED)):
        held = hold(pk)
        if held.state == State.CLAIMED and held.request_id == request.pk:
            _ask_again(held, "existing.withdrawn", by=by, at=at)


def settle(
    account: int, *, request: Request, by: Person | None, at: dt.datetime
) -> ExistingAccount:
    """Note that what `request` asked for is in the registry now; twice is once."""
    held = hold(account)
    if held.state == State.SETTLED:
        return held
    held.state, held.request, held.run_by = State.SETTLED, request, ""
    held.person, held.asked_on, held.reminded_on = request.requester, None, None
    record("existing.settled", on=held, by=by, at=at, person=held.person)
    return held


@transaction.atomic
def settle_what_is_registered(*, at: dt.datetime | None = None) -> int:
    """Settle what came into the registry while it was being listed; answers how many."""
    at = at or timezone.now()
    keys = ExistingAccount.objects.filter(state__in=ExistingAccount.UNCONFIRMED)
    there = Account.objects.exclude(state=Account.State.CLOSED).filter(
        address_key__in=keys.values("address_key")
    )
    settled = 0
    for account in there.select_related("request__requester"):
        for pk in _ids(Q(address_key=account.address_key)):
            settle(pk, request=account.request, by=None, at=at)
            settled += 1
    return settled


def _ask_again(held: ExistingAccount, act: str, *, by: Person | None, at: dt.datetime) -> None:
    held.state, held.request = State.ASKED, None
    held.asked_on, held.reminded_on = today(at), None
    record(act, on=held, by=by, at=at, person=held.person)


def _ids(which: Q) -> list[int]:
    rows = ExistingAccount.objects.filter(which).exclude(state=State.SETTLED).order_by("pk")
    return list(rows.values_list("pk", flat=True))
