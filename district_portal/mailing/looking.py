"""What the delivery log shows: which mails, and how many wait or got stuck."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet
from django.utils import timezone

from district_portal.mailing.models import Message

State = Message.State
SENT_DAYS = 7


def find(*, who: str = "", state: str = "", name: str = "") -> QuerySet[Message]:
    """Mails, newest first: each word of `who` is part of the person's name or of the address."""
    found = Message.objects.select_related("person").defer("text", "html").order_by("-pk")
    for word in who.split():
        found = found.filter(
            Q(person__given_name__icontains=word)
            | Q(person__family_name__icontains=word)
            | Q(address__icontains=word)
        )
    if state:
        found = found.filter(state=state)
    return found.filter(name=name) if name else found


def counts(mails: QuerySet[Message], *, at: dt.datetime | None = None) -> dict[str, int]:
    """How many of `mails` wait, are held, failed, and went out in the last seven days."""
    since = (at or timezone.now()) - dt.timedelta(days=SENT_DAYS)
    queued = mails.filter(state__in=[State.QUEUED, State.DOUBTFUL]).count()
    return {
        "waiting": queued + mails.filter(state=State.SENDING).count(),
        "held": mails.filter(state=State.HELD).count(),
        "failed": mails.filter(state=State.FAILED).count(),
        "sent": mails.filter(state=State.SENT, sent_at__gte=since).count(),
    }


def stuck() -> QuerySet[Message]:
    """The mails that wait for somebody to decide about them."""
    return Message.objects.filter(state__in=[State.HELD, State.FAILED])
