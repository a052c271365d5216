"""Tell parents before students are written to: the letter, and the record that it went out.

Source: 401.15, professional use, first clause.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from approvals.registry import closing, entering, lapsing, letters, notifying, parents_due
from approvals.registry.models import Account, Entry, NoticeCopy, ParentNotice
from district_portal import audit
from district_portal.district import current
from policies.acknowledgments.paper.scanning import Scanned


class NoticeError(ValueError):
    """A notice that cannot be recorded; says why, in words for the person."""


def draft_letter(account: Account, *languages: str) -> str:
    """A letter to parents about `account`, to be edited before it goes out; English unless told."""
    return letters.draft(account, *languages)


@transaction.atomic
def record_notice(
    account: Account,
    *,
    told_on: dt.date,
    channel: str,
    text: str,
    by: Person,
    copy: Scanned | None = None,
    at: dt.datetime | None = None,
) -> ParentNotice:
    """Record that parents were told on the local day `told_on`; a waiting account becomes active.

    So does one that was suspended because they were not told in this school year. `channel` is one
    of ParentNotice.Channel, `text` what they were told, word for word, `copy` a scan of it. The
    same notice recorded twice is one. Raises NoticeError for a day to come, an empty text, or an
    account that is closed.
    """
    at = at or timezone.now()
    held = Account.objects.select_for_update(of=("self",)).get(pk=account.pk)
    text = text.strip().replace("\r\n", "\n")
    if held.state == Account.State.CLOSED:
        raise NoticeError(_("This account is closed."))
    if told_on > current.today(at):
        raise NoticeError(_("Enter a day that is not in the future"))
    asked_on = current.today(held.request.sent_at or at)
    if told_on < asked_on:
        raise NoticeError(_("Enter a day since the account was asked for"))
    if not text:
        raise NoticeError(_("Enter what parents were told"))
    same = held.notices.filter(told_on=told_on, channel=channel, text=text).first()
    if same:
        _keep(copy, same, by=by, at=at)
        return same
    notice = ParentNotice.objects.create(
        account=held,
        school_year=current.school_year(told_on),
        told_on=told_on,
        channel=ParentNotice.Channel(channel),
        text=text,
        recorded_at=at,
        recorded_by=by,
    )
    _keep(copy, notice, by=by, at=at)
    audit.record(
        "registry.notice_recorded",
        by=by,
        on=held,
        person=held.owner,
        place=held.place,
        after={"told_on": told_on, "channel": channel},
        at=at,
    )
    if held.state == Account.State.WAITING and _may_be_active(held, notice, at=at):
        _activate(held, by=by, at=at)
    elif not closing.must_tell_parents(held, at=at):
        lapsing.lift(held, by=by, at=at, told=notice.school_year)
    return notice


def _may_be_active(account: Account, notice: ParentNotice, *, at: dt.datetime) -> bool:
    """Whether parents know: the first time from any notice, once reopened from this year's.

    Never from one that went out or was recorded before students came in by a change.
    """
    if not parents_due.counts(notice, account):
        return False
    is_reopened = entering.latest(account, Entry.Act.REOPENED) is not None
    return not is_reopened or not closing.must_tell_parents(account, at=at)


def _keep(copy: Scanned | None, notice: ParentNotice, *, by: Person, at: dt.datetime) -> None:
    """Keep the copy of a notice that has none yet."""
    if copy is None or NoticeCopy.objects.filter(notice=notice).exists():
        return
    NoticeCopy.objects.create(
        notice=notice,
        name=copy.name,
        kind=copy.kind.value,
        size=len(copy.content),
        sha256=copy.sha256,
        content=copy.content,
        kept_at=at,
        kept_by=by,
    )


def _activate(account: Account, *, by: Person, at: dt.datetime) -> None:
    account.state, account.active_from = Account.State.ACTIVE, at
    account.save(update_fields=["state", "active_from"])
    audit.record(
        "registry.activated",
        by=by,
        on=account,
        person=account.owner,
        place=account.place,
        before={"state": "waiting"},
        after={"state": "active"},
        at=at,
    )
    notifying.tell_active(account)
