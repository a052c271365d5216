"""Who confirms, and who sees what waits for confirmation."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from district_portal.permissions import Role, declare, everything, reaching

if TYPE_CHECKING:
    from accounts.models import Person


@reaching(_("approvals for which they answer, or which they gave"))
def mine(person: Person) -> Q:
    """What the person is or was asked to confirm."""
    return Q(owner=person) | Q(approver=person) | Q(confirmations__person=person)


def asked_at(places: Collection[int]) -> Q:
    """What was approved for these places."""
    return Q(request__place__in=places)


declare(
    {
        "approvals.confirm": {
            Role.EMPLOYEE: mine,
            Role.DISTRICT_ADMINISTRATOR: everything,
            Role.AUDITOR: everything,
        },
    },
    words={"approvals.confirm": _("See what must be confirmed after a revision")},
    within={"approvals.confirm": asked_at},
)
