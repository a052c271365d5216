"""Decide by hand about mails that got stuck: send again, or leave them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from district_portal import audit
from district_portal.mailing.models import Message
from district_portal.mailing.queueing import wake

if TYPE_CHECKING:
    from accounts.models import Person

STUCK = (Message.State.HELD, Message.State.FAILED)


@transaction.atomic
def resend(message: Message, *, by: Person, at: dt.datetime | None = None) -> bool:
    """Queue a held or failed message again, under the same Message-ID.

    One that had perhaps gone out counts as a repeat. Answers whether it was stuck still: a second
    press of the button changes nothing, nor can a secret be sent whose text is gone.
    """
    row = _stuck(message)
    if row is None or row.is_emptied:
        return False
    now = at or timezone.now()
    before = {"state": row.state}
    if row.state == Message.State.HELD:
        row.repeats += 1
    row.state = Message.State.DOUBTFUL if row.repeats else Message.State.QUEUED
    row.attempts, row.due_at, row.queued_at = 0, now, now
    row.save(update_fields=["state", "repeats", "attempts", "due_at", "queued_at"])
    audit.record("mail.resent", by=by, on=row, person=row.person, before=before, at=at)
    transaction.on_commit(wake)
    return True


@transaction.atomic
def leave(message: Message, *, by: Person, at: dt.datetime | None = None) -> bool:
    """Never send a held or failed message; answers whether it was stuck still."""
    row = _stuck(message)
    if row is None:
        return False
    before = {"state": row.state}
    row.state = Message.State.CANCELLED
    if row.secret:
        row.text = row.html = ""
    row.save(update_fields=["state", "text", "html"])
    audit.record("mail.left", by=by, on=row, person=row.person, before=before, at=at)
    return True


def _stuck(message: Message) -> Message | None:
    rows = Message.objects.select_for_update(of=("self",)).select_related("person")
    return rows.filter(pk=message.pk, state__in=STUCK).first()
