"""Enter what is done with an account into its history; every act on one begins by holding it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from accounts.models import Person
from approvals.registry.models import Account, Entry, Former
from approvals.registry.signals import entry_made
from district_portal import audit

Change = dict[str, str]
"""What stood there before and after, in words: {"label", "before", "after"}."""


def hold(account: Account | int) -> Account:
    """The account, held until the end of the transaction: every act on it waits in this line."""
    pk = account if isinstance(account, int) else account.pk
    held = Account.objects.select_for_update(of=("self",))
    return held.select_related("owner", "place", "recovery_owner").get(pk=pk)


def keep_former(account: Account, people: Iterable[Person | None]) -> None:
    """Keep who looked after the account until now: it concerns them. The caller holds it."""
    ids = sorted({person.pk for person in people if person})
    rows = (Former(account=account, person_id=pk) for pk in ids)
    Former.objects.bulk_create(rows, ignore_conflicts=True)


def record(
    act: str,
    *,
    on: Account,
    by: Person | None,
    at: dt.datetime,
    reason: str = "",
    changes: Sequence[Change] = (),
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> Entry:
    """Record one act ("registry.closed"), in the history of the account and in the trail.

    What follows the dot is one of Entry.Act. The trail gets `before` and `after`, never the words
    of `changes`. The caller holds the account and has saved what is new.
    """
    entry = Entry.objects.create(
        account=on,
        act=Entry.Act(act.rpartition(".")[2]),
        reason=reason,
        changes=list(changes),
        person=by,
        entered_at=at,
    )
    audit.record(
        act, by=by, on=on, person=on.owner, place=on.place, before=before, after=after, at=at
    )
    entry_made.send(sender=Entry, account=on, entry=entry, at=at)
    return entry


def latest(account: Account, act: str) -> Entry | None:
    """The last entry of that act, with who did it."""
    return account.entries.filter(act=act).select_related("person").last()
