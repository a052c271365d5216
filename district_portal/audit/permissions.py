"""Who may search the audit trail, and how far.

The auditor and the District Administrator see every act, human resources what is done about staff:
postings, places, roles, sign-ins, signatures. None of them sees what is confidential:
`audit.events` leaves it out. Where such a role is held for a place, it reaches what was done there
and what was done about its people.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from district_portal.permissions import Role, declare, everything, reaching

if TYPE_CHECKING:
    from accounts.models import Person

ABOUT_STAFF = (
    *("people.", "places.", "roles.", "roster.", "signing_in."),
    *("acknowledgments.", "requirements.", "packets.", "meetings.", "reminders.", "reports."),
    *("mail.arrived", "mail.bounced", "mail.left", "mail.resent"),
)
"""How the acts begin that human resources sees: those whose pages it may open."""


@reaching(_("what is done about staff, their places, sign-ins and signatures"))
def about_staff(person: Person) -> Q:
    """Acts of ABOUT_STAFF."""
    reach = Q()
    for begin in ABOUT_STAFF:
        reach |= Q(act__startswith=begin)
    return reach


def done_at(places: Collection[int]) -> Q:
    """What was done at these places, or about their people."""
    there = get_user_model()._default_manager.at(places)  # noqa: SLF001
    return Q(place_id__in=places) | Q(person_id__in=there)


declare(
    {
        "audit.search": {
            Role.DISTRICT_ADMINISTRATOR: everything,
            Role.HR: about_staff,
            Role.AUDITOR: everything,
        },
    },
    words={"audit.search": _("Search the audit trail and export what is found")},
    within={"audit.search": done_at},
)
