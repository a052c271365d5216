"""Every act on an existing account begins by holding it, and is entered once it is done."""

from __future__ import annotations

import datetime as dt

from accounts.models import Person
from approvals.claiming.models import Act, ExistingAccount
from district_portal import audit
from district_portal.ui.dates import date_in_words


class MeanwhileError(Exception):
    """Somebody was faster, or it is not theirs to say; the message tells what holds now."""


def hold(account: ExistingAccount | int) -> ExistingAccount:
    """The account, held until the end of the transaction: every act on it waits in this line.

    What it refers to is fetched afterwards: whoever waited for the lock would get it as it was.
    """
    pk = account if isinstance(account, int) else account.pk
    return ExistingAccount.objects.select_for_update().get(pk=pk)


def record(
    act: str,
    *,
    on: ExistingAccount,
    by: Person | None,
    at: dt.datetime,
    text: str = "",
    person: Person | None = None,
) -> Act:
    """Enter one act ("existing.claimed"), in its history and in the trail, and save the account.

    What follows the dot is one of Act.What; `person` is whom it is about. The trail doesn't get
    the words. The caller holds the account.
    """
    on.changed_at = at
    on.save()
    what = Act.What(act.rpartition(".")[2])
    entry = Act.objects.create(account=on, what=what, text=text, person=person, at=at, by=by)
    audit.record(act, by=by, on=on, person=person, place=on.place, after={"state": on.state}, at=at)
    return entry


def meanwhile(account: ExistingAccount) -> str:
    """What was done with it last, in words for somebody who was slower."""
    last = account.acts.select_related("by").first()
    if last is None or last.by is None:
        return str(account.get_state_display())
    return f"{last.get_what_display()}, {last.by}, {date_in_words(last.at, style='time')}"
