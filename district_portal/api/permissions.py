"""Who may let programs of the district read from the portal, and who oversees that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from district_portal.permissions import Role, declare, everything, reaching
from policies.acknowledgments.permissions import wherever

if TYPE_CHECKING:
    from accounts.models import Person


@reaching(_("the tokens that they made"))
def made_by_me(person: Person) -> Q:
    """The tokens that `person` made."""
    return Q(maker=person)


declare(
    {
        "api.make": {
            Role.DISTRICT_ADMINISTRATOR: everything,
            Role.TECHNOLOGY_COORDINATOR: everything,
            Role.POLICY_ADMINISTRATOR: everything,
            Role.HR: everything,
        },
        "api.tokens": {
            Role.DISTRICT_ADMINISTRATOR: everything,
            Role.TECHNOLOGY_COORDINATOR: everything,
            Role.POLICY_ADMINISTRATOR: made_by_me,
            Role.HR: made_by_me,
        },
    },
    words={
        "api.make": _("Let a program of the district read from the portal"),
        "api.tokens": _("See and revoke tokens of programs"),
    },
    within={"api.make": wherever, "api.tokens": wherever},
)
