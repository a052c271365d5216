"""Which exemptions count: those that stand, whose time is now, and that nobody took back."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet

from approvals.exemptions.models import Outcome

State = Outcome.State
_BINDING = [Outcome.What.EXEMPTION, Outcome.What.MODIFICATION]


def standing() -> QuerySet[Outcome]:
    """The outcome that stands of every exemption, with all that a list shows."""
    return Outcome.objects.filter(stands=True).select_related(
        "exemption__holder", "exemption__place", "exemption__policy", "exemption__revocation"
    )


def in_state(state: str, *, day: dt.date) -> Q:
    """Outcomes that stand in this state (Outcome.State) on the local `day`."""
    if state == State.REVOKED:
        return Q(exemption__revocation__isnull=False)
    days = {
        State.EXPIRED: Q(ends_on__lt=day),
        State.TO_COME: Q(starts_on__gt=day),
        State.IN_FORCE: Q(starts_on__lte=day, ends_on__gte=day),
    }
    return days[State(state)] & Q(exemption__revocation=None)


def in_force(day: dt.date) -> QuerySet[Outcome]:
    """Exemptions and modifications that count on the local `day`; an alternative exempts nobody."""
    return standing().filter(in_state(State.IN_FORCE, day=day), what__in=_BINDING)
