"""Who may look at a job: whoever started it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from district_portal.permissions import Role, declare

if TYPE_CHECKING:
    from accounts.models import Person


def mine(person: Person) -> Q:
    """The jobs that `person` started."""
    return Q(by=person)


declare({"jobs.view": {Role.EMPLOYEE: mine}})
