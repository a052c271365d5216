"""Who may sign, see a receipt, and require a policy from others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from accounts.permissions import below_me, me, of_people_below
from district_portal.permissions import Role, declare, everything

if TYPE_CHECKING:
    from accounts.models import Person


def my_own(person: Person) -> Q:
    """What the person alone is asked for or has signed."""
    return Q(person=person)


declare(
    {
        "acknowledgments.sign": {Role.EMPLOYEE: my_own},
        "acknowledgments.receipt": {
            Role.EMPLOYEE: my_own,
            Role.SUPERVISOR: of_people_below,
            Role.HR: everything,
            Role.AUDITOR: everything,
        },
        "acknowledgments.follow": {
            Role.EMPLOYEE: me,
            Role.SUPERVISOR: below_me,
            Role.DISTRICT_ADMINISTRATOR: everything,
            Role.HR: everything,
            Role.AUDITOR: everything,
        },
        "acknowledgments.requirements": {
            Role.POLICY_ADMINISTRATOR: everything,
            Role.DISTRICT_ADMINISTRATOR: everything,
            Role.HR: everything,
            Role.AUDITOR: everything,
        },
        "acknowledgments.require": {
            Role.POLICY_ADMINISTRATOR: everything,
            Role.DISTRICT_ADMINISTRATOR: everything,
        },
    }
)
