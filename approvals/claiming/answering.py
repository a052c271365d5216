"""Whoever is named says of an existing account: mine, not mine, or closed."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from approvals import requesting
from approvals.claiming import passing_on
from approvals.claiming.acting import MeanwhileError, hold, meanwhile, record
from approvals.claiming.models import ExistingAccount
from approvals.claiming.passing_on import NamingError
from approvals.kinds.account_facts import AUDIENCES
from approvals.models import Request
from approvals.models.request import FOUND
from district_portal.district.current import today
from district_portal.district.keeping_words import own_words

State = ExistingAccount.State
KIND: Final = "account"


@transaction.atomic
def claim(account: ExistingAccount, *, by: Person, at: dt.datetime | None = None) -> Request:
    """Begin the request for consent, filled in with what was found; a second claim is the first.

    It goes the usual way, with promises, route and parents' notice: nothing is active by it.
    Raises MeanwhileError where `by` is not asked any more.
    """
    at = at or timezone.now()
    held = hold(account)
    if held.state == State.CLAIMED and held.person_id == by.pk and held.request:
        return held.request
    _refuse_others(held, by=by)
    request = requesting.start(KIND, by=by, at=at)
    what = own_words("%(what)s for %(name)s") % {"what": held.platform.noun, "name": held.name}
    request = requesting.save_step(
        request, by=by, step="details", typed=_typed(held), title=what, at=at
    )
    request = requesting.save_step(request, by=by, step=FOUND, typed=_found(held), at=at)
    held.state, held.request = State.CLAIMED, request
    record("existing.claimed", on=held, by=by, at=at, person=by)
    return request


@transaction.atomic
def say_not_mine(
    account: ExistingAccount, reason: str, *, by: Person, at: dt.datetime | None = None
) -> ExistingAccount:
    """Give it back, with a reason: somebody else is named, or it is not official, or gone.

    Raises NamingError without a reason, MeanwhileError where `by` is not asked any more.
    """
    if not reason.strip():
        raise NamingError(_("Say whose it is, or why it is not yours"), "reason")
    held = hold(account)
    _refuse_others(held, by=by)
    at = at or timezone.now()
    passing_on.bring_back("existing.not_mine", held, by=by, at=at, text=reason.strip())
    return held


@transaction.atomic
def say_closed(
    account: ExistingAccount, reason: str = "", *, by: Person, at: dt.datetime | None = None
) -> ExistingAccount:
    """Say that it was closed; an administrator looks, and then marks it as gone.

    Raises MeanwhileError where `by` is not asked any more.
    """
    held = hold(account)
    _refuse_others(held, by=by)
    at = at or timezone.now()
    passing_on.bring_back("existing.was_closed", held, by=by, at=at, text=reason.strip())
    return held


def _refuse_others(held: ExistingAccount, *, by: Person) -> None:
    if held.state != State.ASKED or held.person_id != by.pk:
        raise MeanwhileError(meanwhile(held))


def _found(account: ExistingAccount) -> dict[str, str]:
    since = account.since.isoformat() if account.since else ""
    listed = today(account.listed_at).isoformat()
    return {"since": since, "listed": listed, "address_key": account.address_key}


def _typed(account: ExistingAccount) -> dict[str, list[str]]:
    """What was found, as if it had been typed into the first step."""
    said = account.audience.casefold()
    found = {
        "platform": [str(account.platform_id)],
        "name": [account.name],
        "handle": [account.address if not account.platform.paths else f"@{account.handle}"],
        "place": [str(account.place_id or "")],
        "purpose": [account.purpose],
        "audience": [
            key for key, label in AUDIENCES if key in said or str(label).casefold() in said
        ],
    }
    return {field: values for field, values in found.items() if any(values)}
