"""Suspend, close and reopen an account, with a reason.

Never is one active again that needs consent or parents' notice first: what is used to write to
students waits until its parents were told in this school year (401.15, professional use).
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from approvals.registry import entering, handing_over, notifying, overtaken, parents_due
from approvals.registry.models import Account, Entry, Lapse
from district_portal.district import current
from district_portal.ui.dates import date_in_words

OPEN: Final = (Account.State.WAITING, Account.State.ACTIVE)
ENDS: Final = {
    Entry.Act.SUSPENDED: Account.State.SUSPENDED,
    Entry.Act.CLOSED: Account.State.CLOSED,
}


class NotPossibleError(Exception):
    """What cannot be done with the account as it is now; says why, in words for the person."""


class ReasonMissingError(ValueError):
    """An account is suspended, closed or reopened with a reason alone."""


@transaction.atomic
def suspend(
    account: Account, *, reason: str, by: Person | None, at: dt.datetime | None = None
) -> Account:
    """Take an active account out of use for a time; it speaks for the district no longer.

    One that is suspended only until parents are told stays so, whatever is recorded of them.
    `by` is None where a rule of the district does it. Harmless for one that is suspended already.
    Raises ReasonMissingError, and NotPossibleError for one that waits or is closed.
    """
    return _end(account, Entry.Act.SUSPENDED, reason=reason, by=by, at=at)


@transaction.atomic
def close(
    account: Account, *, reason: str, by: Person | None, at: dt.datetime | None = None
) -> Account:
    """End an account; its address is free for another request.

    Harmless for one that is closed already. Raises ReasonMissingError.
    """
    return _end(account, Entry.Act.CLOSED, reason=reason, by=by, at=at)


@transaction.atomic
def reopen(
    account: Account, *, reason: str, seen: str, by: Person, at: dt.datetime | None = None
) -> Account:
    """Let a suspended or closed account speak again, or wait until parents are told.

    `seen` is the state that the person saw. Harmless for one that is open already. Raises
    ReasonMissingError, and NotPossibleError to the owner, when it was closed meanwhile, or when
    its address belongs to another account by now.
    """
    reason, held = _given(reason), entering.hold(account)
    at = at or timezone.now()
    if held.owner_id == by.pk:
        raise NotPossibleError(_("Somebody else decides whether your own account opens again."))
    if held.state in OPEN:
        return held
    if is_lapsed(held):
        raise NotPossibleError(why_not(held))
    if held.state != seen:
        raise NotPossibleError(why_not(held))
    before = held.state
    held.state = Account.State.ACTIVE
    if must_tell_parents(held, at=at):
        held.state, held.active_from = Account.State.WAITING, None
    else:
        held.active_from = held.active_from or at
    _save_reopened(held)
    entry = entering.record(
        "registry.reopened",
        on=held,
        by=by,
        at=at,
        reason=reason,
        before={"state": before},
        after={"state": held.state, "reason": reason},
    )
    notifying.tell_change_of_state(entry, account=held)
    handing_over.look_again([held.pk], at=at)
    return held


def must_tell_parents(account: Account, *, at: dt.datetime | None = None) -> bool:
    """Whether parents must be told before `account` may be active at `at`, now unless given."""
    year = current.school_year(current.today(at))
    concerned = parents_due.is_concerned(
        writes_to_students=account.writes_to_students, for_students=account.for_students
    )
    told = account.notices.filter(school_year=year).only("account", "told_on", "recorded_at")
    return concerned and not any(parents_due.counts(row, account) for row in told)


def is_lapsed(account: Account) -> bool:
    """Whether `account` is suspended only until parents are told (lapsing.py)."""
    lapsed = Lapse.objects.filter(account=account, lifted_at=None)
    return account.state == Account.State.SUSPENDED and lapsed.exists()


def who_ended(account: Account) -> Entry | None:
    """Who suspended or closed an account that is it now, when and why; None for an open one."""
    if is_lapsed(account):
        return None
    act = next((act for act, state in ENDS.items() if state == account.state), None)
    return entering.latest(account, act) if act else None


def why_not(account: Account) -> str:
    """Why an act no longer fits: who ended the account and when, or that nothing is live."""
    entry = who_ended(account)
    if entry is None and account.state == Account.State.WAITING:
        return _(
            "This account waits until parents are told. It is not live: there is nothing to end."
        )
    if entry is None and account.state == Account.State.SUSPENDED:
        return _("It is suspended until it is recorded that parents were told this school year.")
    if entry is None:
        return _("This account is active.")
    words = (
        _("%(name)s closed this account on %(day)s.")
        if account.state == Account.State.CLOSED
        else _("%(name)s suspended this account on %(day)s.")
    )
    who = entry.person or _("The portal")
    return words % {"name": who, "day": date_in_words(entry.entered_at, style="long")}


def _end(
    account: Account, act: Entry.Act, *, reason: str, by: Person | None, at: dt.datetime | None
) -> Account:
    reason, state = _given(reason), ENDS[act]
    held = entering.hold(account)
    at = at or timezone.now()
    lapsed = is_lapsed(held)
    if held.state == state and not lapsed:
        return held
    if act == Entry.Act.SUSPENDED and held.state != Account.State.ACTIVE and not lapsed:
        raise NotPossibleError(why_not(held))
    Lapse.objects.filter(account=held, lifted_at=None).update(lifted_at=at)
    before, held.state = held.state, state
    held.save(update_fields=["state"])
    entry = entering.record(
        "registry.closed" if act == Entry.Act.CLOSED else "registry.suspended",
        on=held,
        by=by,
        at=at,
        reason=reason,
        before={"state": before},
        after={"state": state.value, "reason": reason},
    )
    notifying.tell_change_of_state(entry, account=held)
    handing_over.look_again([held.pk], at=at)
    if act == Entry.Act.CLOSED:
        overtaken.end(held, at=at)
    return held


def _given(reason: str) -> str:
    reason = reason.strip().replace("\r\n", "\n")
    if not reason:
        raise ReasonMissingError
    return reason


def _save_reopened(account: Account) -> None:
    held = Account.objects.exclude(state=Account.State.CLOSED).exclude(pk=account.pk)
    taken = held.filter(address_key=account.address_key)
    try:
        with transaction.atomic():
            account.save(update_fields=["state", "active_from"])
    except IntegrityError:
        if other := taken.select_related("owner").first():
            words = _("Its address is registered anew: %(name)s, %(owner)s.")
            raise NotPossibleError(words % {"name": other.name, "owner": other.owner}) from None
        raise
