"""Who lists existing accounts, and who is asked about them."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from approvals.claiming.models import ExistingAccount
from district_portal.permissions import Role, declare, everything, reaching

MANAGERS = (Role.DISTRICT_ADMINISTRATOR, Role.TECHNOLOGY_COORDINATOR)
_MINE = (ExistingAccount.State.ASKED, ExistingAccount.State.CLAIMED)


@reaching(_("the existing accounts about which they are asked"))
def asked_of_me(person: Person) -> Q:
    """Those about which the person is asked, or which they have claimed."""
    return Q(person=person, state__in=_MINE)


declare(
    {
        "existing.manage": dict.fromkeys(MANAGERS, everything),
        "existing.claim": {Role.EMPLOYEE: asked_of_me},
    },
    words={
        "existing.manage": _("List existing accounts, and say who looks after them"),
        "existing.claim": _("Claim an existing account"),
    },
)
