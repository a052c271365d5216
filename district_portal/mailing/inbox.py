"""What the portal said to a person, in the portal: the same messages that went out by mail.

Whether somebody opened a message is their own affair: it is noted in the row and in no record.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import Case, QuerySet, Value, When
from django.utils import timezone

from district_portal.mailing import composing
from district_portal.mailing.models import Message

if TYPE_CHECKING:
    from accounts.models import Person

State = Message.State


def messages(person: Person) -> QuerySet[Message]:
    """Every message to `person`, unread ones first, then the newest.

    Left out are those that were cancelled before they had any words. Also those that failed are
    here: what the mail did not bring can be read here all the same.
    """
    found = Message.objects.filter(person=person).exclude(state=State.CANCELLED, subject="")
    unread_first = Case(When(read_at=None, then=Value(0)), default=Value(1))
    return found.order_by(unread_first, "-pk")


def unread(person: Person) -> QuerySet[Message]:
    """Those that `person` has not opened yet."""
    return messages(person).filter(read_at=None)


def find(person: Person, *, words: str = "", read: str = "", name: str = "") -> QuerySet[Message]:
    """Messages to `person` of the kind `name`, with each of `words` in the subject.

    `read` is "yes", "no" or "" for all.
    """
    found = messages(person).defer("text", "html")
    for word in words.split():
        found = found.filter(subject__icontains=word)
    if read:
        found = found.filter(read_at__isnull=read == "no")
    return found.filter(name=name) if name else found


def kinds(person: Person) -> list[str]:
    """The names of the kinds of message that `person` has had."""
    return sorted(messages(person).order_by().values_list("name", flat=True).distinct())


def with_words(message: Message) -> Message:
    """The message with the words that it would go out with now, unsaved, where it has none yet."""
    if not message.subject:
        composing.write([message])
    return message


def open_one(message: Message, *, at: dt.datetime | None = None) -> bool:
    """Note that its person opened `message` at `at` (aware; now unless given).

    Answers whether it was unread: opening it again moves nothing.
    """
    unopened = Message.objects.filter(pk=message.pk, read_at=None)
    return bool(unopened.update(read_at=at or timezone.now()))


def close_again(message: Message) -> bool:
    """Count `message` as unread again; answers whether it was read."""
    return bool(Message.objects.filter(pk=message.pk, read_at__isnull=False).update(read_at=None))


def open_all(person: Person, *, until: int, at: dt.datetime | None = None) -> int:
    """Note that `person` has seen every message up to the id `until`; answers how many were unread.

    What came in after the list was shown stays unread.
    """
    unopened = Message.objects.filter(pk__in=unread(person).order_by().values("pk"), pk__lte=until)
    return unopened.update(read_at=at or timezone.now())
