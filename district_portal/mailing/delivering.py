"""Send what is due: rows decide, under a lease, and each result is committed before the next.

A crash or a lost answer between the last dot of a mail and the commit can be decided by nobody.
Such a mail is sent again under the same Message-ID and counted as a repeat, or held for a person,
as its row says.
"""

from __future__ import annotations

import datetime as dt
import random
import time
import uuid
from collections import Counter
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Case, F, PositiveSmallIntegerField, Q, QuerySet, TextField, Value, When
from django.utils import timezone

from district_portal.district import current
from district_portal.mailing import composing
from district_portal.mailing.conversing import Answer, MailServer, Outcome
from district_portal.mailing.enveloping import envelop
from district_portal.mailing.models import Message
from district_portal.schooldays.hours import may_disturb

State = Message.State
Step = tuple[Message, Answer]

BATCH = 100
REPEATS_AT_MOST = 3
GIVE_UP_AFTER = dt.timedelta(days=5)  # RFC 5321, 4.5.4.1
LOSSES_AT_MOST = 3
DIED = "The portal stopped before the answer came."
_LONGEST_WAIT = 3600.0


def sweep(*, seconds: float = 60) -> Counter[str]:
    """Send what is due over one connection, for about that many seconds.

    Answers how many messages had which outcome; `left` is 1 when the time was over before the
    messages were. Several sweeps at once share the work.
    """
    tally: Counter[str] = Counter()
    end = time.monotonic() + seconds
    with MailServer() as server:
        while messages := _claim():
            reached = _send(_write(messages), server, tally)
            if not reached:
                break
            if time.monotonic() > end:
                tally["left"] = 1
                break
    return tally


def recover(*, at: dt.datetime | None = None) -> int:
    """Take back the messages whose sweep died: its lease is over. Answers how many.

    One whose body may have gone out is sent again, as a repeat, or held.
    """
    now = at or timezone.now()
    doubt = Q(in_data=True)
    hold = doubt & (Q(in_doubt="hold") | Q(repeats__gte=REPEATS_AT_MOST))
    with transaction.atomic():
        dead = Message.objects.select_for_update(skip_locked=True).filter(
            state=State.SENDING, leased_until__lt=now
        )
        ids = list(dead.values_list("pk", flat=True))
        if not ids:
            return 0
        return Message.objects.filter(pk__in=ids).update(
            state=Case(
                When(hold, then=Value(State.HELD)),
                When(doubt | Q(repeats__gt=0), then=Value(State.DOUBTFUL)),
                default=Value(State.QUEUED),
            ),
            repeats=Case(
                When(doubt & ~hold, then=F("repeats") + 1),
                default=F("repeats"),
                output_field=PositiveSmallIntegerField(),
            ),
            answer=Case(
                When(doubt, then=Value(DIED)), default=F("answer"), output_field=TextField()
            ),
            lease="",
            leased_until=None,
            in_data=False,
        )


def _claim() -> list[Message]:
    """Lease up to BATCH messages that are due, the urgent ones first."""
    recover()
    now, lease = timezone.now(), uuid.uuid4().hex
    due = Message.objects.filter(state__in=[State.QUEUED, State.DOUBTFUL], due_at__lte=now)
    if not may_disturb(now):
        due = due.filter(bulk=False)
    first = due.order_by("bulk", "due_at", "pk")
    with transaction.atomic():
        ids = list(first.select_for_update(skip_locked=True).values_list("pk", flat=True)[:BATCH])
        mine = Message.objects.filter(pk__in=ids)
        mine.update(state=State.SENDING, lease=lease, leased_until=now + _lease_time())
    return list(mine.select_related("person").order_by("bulk", "due_at", "pk")) if ids else []


def _write(messages: list[Message]) -> list[Message]:
    """Put words into those that have none; those that are left without are sent no more."""
    without = composing.write(messages)
    for message, why in without.items():
        state = State.FAILED if why else State.CANCELLED
        _mine(message).update(state=state, answer=why, lease="", leased_until=None)
    return [message for message in messages if message not in without]


