"""What happened to an account, from the request to today, in one line of time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from approvals.models import Decision
from approvals.registry import reading
from approvals.registry.entering import Change
from approvals.registry.models import Account, Entry, Lapse, ParentNotice
from district_portal.ui.dates import date_in_words

LAPSED = "lapsed"


@dataclass(frozen=True)
class Row:
    """One thing that happened. `words` and `changes` are for those who look after the account.

    `act` is that of an entry in its history (Entry.Act), or LAPSED.
    """

    at: dt.datetime
    text: str
    who: str = ""
    words: str = ""
    changes: Sequence[Change] = ()
    act: str = ""


def timeline(account: Account, *, notices: Iterable[ParentNotice]) -> list[Row]:
    """Everything that happened to `account`, the oldest first; `notices` are those to parents."""
    sent_at = account.request.sent_at or account.approved_at
    rows = [Row(sent_at, _("Asked for"), str(account.request.requester))]
    rows += [_of_decision(decision) for decision in reading.decisions_of(account)]
    rows += [_of_notice(notice) for notice in notices]
    rows += [_of_entry(entry) for entry in account.entries.select_related("person")]
    for lapse in account.lapses.all():
        rows += _of_lapse(lapse)
    return sorted(rows, key=lambda row: row.at)


def how_it_ended(account: Account, rows: Iterable[Row]) -> Row | None:
    """Of `rows` the one by which somebody suspended or closed `account`, where it is so now."""
    if account.state not in (Account.State.SUSPENDED, Account.State.CLOSED):
        return None
    ends = (account.state, LAPSED)
    last = next((row for row in reversed([*rows]) if row.act in ends), None)
    return last if last and last.act == account.state else None


def is_lapsed(account: Account, rows: Iterable[Row]) -> bool:
    """Whether `account` is suspended only until parents are told."""
    return account.state == Account.State.SUSPENDED and how_it_ended(account, rows) is None


def _of_decision(decision: Decision) -> Row:
    who = f"{decision.person}, {decision.seat.label}"
    return Row(decision.decided_at, _("Approved"), who, decision.reason)


def _of_notice(notice: ParentNotice) -> Row:
    text = _("Parents told on %(day)s: %(how)s") % {
        "day": date_in_words(notice.told_on, style="long"),
        "how": notice.get_channel_display(),
    }
    return Row(notice.recorded_at, text, str(notice.recorded_by))


def _of_lapse(lapse: Lapse) -> list[Row]:
    told = _("Suspended: parents not told in %(year)s") % {"year": lapse.school_year}
    rows = [Row(lapse.suspended_at, told, _("the portal"), act=LAPSED)]
    if lapse.lifted_at:
        rows.append(Row(lapse.lifted_at, _("No longer suspended for that")))
    return rows


def _of_entry(entry: Entry) -> Row:
    nobody = "" if entry.act == Entry.Act.LEFT else _("the portal")
    who = str(entry.person) if entry.person else nobody
    return Row(
        entry.entered_at,
        entry.get_act_display(),
        who,
        entry.reason,
        tuple(entry.changes),
        entry.act,
    )
