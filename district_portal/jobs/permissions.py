"""Who may look at a job and cancel it: whoever started it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from district_portal.permissions import Role, declare, reaching

if TYPE_CHECKING:
    from accounts.models import Person


@reaching(_("the work that they started"))
def mine(person: Person) -> Q:
    """The jobs that `person` started."""
    return Q(by=person)


declare(
    {"jobs.view": {Role.EMPLOYEE: mine}, "jobs.cancel": {Role.EMPLOYEE: mine}},
    words={
        "jobs.view": _("See how far long work has come"),
        "jobs.cancel": _("Cancel long work"),
    },
)
