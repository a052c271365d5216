"""Who may see and change what about people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from accounts.supervising import people_below
from district_portal.permissions import Role, declare, everything

if TYPE_CHECKING:
    from accounts.models import Person


def below_me(person: Person) -> Q:
    """Those whom the person supervises, directly or below, and the person."""
    return Q(pk__in=people_below(person) | {person.pk})


def of_people_below(person: Person) -> Q:
    """What belongs to those whom the person supervises, directly or below."""
    return Q(person__in=people_below(person))


def me(person: Person) -> Q:
    """The person alone."""
    return Q(pk=person.pk)


declare(
    {
        "people.view": {
            Role.EMPLOYEE: me,
            Role.SUPERVISOR: below_me,
            Role.DISTRICT_ADMINISTRATOR: everything,
            Role.TECHNOLOGY_COORDINATOR: everything,
            Role.POLICY_ADMINISTRATOR: everything,
            Role.HR: everything,
            Role.AUDITOR: everything,
        },
        "people.list": {
            Role.SUPERVISOR: below_me,
            Role.DISTRICT_ADMINISTRATOR: everything,
            Role.TECHNOLOGY_COORDINATOR: everything,
            Role.POLICY_ADMINISTRATOR: everything,
            Role.HR: everything,
            Role.AUDITOR: everything,
        },
        "people.history": {
            Role.DISTRICT_ADMINISTRATOR: everything,
            Role.HR: everything,
            Role.AUDITOR: everything,
        },
        "people.invite": {
            Role.DISTRICT_ADMINISTRATOR: everything,
            Role.TECHNOLOGY_COORDINATOR: everything,
            Role.HR: everything,
        },
        "roster.import": {
            Role.TECHNOLOGY_COORDINATOR: everything,
            Role.HR: everything,
        },
        "roles.grant": {Role.DISTRICT_ADMINISTRATOR: everything},
    }
)
