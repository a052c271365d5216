"""Who may see, make and decide requests."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from approvals.models import Request, Seat, Step
from district_portal.permissions import Role, declare, everything, reaching


@reaching(_("what they ask for themselves"))
def mine(person: Person) -> Q:
    """What the person asks for."""
    return Q(requester=person)


@reaching(_("what they ask for themselves, and what they may decide or could once"))
def mine_or_seated(person: Person) -> Q:
    """What the person asks for, and what they may decide or could once."""
    seated = Seat.objects.filter(person=person).values("step__submission__request")
    return Q(requester=person) | Q(pk__in=seated)


@reaching(_("everything that was sent"))
def sent(person: Person) -> Q:
    """Everything that has been sent; a draft is nobody's business but its writer's."""
    return ~Q(state=Request.State.DRAFT)


@reaching(_("requests for an exemption that were sent"))
def sent_exemptions(person: Person) -> Q:
    """Requests for an exemption, about which the Technology Coordinator is asked to meet.

    Source: 529, clause 6.
    """
    return sent(person) & Q(kind="exemption")


@reaching(_("what waits for their decision"))
def waiting_for_me(person: Person) -> Q:
    """What the person may decide now."""
    seats = Seat.objects.filter(person=person, left_at=None, step__state=Step.State.OPEN)
    return Q(pk__in=seats.values("step__submission__request"))


@reaching(_("what they ask for themselves, and what waits for their decision"))
def mine_or_waiting(person: Person) -> Q:
    """What the person asks for, and what they may decide now."""
    return mine(person) | waiting_for_me(person)


def asked_at(places: Collection[int]) -> Q:
    """What is asked for at these places, or by their people."""
    return Q(place__in=places) | Q(place=None, requester__in=Person.objects.at(places))


declare(
    {
        "requests.make": {Role.EMPLOYEE: everything},
        "requests.view": {
            Role.EMPLOYEE: mine_or_seated,
            Role.DISTRICT_ADMINISTRATOR: sent,
            Role.TECHNOLOGY_COORDINATOR: sent_exemptions,
            Role.AUDITOR: sent,
        },
        "requests.change": {Role.EMPLOYEE: mine},
        "requests.decide": {Role.EMPLOYEE: waiting_for_me},
        "requests.discuss": {Role.EMPLOYEE: mine_or_waiting},
        "platforms.edit": {
            Role.DISTRICT_ADMINISTRATOR: everything,
            Role.TECHNOLOGY_COORDINATOR: everything,
        },
        "routes.edit": {Role.DISTRICT_ADMINISTRATOR: everything},
        "promises.edit": {
            Role.DISTRICT_ADMINISTRATOR: everything,
            Role.POLICY_ADMINISTRATOR: everything,
        },
    },
    words={
        "requests.make": _("Ask for an account, page or site"),
        "requests.view": _("See a request"),
        "requests.change": _("Change, send and withdraw a request"),
        "requests.decide": _("Decide a request"),
        "requests.discuss": _("Ask and answer questions about a request"),
        "platforms.edit": _("Settle on which platforms accounts may be asked for"),
        "routes.edit": _("Settle who decides each kind of request"),
        "promises.edit": _("Settle what is promised in a request"),
    },
    within={"requests.view": asked_at},
)
