"""Who may see, make and decide requests."""

from __future__ import annotations

from django.db.models import Q

from accounts.models import Person
from approvals.models import Request, Seat, Step
from district_portal.permissions import Role, declare, everything


def mine(person: Person) -> Q:
    """What the person asks for."""
    return Q(requester=person)


def mine_or_seated(person: Person) -> Q:
    """What the person asks for, and what they may decide or could once."""
    seated = Seat.objects.filter(person=person).values("step__submission__request")
    return Q(requester=person) | Q(pk__in=seated)


def sent(person: Person) -> Q:
    """Everything that has been sent; a draft is nobody's business but its writer's."""
    return ~Q(state=Request.State.DRAFT)


def waiting_for_me(person: Person) -> Q:
    """What the person may decide now."""
    seats = Seat.objects.filter(person=person, left_at=None, step__state=Step.State.OPEN)
    return Q(pk__in=seats.values("step__submission__request"))


declare(
    {
        "requests.make": {Role.EMPLOYEE: everything},
        "requests.view": {
            Role.EMPLOYEE: mine_or_seated,
            Role.DISTRICT_ADMINISTRATOR: sent,
            Role.AUDITOR: sent,
        },
        "requests.change": {Role.EMPLOYEE: mine},
        "requests.decide": {Role.EMPLOYEE: waiting_for_me},
        "promises.edit": {
            Role.DISTRICT_ADMINISTRATOR: everything,
            Role.POLICY_ADMINISTRATOR: everything,
        },
    }
)
