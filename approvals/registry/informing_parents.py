"""Tell parents before students are written to: the letter, and the record that it went out.

Source: 401.15, professional use, first clause.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from approvals.registry import notifying
from approvals.registry.models import Account, ParentNotice
from district_portal import audit
from district_portal.district import current


class NoticeError(ValueError):
    """A notice that cannot be recorded; says why, in words for the person."""


def draft_letter(account: Account) -> str:
    """A letter to parents about `account`, to be edited before it goes out."""
    return _(
        "Dear parents and guardians,\n\n"
        "%(place)s is going to use “%(name)s” (%(what)s), and we want you to know before we begin. "
        "You find it here: %(address)s\n\n"
        "What it is for:\n%(purpose)s\n\n"
        "Students may be written to there, always about school and where others can see it. We "
        "send no private messages to students. Nothing important will be found only there: you "
        "will also hear of it in another way, and no family needs an account.\n\n"
        "%(owner)s looks after it and answers your questions: %(contact)s. Please also write if "
        "you do not want your child to be written to or shown there.\n\n"
        "%(place)s, %(district)s"
    ) % {
        "place": account.place,
        "what": account.platform.noun,
        "name": account.name,
        "address": account.address,
        "purpose": account.purpose,
        "owner": account.owner,
        "contact": account.district_address,
        "district": current.current().name,
    }


@transaction.atomic
def record_notice(
    account: Account,
    *,
    told_on: dt.date,
    channel: str,
    text: str,
    by: Person,
    at: dt.datetime | None = None,
) -> ParentNotice:
    """Record that parents were told on the local day `told_on`; a waiting account becomes active.

    `channel` is one of ParentNotice.Channel, `text` what they were told, word for word. The same
    notice recorded twice is one. Raises NoticeError for a day to come, an empty text, or an
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
    audit.record(
        "registry.notice_recorded",
        by=by,
        on=held,
        person=held.owner,
        place=held.place,
        after={"told_on": told_on, "channel": channel},
        at=at,
    )
    if held.state == Account.State.WAITING:
        _activate(held, by=by, at=at)
    return notice


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
