"""People, days, moments and mails as an evidence bundle writes them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.utils import timezone

if TYPE_CHECKING:
    from accounts.models import Person

Row = dict[str, Any]


def person(who: Person | None) -> Row | None:
    """Somebody, by the name of today and that of the roster."""
    if who is None:
        return None
    return {
        "id": who.pk,
        "number": who.number,
        "name": str(who),
        "roster_name": who.roster_name,
    }


def mail(sent: Any) -> Row:
    """A mail without its text, and what became of it."""
    return {
        "id": sent.pk,
        "key": sent.key,
        "name": sent.name,
        "person": person(sent.person),
        "address": sent.address,
        "message_id": sent.message_id,
        "state": sent.state,
        "state_in_words": str(sent.get_state_display()),
        "attempts": sent.attempts,
        "repeats": sent.repeats,
        "answer": sent.answer,
        "log": [
            {
                "what": happening.what,
                "what_in_words": str(happening.get_what_display()),
                "words": happening.words,
                "by": person(happening.by),
                **moment("at", happening.at),
            }
            for happening in sent.happenings.all()
        ],
        **moment("queued_at", sent.queued_at),
        **moment("sent_at", sent.sent_at),
        **moment("read_at", sent.read_at),
    }


def day(value: dt.date | None) -> str | None:
    """A local date."""
    return value.isoformat() if value else None


def moment(name: str, at: dt.datetime | None) -> Row:
    """A moment in UTC and, under a second name, in the district's time zone."""
    if at is None:
        return {name: None, f"{name}_local": None}
    return {
        name: at.astimezone(dt.UTC).isoformat(),
        f"{name}_local": timezone.localtime(at).isoformat(),
    }
