"""When people move, leave, or gain or lose a role: a concern reaches who deals with it today."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import Place, RoleGrant
from approvals.concerns import seating
from approvals.concerns.models import Concern, Receiver
from approvals.concerns.one_by_one import one_by_one

State = Concern.State
MANY: Final = 200
"""Where news names more people, every concern is looked at: they are few."""


@transaction.atomic
def reseat(people: set[int], *, at: dt.datetime | None = None) -> None:
    """Seat anew every concern that a change of these people may touch; safe to repeat.

    One that fails doesn't keep anybody from being hired, moved or let go: it is logged and, while
    it is open, tried again within minutes by `check`.
    """
    rows = _touched(people).select_for_update().order_by("pk").values_list("pk", flat=True)
    one_by_one(rows, partial(_seat_also_closed, at=at or timezone.now()))


def check(*, at: dt.datetime | None = None) -> int:
    """Seat every open concern as the day has it; answers how many reached somebody new.

    For what no news tells: a leave or a delegation that begins or ends by the calendar.
    """
    rows = Concern.objects.filter(state=State.OPEN).order_by("pk").values_list("pk", flat=True)
    return one_by_one(rows, partial(_seat, at=at or timezone.now()))


def _seat(pk: int, *, at: dt.datetime) -> bool:
    concern = seating.lock(pk)
    return concern.state == State.OPEN and bool(seating.seat(concern, at=at))


def _seat_also_closed(pk: int, *, at: dt.datetime) -> bool:
    return bool(seating.seat(seating.lock(pk), at=at))


def unreceived() -> QuerySet[Concern]:
    """Open concerns that nobody receives who may sign in: the portal has nobody left for them."""
    living = Receiver.objects.filter(ended_at=None, person__is_active=True)
    return Concern.objects.filter(state=State.OPEN).exclude(pk__in=living.values("concern"))


def _touched(people: set[int]) -> QuerySet[Concern]:
    concerns = Concern.objects.exclude(state=State.DRAFT)
    if len(people) > MANY:
        return concerns
    in_office = RoleGrant.objects.current().filter(person__in=people)
    if in_office.exists() or Place.objects.filter(head__in=people).exists():
        return concerns
    seats = Receiver.objects.filter(ended_at=None)
    seats = seats.filter(Q(person__in=people) | Q(stands_in_for__in=people))
    return concerns.filter(Q(pk__in=seats.values("concern")) | Q(reporter__in=people))
