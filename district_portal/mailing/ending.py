"""What an answer of the mail server means for a message."""

from __future__ import annotations

import datetime as dt
import random

from django.conf import settings
from django.utils import timezone

from district_portal.mailing.conversing import Answer, Outcome
from district_portal.mailing.models import Message

State = Message.State

REPEATS_AT_MOST = 3
GIVE_UP_AFTER = dt.timedelta(days=5)  # RFC 5321, 4.5.4.1
_LONGEST_WAIT = 3600.0


def end(message: Message, answer: Answer) -> Message:
    """Put into `message`, unsaved, how it ended with that answer, or how long it waits."""
    now = timezone.now()
    message.state = _state_after(message, answer.outcome, now)
    message.answer = answer.words
    if answer.outcome is not Outcome.UNREACHABLE:
        message.attempts += 1
    if message.state == State.SENT:
        message.sent_at = now
    if message.state in (State.QUEUED, State.DOUBTFUL):
        message.due_at = now + back_off(message.attempts - 1)
    if message.state == State.DOUBTFUL and answer.outcome is Outcome.UNKNOWN:
        message.repeats += 1
    return message


def back_off(attempts: int) -> dt.timedelta:
    """Twice as long after each attempt, up to an hour, and never for all at the same moment."""
    doublings = max(0, min(attempts, 12))
    wait = min(settings.MAIL_BACK_OFF_SECONDS * 2**doublings, _LONGEST_WAIT)
    return dt.timedelta(seconds=wait * random.uniform(0.5, 1.5))  # noqa: S311 – no secret


def _state_after(message: Message, outcome: Outcome, now: dt.datetime) -> Message.State:
    match outcome:
        case Outcome.SENT:
            return State.SENT
        case Outcome.REFUSED:
            return State.FAILED
        case Outcome.LATER if now - (message.resent_at or message.queued_at) > GIVE_UP_AFTER:
            return State.FAILED
        case Outcome.UNKNOWN if message.in_doubt == Message.InDoubt.HOLD:
            return State.HELD
        case Outcome.UNKNOWN:
            return State.HELD if message.repeats >= REPEATS_AT_MOST else State.DOUBTFUL
    return State.DOUBTFUL if message.repeats else State.QUEUED
