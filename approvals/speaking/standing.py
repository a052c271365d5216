"""Who speaks today, will speak, or spoke."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from approvals.speaking.models import Spokesperson

State = Spokesperson.State


def in_state(state: str, *, day: dt.date) -> Q:
    """Those who are in this state (Spokesperson.State) on the local `day`."""
    if state == State.ENDED:
        return Q(end__isnull=False)
    days = {
        State.OVER: Q(ends_on__lt=day),
        State.TO_COME: Q(starts_on__gt=day),
        State.IN_FORCE: Q(starts_on__lte=day, ends_on__gte=day),
    }
    return days[State(state)] & Q(end=None)
