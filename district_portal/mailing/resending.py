"""Decide by hand about mails that did not arrive: send again, or leave them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from district_portal.mailing import masking
from district_portal.mailing.models import Happening, Message
from district_portal.mailing.queueing import wake

if TYPE_CHECKING:
    from accounts.models import Person

Mails = QuerySet[Message]
State = Message.State
STUCK = (State.HELD, State.FAILED)
AGAIN = (*STUCK, State.BOUNCED)


def resendable(mails: Mails) -> Mails:
    """Those of `mails` that can go out again: stuck or come back, and no secret that is gone.

    Nor one without its address: its person left long ago.
    """
    return mails.filter(state__in=AGAIN).exclude(Q(secret=True, text="") | Q(address=""))


def among(mails: Iterable[Message]) -> set[int]:
    """The ids of those of `mails` that can go out again; one query for all."""
    asked = Message.objects.filter(pk__in=[mail.pk for mail in mails])
    return set(resendable(asked).values_list("pk", flat=True))


@transaction.atomic
def resend(
    message: Message, *, by: Person, to_present: bool = False, at: dt.datetime | None = None
) -> bool:
    """Queue again, under the same Message-ID, a mail that was held, failed or came back.

    One that had perhaps gone out counts as a repeat. With `to_present` it goes to the address
    that its person has by now; a secret never does. Answers whether it could be sent still: a
    second press of the button changes nothing, nor can a secret be sent whose text is gone.
    """
    row = _locked(message, resendable)
    if row is None:
        return False
    now = at or timezone.now()
    before = {"state": row.state}
    readdressed = to_present and present_address(row) != ""
    if readdressed:
        row.address = present_address(row)
    if row.state == State.HELD:
        row.repeats += 1
    row.state = State.DOUBTFUL if row.repeats else State.QUEUED
    row.attempts, row.due_at, row.resent_at, row.sent_at = 0, now, now, None
    row.save(
        update_fields=[
            *("state", "repeats", "attempts", "address"),
            *("due_at", "resent_at", "sent_at"),
        ]
    )
    Happening.objects.create(message=row, at=now, what=Happening.What.RESENT, by=by)
    after = {"to_present_address": True} if readdressed else None
    masking.record("mail.resent", row, by=by, before=before, after=after, at=at)
    transaction.on_commit(wake)
    return True


@transaction.atomic
def resend_each(numbers: Collection[int], *, by: Person, at: dt.datetime | None = None) -> int:
    """Queue again the mails with these ids, each as `resend` does; answers how many could be.

    They are taken in the order of their ids, so that two people who choose the same don't block
    each other.
    """
    rows = Message.objects.filter(pk__in=numbers).order_by("pk")
    return sum(resend(row, by=by, at=at) for row in rows)


@transaction.atomic
def leave(message: Message, *, by: Person, at: dt.datetime | None = None) -> bool:
    """Never send a held or failed message; answers whether it was stuck still."""
    row = _locked(message, lambda mails: mails.filter(state__in=STUCK))
    if row is None:
        return False
    before = {"state": row.state}
    row.state = State.CANCELLED
    if row.secret:
        row.text = row.html = ""
    row.save(update_fields=["state", "text", "html"])
    left = Happening.What.LEFT
    Happening.objects.create(message=row, at=at or timezone.now(), what=left, by=by)
    masking.record("mail.left", row, by=by, before=before, at=at)
    return True


def present_address(message: Message) -> str:
    """Where its person is reached by now, if that is elsewhere; "" for a secret."""
    person = message.person
    if person is None or message.secret or person.email == message.address:
        return ""
    return person.email or ""


def _locked(message: Message, narrow: Callable[[Mails], Mails]) -> Message | None:
    rows = Message.objects.select_for_update(of=("self",)).select_related("person")
    return narrow(rows.filter(pk=message.pk)).first()
