"""What waits for whose confirmation."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Person
from approvals.confirming.models import Confirmation, Recheck


def waits_for(said_as: str) -> Q:
    """Which open questions wait for their `said_as`, owner or approver."""
    said = Confirmation.objects.filter(
        recheck=OuterRef("pk"), said_as=said_as, person=OuterRef(said_as)
    )
    return Q(~Exists(said), ended_at=None)


def waiting_for(person: Person) -> QuerySet[Recheck]:
    """What the person must confirm, the oldest first."""
    mine = (Q(owner=person) & waits_for("owner")) | (Q(approver=person) & waits_for("approver"))
    return (
        Recheck.objects.filter(mine)
        .select_related("request", "version__policy")
        .order_by("opened_at", "pk")
    )
