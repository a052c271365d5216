"""What becomes of an existing account when the request that claims it goes on, or another does.

It is settled as long as an account that is not closed has its address in the registry.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import Person
from approvals.claiming import passing_on
from approvals.claiming.acting import hold, record
from approvals.claiming.models import ExistingAccount
from approvals.models import Request
from approvals.registry.models import Account
from district_portal.district.current import today
from district_portal.district.keeping_words import own_words

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
            held = hold(pk)
            if held.state != State.SETTLED:
                _settle(held, request, person=request.requester, by=by, at=at)


@transaction.atomic
def follow_withdrawal(request: Request, *, by: Person | None, at: dt.datetime) -> None:
    """Ask anew about what a withdrawn or discarded request had claimed."""
    for pk in _ids(Q(request=request, state=State.CLAIMED)):
        held = hold(pk)
        if held.state == State.CLAIMED and held.request_id == request.pk:
            _ask_again(held, "existing.withdrawn", by=by, at=at)


def follow_registry(account: Account, *, by: Person | None, at: dt.datetime) -> None:
    """Settle what is listed at the address of `account`, and let go what was there before.

    The caller holds the account.
    """
    here = Q(address_key=account.address_key)
    for pk in _apart().filter(here | Q(request=account.request_id)).values_list("pk", flat=True):
        _agree(pk, by=by, at=at)


def agree_with_registry(*, at: dt.datetime | None = None) -> int:
    """Put right what was missed, each in its own transaction; answers how many, twice is once."""
    at = at or timezone.now()
    return sum(_agree(pk, by=None, at=at) for pk in _apart().values_list("pk", flat=True))


def _apart() -> QuerySet[ExistingAccount]:
    """What is in the registry and not settled, and what is settled and not there any more."""
    there = Q(address_key__in=_registered().values("address_key"))
    settled = Q(state=State.SETTLED)
    return ExistingAccount.objects.filter(there & ~settled | settled & ~there).order_by("pk")


@transaction.atomic
def _agree(pk: int, *, by: Person | None, at: dt.datetime) -> bool:
    held = hold(pk)
    account = _registered().filter(address_key=held.address_key).first()
    if (account is not None) == (held.state == State.SETTLED):
        return False
    if account is not None:
        _settle(held, account.request, person=account.owner, by=by, at=at)
    else:
        words = own_words("The registry does not have it at this address any more.")
        passing_on.let_go(held, words, by=by, at=at)
    return True


def _registered() -> QuerySet[Account]:
    accounts = Account.objects.exclude(state=Account.State.CLOSED)
    return accounts.select_related("request", "owner")


def _settle(
    held: ExistingAccount, request: Request, *, person: Person, by: Person | None, at: dt.datetime
) -> None:
    held.state, held.request, held.run_by = State.SETTLED, request, ""
    held.person, held.asked_on, held.reminded_on = person, None, None
    record("existing.settled", on=held, by=by, at=at, person=person)


def _ask_again(held: ExistingAccount, act: str, *, by: Person | None, at: dt.datetime) -> None:
    held.state, held.request = State.ASKED, None
    held.asked_on, held.reminded_on = today(at), None
    record(act, on=held, by=by, at=at, person=held.person)


def _ids(which: Q) -> list[int]:
    rows = ExistingAccount.objects.filter(which).exclude(state=State.SETTLED).order_by("pk")
    return list(rows.values_list("pk", flat=True))
