"""Who may see the registry, and who looks after an account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.registry.models import Account
from district_portal.permissions import Role, declare, everything, reaching

if TYPE_CHECKING:
    from accounts.models import Person


@reaching(_("the accounts that they own or manage"))
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
        "registry.reword_letter": {
            Role.POLICY_ADMINISTRATOR: everything,
            Role.DISTRICT_ADMINISTRATOR: everything,
        },
    },
    words={
        "registry.reword_letter": _("Change what the letter to parents says"),
        "registry.view": _("See the accounts of the district"),
        "registry.manage": _("Look after an account"),
    },
)
