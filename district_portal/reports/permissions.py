"""Who may see who has acknowledged what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from accounts.supervising import people_below
from district_portal.permissions import Role, declare, everything

if TYPE_CHECKING:
    from accounts.models import Person


def of_people_below(person: Person) -> Q:
    """Assignments of those whom the person supervises, directly or below."""
    return Q(person__in=people_below(person))


declare(
    {
        "reports.acknowledgments": {
            Role.SUPERVISOR: of_people_below,
            Role.DISTRICT_ADMINISTRATOR: everything,
            Role.POLICY_ADMINISTRATOR: everything,
            Role.HR: everything,
            Role.AUDITOR: everything,
        },
    }
)
