"""Who may see who has acknowledged what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.permissions import of_people_below
from district_portal.permissions import Role, declare, everything, of_people_at, reaching
from policies.acknowledgments.permissions import wherever

if TYPE_CHECKING:
    from accounts.models import Person

ROLES = (
    Role.SUPERVISOR,
    Role.DISTRICT_ADMINISTRATOR,
    Role.POLICY_ADMINISTRATOR,
    Role.HR,
    Role.AUDITOR,
)


@reaching(_("the files that they had made"))
def mine(person: Person) -> Q:
    """The exports that `person` had made."""
    return Q(made_by=person)


@reaching(_("those that they saved"))
def saved_by_me(person: Person) -> Q:
    """The views of the report that `person` saved."""
    return Q(person=person)


declare(
    {
        "reports.acknowledgments": {
            Role.SUPERVISOR: of_people_below,
            Role.DISTRICT_ADMINISTRATOR: everything,
            Role.POLICY_ADMINISTRATOR: everything,
            Role.HR: everything,
            Role.AUDITOR: everything,
        },
        "reports.fetch": dict.fromkeys(ROLES, mine),
        "reports.views": dict.fromkeys(ROLES, saved_by_me),
    },
    words={
        "reports.acknowledgments": _("See and export who has signed and who has not"),
        "reports.fetch": _("Download an exported report"),
        "reports.views": _("Save views of the report"),
    },
    within={
        "reports.acknowledgments": of_people_at,
        "reports.fetch": wherever,
        "reports.views": wherever,
    },
)
