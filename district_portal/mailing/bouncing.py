"""Note by hand that a mail which went out came back, and take that back.

A mail server may take a mail and send it back hours later, to the address that the portal writes
from. Nobody but a person reads that.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from district_portal.mailing import masking
from district_portal.mailing.models import Happening, Message

if TYPE_CHECKING:
    from accounts.models import Person

State = Message.State
LONGEST_REASON = 300


@transaction.atomic
def bounce(message: Message, *, by: Person, reason: str, at: dt.datetime | None = None) -> bool:
    """Note that `message` came back, and why (`reason`, as the mail that came back says).

    Answers whether it stood as sent: a second press of the button changes nothing. Raises
    ValueError without a reason.
    """
    if not (reason := reason.strip()):
        raise ValueError("a mail that came back needs a reason")
    return _move(message, State.SENT, State.BOUNCED, by=by, words=reason, at=at)


@transaction.atomic
def take_back(message: Message, *, by: Person, at: dt.datetime | None = None) -> bool:
    """Note that `message` did arrive after all; answers whether it stood as come back."""
    return _move(message, State.BOUNCED, State.SENT, by=by, words="", at=at)


def _move(
    message: Message,
    before: State,
    after: State,
    *,
    by: Person,
    words: str,
    at: dt.datetime | None,
) -> bool:
    rows = Message.objects.select_for_update(of=("self",)).select_related("person")
    row = rows.filter(pk=message.pk, state=before).first()
    if row is None:
        return False
    row.state = after
    row.save(update_fields=["state"])
    bounced = after == State.BOUNCED
    what = Happening.What.BOUNCED if bounced else Happening.What.ARRIVED
    Happening.objects.create(message=row, at=at or timezone.now(), what=what, words=words, by=by)
    masking.record(
        "mail.bounced" if bounced else "mail.arrived", row, by=by, before={"state": before}, at=at
    )
    return True
