"""Put mails into the outbox: a row with a unique key, inside the caller's transaction."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_noop
from kombu.exceptions import OperationalError

from district_portal.mailing import composing
from district_portal.mailing.models import Message
from district_portal.uncounted import uncounted

if TYPE_CHECKING:
    from accounts.models import Person

log = logging.getLogger(__name__)

_muted: ContextVar[bool] = ContextVar("mail_muted", default=False)
_AT_ONCE = 20_000


def queue(
    name: str,
    *,
    key: str,
    to: Person,
    context: Mapping[str, Any],
    in_doubt: str = Message.InDoubt.REPEAT,
    secret: bool = False,
    calendar: str = "",
    due_at: dt.datetime | None = None,
    kept_from: Person | None = None,
) -> bool:
    """Write the mail `name` now and queue it; answers whether it was new.

    `key` makes it the only one of its kind: a second call with it changes nothing. `in_doubt`
    says what happens when a crash leaves open whether it went out. The text of a `secret` mail
    (a link that signs in) is shown in no log and is emptied once sent. `calendar` is an
    invitation (iCalendar, its METHOD included) that goes with it. `due_at` (aware; now unless
    given) is the earliest time of sending. `kept_from` is whom nothing may tell that a
    confidential mail exists, whatever their role. False also when `to` has no address or mail is
    muted.
    Raises TemplateDoesNotExist for a name without templates.
    """
    if not to.email or _muted.get() or Message.objects.filter(key=key).exists():
        return False
    written = composing.compose(name, to=to, context=context)
    now = timezone.now()
    message = Message(
        key=key,
        person=to,
        address=to.email,
        name=name,
        subject=written.subject,
        text=written.text,
        html=written.html,
        calendar=calendar,
        language=written.language,
        secret=secret,
        in_doubt=in_doubt,
        queued_at=now,
        due_at=due_at or now,
        message_id=composing.message_id(key),
        kept_from=kept_from,
    )
    return _insert(message)


def queue_many(
    name: str,
    *,
    keys: Mapping[int, str],
    due_at: dt.datetime | None = None,
    addresses: Mapping[int, str] | None = None,
) -> set[int]:
    """Queue a mail of that name to each person of `keys` (person id → key of the message).

    It is written when it is sent, by the function registered under `composing.writes(name)`, and
    lets all others pass. One of that name which still waits unwritten gives way to the new one.
    Answers the ids of those to whom one was queued: not those without an address, nor those whose
    key was there before.

    `addresses` (person id → address) are others than the people's own, for what must be said
    there: such mails let none pass, and none gives way.
    """
    if not keys or _muted.get():
        return set()
    statement = _QUEUE_MANY.format(people=get_user_model()._meta.db_table)  # noqa: SLF001
    now = timezone.now()
    people, values = list(keys), list(keys.values())
    elsewhere = [(addresses or {}).get(person) for person in people]
    queued: set[int] = set()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_WAITING, {"name": name})
        waiting = {} if addresses else {row[0]: row[1] for row in cursor.fetchall()}
        for start in range(0, len(people), _AT_ONCE):
            cursor.execute(
                statement,
                {
                    "name": name,
                    "now": now,
                    "due": due_at or now,
                    "host": composing.host(),
                    "people": people[start : start + _AT_ONCE],
                    "keys": values[start : start + _AT_ONCE],
                    "elsewhere": elsewhere[start : start + _AT_ONCE],
                    "bulk": not addresses,
                    "first": uncounted(_AT_ONCE),
                },
            )
            queued.update(row[0] for row in cursor.fetchall())
        replaced = [message for message, person in waiting.items() if person in queued]
        Message.objects.filter(pk__in=replaced, state=Message.State.QUEUED, subject="").update(
            state=Message.State.CANCELLED, answer=gettext_noop("A newer one took its place.")
        )
        if queued:
            _wake_on_commit()
    return queued


_QUEUE_MANY = """
INSERT INTO mailing_message
    (id, key, person_id, address, name, subject, text, html, calendar, language, secret, bulk,
     in_doubt, state, queued_at, due_at, lease, in_data, attempts, repeats, answer, message_id)
SELECT %(first)s + asked.place - 1, asked.key, person.id,
       coalesce(asked.elsewhere, person.email), %(name)s, '', '', '', '', '', false, %(bulk)s,
       'repeat', 'queued', %(now)s, %(due)s, '', false, 0, 0, '',
       '<' || left(encode(sha256(convert_to(asked.key, 'UTF8')), 'hex'), 40)
           || '@' || %(host)s || '>'
FROM unnest(%(people)s::bigint[], %(keys)s::text[], %(elsewhere)s::text[])
     WITH ORDINALITY AS asked (person_id, key, elsewhere, place)
JOIN {people} AS person ON person.id = asked.person_id
WHERE coalesce(asked.elsewhere, person.email) <> ''
ON CONFLICT (key) DO NOTHING
RETURNING person_id
"""
_WAITING = """
SELECT id, person_id FROM mailing_message
WHERE state = 'queued' AND subject = '' AND name = %(name)s
"""


def history(person: Person) -> models.QuerySet[Message]:
    """Every mail to `person`, newest first; without texts that are nobody's business."""
    return Message.objects.filter(person=person).defer("text", "html")


def told_on(name: str, people: Iterable[Person]) -> dict[int, dt.date]:
    """Person id → the day of their last mail `name`, out of its key, which ends with `:` and a day.

    Who never got one is left out. One statement for all.
    """
    rows = Message.objects.filter(name=name, person__in=[person.pk for person in people])
    last = rows.order_by().values("person").annotate(key=models.Max("key"))
    return {
        person: dt.date.fromisoformat(key.rpartition(":")[2])
        for person, key in last.values_list("person", "key")
    }


@contextmanager
def muted() -> Iterator[None]:
    """Within it nothing is queued: for telling a past in which the mails went out long ago."""
    token = _muted.set(True)
    try:
        yield
    finally:
        _muted.reset(token)


def wake() -> None:
    """Tell a worker that mail is waiting; when the broker is away, beat will do it soon."""
    from district_portal.mailing.tasks import deliver  # noqa: PLC0415 – tasks stand above rules

    try:
        deliver.apply_async(retry=False, expires=60)
    except OperationalError:
        log.warning("The broker does not answer; mail waits for the next sweep.")


def _insert(message: Message) -> bool:
    try:
        with transaction.atomic():
            message.save(force_insert=True)
            _wake_on_commit()
    except IntegrityError:
        if Message.objects.filter(key=message.key).exists():
            return False
        raise
    return True


def _wake_on_commit() -> None:
    if all(entry[1] is not wake for entry in connection.run_on_commit):
        transaction.on_commit(wake)
