"""Whose turn a message is: rows are claimed under a lease, and each step is committed by itself."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Case, F, PositiveSmallIntegerField, Q, TextField, Value, When
from django.utils import timezone
from django.utils.translation import gettext_noop

from district_portal.mailing.ending import REPEATS_AT_MOST, back_off
from district_portal.mailing.models import Happening, Message
from district_portal.schooldays.hours import may_disturb

State = Message.State

BATCH = 100
DIED = gettext_noop("The portal stopped before the answer came.")


def claim() -> list[Message]:
    """Lease up to BATCH messages that are due, the urgent ones first; bulk ones only by day."""
    recover()
    now, lease = timezone.now(), uuid.uuid4().hex
    due = Message.objects.filter(state__in=[State.QUEUED, State.DOUBTFUL], due_at__lte=now)
    if not may_disturb(now):
        due = due.filter(bulk=False)
    first = due.order_by("bulk", "due_at", "pk")
    with transaction.atomic():
        ids = list(first.select_for_update(skip_locked=True).values_list("pk", flat=True)[:BATCH])
        mine = Message.objects.filter(pk__in=ids)
        mine.update(state=State.SENDING, lease=lease, leased_until=_end_of_lease(now))
    return list(mine.select_related("person").order_by("bulk", "due_at", "pk")) if ids else []


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
        taken_back = Message.objects.filter(pk__in=ids)
        in_doubt = list(taken_back.filter(doubt).values_list("pk", flat=True))
        taken_back.update(
            state=Case(
                When(hold, then=Value(State.HELD)),
                When(doubt | Q(repeats__gt=0), then=Value(State.DOUBTFUL)),
                default=Value(State.QUEUED),
            ),
            attempts=_one_more("attempts", when=doubt),
            repeats=_one_more("repeats", when=doubt & ~hold),
            answer=Case(
                When(doubt, then=Value(DIED)), default=F("answer"), output_field=TextField()
            ),
            lease="",
            leased_until=None,
            in_data=False,
        )
        ended = taken_back.filter(pk__in=in_doubt).values_list("pk", "state")
        Happening.objects.bulk_create(
            Happening(message_id=pk, at=now, what=state, words=DIED) for pk, state in ended
        )
        return len(ids)


def go_on(*, ended: Message | None, begun: Message | None) -> bool:
    """Commit in one statement how a message ended, and that the body of the next is about to go.

    `ended` carries its new state (a secret that was sent or has failed loses its words here; an
    attempt that counted is noted as what happened),
    `begun` the words that it goes out with. Answers whether the lease on `begun` still holds: if
    not, another sweep has it.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _GO_ON,
            {
                **_columns(ended),
                "now": timezone.now(),
                "begun": begun.pk if begun else None,
                "subject": begun.subject if begun else "",
                "text": begun.text if begun else "",
                "html": begun.html if begun else "",
                "language": begun.language if begun else "",
                "begun_lease": begun.lease if begun else "",
                "until": _end_of_lease(timezone.now()),
            },
        )
        return cursor.fetchone() is not None


def put_back(messages: list[Message]) -> None:
    """Let go of what was claimed and not begun; it waits a little."""
    ids, leases = {message.pk for message in messages}, {message.lease for message in messages}
    Message.objects.filter(pk__in=ids, lease__in=leases, state=State.SENDING).update(
        state=Case(When(repeats__gt=0, then=Value(State.DOUBTFUL)), default=Value(State.QUEUED)),
        due_at=timezone.now() + back_off(0),
        lease="",
        leased_until=None,
    )


@transaction.atomic
def drop(message: Message, *, why: str) -> None:
    """End a claimed message that has no words: it failed with a reason, else it is cancelled."""
    ours = Message.objects.filter(pk=message.pk, lease=message.lease, state=State.SENDING)
    ended = ours.update(
        state=State.FAILED if why else State.CANCELLED, answer=why, lease="", leased_until=None
    )
    if ended and why:
        failed = Happening.What.FAILED
        Happening.objects.create(message=message, at=timezone.now(), what=failed, words=why)


def _one_more(column: str, *, when: Q) -> Case:
    number = PositiveSmallIntegerField()
    return Case(When(when, then=F(column) + 1), default=F(column), output_field=number)


def _columns(ended: Message | None) -> dict[str, Any]:
    names = ("state", "answer", "sent_at", "due_at", "attempts", "repeats", "lease")
    return {"ended": ended.pk if ended else None} | {
        name: getattr(ended, name) if ended else None for name in names
    }


def _end_of_lease(now: dt.datetime) -> dt.datetime:
    return now + dt.timedelta(seconds=settings.MAIL_LEASE_SECONDS)


_GO_ON = """
WITH ended AS (
    UPDATE mailing_message
    SET state = %(state)s, answer = %(answer)s, sent_at = %(sent_at)s, due_at = %(due_at)s,
        attempts = %(attempts)s, repeats = %(repeats)s,
        text = CASE WHEN secret AND %(state)s IN ('sent', 'failed') THEN '' ELSE text END,
        html = CASE WHEN secret AND %(state)s IN ('sent', 'failed') THEN '' ELSE html END,
        in_data = false, lease = '', leased_until = NULL
    WHERE id = %(ended)s AND lease = %(lease)s AND state = 'sending'
    RETURNING id
),
noted AS (
    INSERT INTO mailing_happening (message_id, at, what, words)
    SELECT id, %(now)s, %(state)s, %(answer)s
    FROM ended JOIN mailing_message AS before USING (id)
    WHERE before.attempts < %(attempts)s
)
UPDATE mailing_message
SET in_data = true, leased_until = %(until)s, subject = %(subject)s, text = %(text)s,
    html = %(html)s, language = %(language)s
WHERE id = %(begun)s AND lease = %(begun_lease)s AND state = 'sending'
RETURNING id
"""
