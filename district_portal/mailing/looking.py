"""What the delivery log shows: which mails, what became of each, and how many wait or got stuck."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Count, Exists, F, Min, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.utils import timezone

from district_portal.district.current import zone
from district_portal.mailing import masking
from district_portal.mailing.models import Happening, Message

if TYPE_CHECKING:
    from accounts.models import Person

State = Message.State
SENT_DAYS = 7
_STUCK = Q(state__in=[State.HELD, State.FAILED])
_UNREACHED = Q(attempts=0) & ~Q(answer="")
"""Of mails that wait: those that were tried while no mail server answered, again and again."""
_SINCE = Case(When(_UNREACHED, then=Coalesce("resent_at", "queued_at")), default=F("due_at"))


def find(
    reader: Person,
    *,
    who: str = "",
    state: str = "",
    name: str = "",
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> QuerySet[Message]:
    """Mails, newest first: each word of `who` is part of the person's name or of the address.

    `since` and `until` are days of the district, both included, on which they were queued. By
    person or kind, no mail is found of which `reader` may not know to whom it went.
    """
    found = Message.objects.select_related("person").defer("text", "html").order_by("-pk")
    if who or name:
        found = found.filter(masking.known_to(reader))
    for word in who.split():
        found = found.filter(
            Q(person__given_name__icontains=word)
            | Q(person__family_name__icontains=word)
            | Q(address__icontains=word)
        )
    if state:
        found = found.filter(state=state)
    if since:
        found = found.filter(queued_at__gte=_begin_of(since))
    if until:
        found = found.filter(queued_at__lt=_begin_of(until + dt.timedelta(days=1)))
    return found.filter(name=name) if name else found


def queued_under(keys: Iterable[str]) -> QuerySet[Message]:
    """The mails that were queued under these keys, in the order of their numbers; no secret one."""
    return Message.objects.filter(key__in=list(keys), secret=False).order_by("pk")


def queued(key: Combinable) -> Exists:
    """Whether a mail was queued under `key`, made of the row of the query around it."""
    return Exists(Message.objects.filter(key=key))


def counts(mails: QuerySet[Message], *, at: dt.datetime | None = None) -> dict[str, int]:
    """How many of `mails` wait, are held, failed, came back, went out in the last seven days."""
    since = (at or timezone.now()) - dt.timedelta(days=SENT_DAYS)
    queued = mails.filter(state__in=[State.QUEUED, State.DOUBTFUL]).count()
    missed = mails.filter(state__in=[State.HELD, State.FAILED, State.BOUNCED]).order_by()
    numbers = dict(missed.values_list("state").annotate(Count("pk")))
    return {
        "waiting": queued + mails.filter(state=State.SENDING).count(),
        "held": numbers.get(State.HELD, 0),
        "failed": numbers.get(State.FAILED, 0),
        "bounced": numbers.get(State.BOUNCED, 0),
        "sent": mails.filter(state=State.SENT, sent_at__gte=since).count(),
    }


def stuck() -> QuerySet[Message]:
    """The mails that wait for somebody to decide about them."""
    return Message.objects.filter(_STUCK)


def oldest_due(mails: QuerySet[Message], *, at: dt.datetime | None = None) -> dt.datetime | None:
    """When the oldest of `mails` that wait was to go out; not of bulk mail, which may rest."""
    return mails.filter(_waits(at or timezone.now())).aggregate(oldest=Min(_SINCE))["oldest"]


def standing(mails: QuerySet[Message], *, at: dt.datetime) -> QuerySet[Any, Any]:
    """One row on `mails`: when the `oldest` that waits was to go out, and how many are `stuck`."""
    waits = _waits(at)
    found = mails.filter(waits | _STUCK).order_by().values(one=Value(1))
    facts = found.annotate(oldest=Min(_SINCE, filter=waits), stuck=Count("pk", filter=_STUCK))
    return facts.values("oldest", "stuck")


def history(message: Message) -> list[Happening]:
    """What became of `message`, oldest first.

    A mail that went out before such things were noted has its time of sending alone.
    """
    noted = list(message.happenings.select_related("by"))
    sent = Happening.What.SENT
    if message.sent_at and all(happening.what != sent for happening in noted):
        noted.append(Happening(message=message, at=message.sent_at, what=sent))
        noted.sort(key=lambda happening: happening.at)
    return noted


def _waits(at: dt.datetime) -> Q:
    waiting = Q(state__in=[State.QUEUED, State.DOUBTFUL], bulk=False)
    return waiting & (Q(due_at__lte=at) | _UNREACHED)


def _begin_of(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.min, tzinfo=zone())
