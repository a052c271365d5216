"""Who sees an exemption, records how it came out, and takes it back.

Source: 529, clause 6 (District Administrator and Technology Coordinator).
"""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from accounts.roles import holders
from accounts.supervising import below_as_rows
from approvals.exemptions.models import Meeting
from approvals.models import Request
from district_portal.permissions import Role, declare, everything, reaching


@reaching(_("their own"))
def held_by_me(person: Person) -> Q:
    """What the person holds."""
    return Q(holder=person)


@reaching(_("those of the people below them"))
def held_below_me(person: Person) -> Q:
    """What those hold whom the person supervises, directly or below."""
    return Q(holder__in=below_as_rows(person))


@reaching(_("those of others"))
def held_by_others(person: Person) -> Q:
    """What the person does not hold: nobody decides about their own."""
    return ~Q(holder=person)


@reaching(_("those that a District Administrator holds"))
def held_by_administrators(person: Person) -> Q:
    """What a District Administrator holds, for the Board officer, who stands above."""
    return Q(holder__in=holders(Role.DISTRICT_ADMINISTRATOR)) & ~Q(holder=person)


@reaching(_("requests of others for an exemption"))
def asked_by_others(person: Person) -> Q:
    """Requests for an exemption that others sent."""
    return Q(kind="exemption") & ~Q(state=Request.State.DRAFT) & ~Q(requester=person)


@reaching(_("what a District Administrator asks for"))
def asked_by_administrators(person: Person) -> Q:
    """Requests for an exemption that a District Administrator sent."""
    return asked_by_others(person) & Q(requester__in=holders(Role.DISTRICT_ADMINISTRATOR))


@reaching(_("those to which they are invited"))
def to_which_invited(person: Person) -> Q:
    """Meetings to which the person is invited, or that are about what they asked for."""
    invited = Meeting.people.through.objects.filter(person=person).values("meeting")
    return Q(pk__in=invited) | Q(request__requester=person)


@reaching(_("those about requests of others"))
def about_others(person: Person) -> Q:
    """Meetings about what others asked for."""
    return ~Q(request__requester=person)


@reaching(_("those about what a District Administrator asks for"))
def about_administrators(person: Person) -> Q:
    """Meetings about what a District Administrator asked for."""
    of_administrators = Q(request__requester__in=holders(Role.DISTRICT_ADMINISTRATOR))
    return of_administrators & ~Q(request__requester=person)


def held_at(places: Collection[int]) -> Q:
    """What holds for these places."""
    return Q(place__in=places)


declare(
    {
        "exemptions.view": {
            Role.EMPLOYEE: held_by_me,
            Role.SUPERVISOR: held_below_me,
            Role.DISTRICT_ADMINISTRATOR: everything,
            Role.BOARD_OFFICER: held_by_administrators,
            Role.TECHNOLOGY_COORDINATOR: everything,
            Role.AUDITOR: everything,
        },
        "exemptions.record": {
            Role.DISTRICT_ADMINISTRATOR: held_by_others,
            Role.BOARD_OFFICER: held_by_administrators,
            Role.TECHNOLOGY_COORDINATOR: held_by_others,
        },
        "exemptions.revoke": {
            Role.DISTRICT_ADMINISTRATOR: held_by_others,
            Role.BOARD_OFFICER: held_by_administrators,
        },
        "exemptions.call": {
            Role.DISTRICT_ADMINISTRATOR: asked_by_others,
            Role.BOARD_OFFICER: asked_by_administrators,
            Role.TECHNOLOGY_COORDINATOR: asked_by_others,
        },
        "exemptions.attend": {
            Role.EMPLOYEE: to_which_invited,
            Role.DISTRICT_ADMINISTRATOR: everything,
            Role.TECHNOLOGY_COORDINATOR: everything,
        },
        "exemptions.lead": {
            Role.DISTRICT_ADMINISTRATOR: about_others,
            Role.BOARD_OFFICER: about_administrators,
            Role.TECHNOLOGY_COORDINATOR: about_others,
        },
    },
    words={
        "exemptions.view": _("See an exemption"),
        "exemptions.record": _("Record the outcome of an exemption"),
        "exemptions.revoke": _("Revoke an exemption"),
        "exemptions.call": _("Call a meeting about an exemption"),
        "exemptions.attend": _("See a meeting about an exemption"),
        "exemptions.lead": _("Change or cancel such a meeting, and record its minutes"),
    },
    within={"exemptions.view": held_at},
)
