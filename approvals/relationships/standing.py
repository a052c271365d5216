"""Which relationships count: those whose time is now, and that did not end before."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet

from approvals.relationships.models import Relationship

State = Relationship.State


def in_state(state: str, *, day: dt.date) -> Q:
    """Relationships in this state (Relationship.State) on the local `day`."""
    if state == State.OVER:
        return Q(ending__isnull=False) | Q(ends_on__lt=day)
    days = {
        State.TO_COME: Q(starts_on__gt=day),
        State.IN_FORCE: Q(starts_on__lte=day, ends_on__gte=day),
    }
    return days[State(state)] & Q(ending=None)


def in_force(day: dt.date) -> QuerySet[Relationship]:
    """Relationships that count on the local `day`."""
    return Relationship.objects.filter(in_state(State.IN_FORCE, day=day))