def _send(messages: list[Message], server: MailServer, tally: Counter[str]) -> bool:
    """Send each in turn; False when the mail server can't be reached, and the rest waits."""
    district = current.current().name
    losses = 0
    last: Step | None = None
    for message in messages:
        content = envelop(message, district=district)
        if not _go_on(last, message):
            last = None
            continue
        answer = server.send(content, to=message.address)
        last = message, answer
        tally[answer.outcome.value] += 1
        losses = losses + 1 if answer.cut else 0
        if answer.outcome is Outcome.UNREACHABLE or losses >= LOSSES_AT_MOST:
            _finish(last)
            _put_back(messages)
            return False
    _finish(last)
    return True


@transaction.atomic
def _go_on(last: Step | None, message: Message) -> bool:
    """Commit how the last one ended, and that the body of this one is about to go.

    False when this sweep has lost its lease on the message.
    """
    if last:
        _finish(last)
    return bool(
        _mine(message).update(
            in_data=True,
            attempts=F("attempts") + 1,
            leased_until=timezone.now() + _lease_time(),
            subject=message.subject,
            text=message.text,
            html=message.html,
        )
    )


def _finish(step: Step | None) -> None:
    if step:
        message, answer = step
        _mine(message).update(
            **_ending(message, answer), in_data=False, lease="", leased_until=None
        )


def _ending(message: Message, answer: Answer) -> dict[str, Any]:
    """The columns of a message that ended, or waits, with that answer."""
    now = timezone.now()
    state = _state_after(message, answer.outcome, now)
    columns: dict[str, Any] = {"state": state, "answer": answer.words}
    if state == State.SENT:
        columns["sent_at"] = now
        if message.secret:
            columns |= {"text": "", "html": ""}
    if state in (State.QUEUED, State.DOUBTFUL):
        columns["due_at"] = now + _back_off(message.attempts)
    if answer.outcome is Outcome.UNREACHABLE:
        columns["attempts"] = message.attempts
    if answer.outcome is Outcome.UNKNOWN and state == State.DOUBTFUL:
        columns["repeats"] = message.repeats + 1
    return columns


def _state_after(message: Message, outcome: Outcome, now: dt.datetime) -> Message.State:
    match outcome:
        case Outcome.SENT:
            return State.SENT
        case Outcome.REFUSED:
            return State.FAILED
        case Outcome.LATER if now - message.queued_at > GIVE_UP_AFTER:
            return State.FAILED
        case Outcome.UNKNOWN if message.in_doubt == Message.InDoubt.HOLD:
            return State.HELD
        case Outcome.UNKNOWN:
            return State.HELD if message.repeats >= REPEATS_AT_MOST else State.DOUBTFUL
    return State.DOUBTFUL if message.repeats else State.QUEUED


def _put_back(messages: list[Message]) -> None:
    """Let go of what this sweep has claimed and not begun."""
    ids = [message.pk for message in messages]
    leases = {message.lease for message in messages}
    Message.objects.filter(pk__in=ids, lease__in=leases, state=State.SENDING).update(
        state=Case(When(repeats__gt=0, then=Value(State.DOUBTFUL)), default=Value(State.QUEUED)),
        due_at=timezone.now() + _back_off(0),
        lease="",
        leased_until=None,
    )


def _mine(message: Message) -> QuerySet[Message]:
    return Message.objects.filter(pk=message.pk, lease=message.lease, state=State.SENDING)


def _lease_time() -> dt.timedelta:
    return dt.timedelta(seconds=settings.MAIL_LEASE_SECONDS)


def _back_off(attempts: int) -> dt.timedelta:
    """Twice as long after each attempt, up to an hour, and never for all at the same moment."""
    wait = min(settings.MAIL_BACK_OFF_SECONDS * 2 ** min(attempts, 12), _LONGEST_WAIT)
    return dt.timedelta(seconds=wait * random.uniform(0.5, 1.5))  # noqa: S311 – no secret
