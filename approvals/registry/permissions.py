"""Who may see the registry, and who looks after an account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from approvals.registry.models import Account
from district_portal.permissions import Role, declare, everything

if TYPE_CHECKING:
    from accounts.models import Person


def in_my_care(person: Person) -> Q:
    """The accounts that the person owns or manages."""
    managed = Account.managers.through.objects.filter(person=person).values("account")
    return Q(owner=person) | Q(pk__in=managed)


declare(
    {
        "registry.view": {Role.EMPLOYEE: everything},
        "registry.manage": {
            Role.EMPLOYEE: in_my_care,
            Role.DISTRICT_ADMINISTRATOR: everything,
            Role.TECHNOLOGY_COORDINATOR: everything,
        },
    }
)
