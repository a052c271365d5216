"""Who may look into the outbox, send again what got stuck, and read their own messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from district_portal.mailing.kinds import CONFIDENTIAL
from district_portal.permissions import Role, declare, everything, of_people_at, reaching

if TYPE_CHECKING:
    from collections.abc import Collection

    from accounts.models import Person


@reaching(_("their own"))
def to_me(person: Person) -> Q:
    """What goes to `person`."""
    return Q(person=person)


@reaching(_("all that is not confidential, and their own"))
def not_confidential(person: Person) -> Q:
    """What is nobody's secret, and what goes to `person`."""
    return ~Q(name__in=CONFIDENTIAL) | Q(person=person)


@reaching(_("all, but nothing that is confidential and about themselves"))
def not_kept_from_them(person: Person) -> Q:
    """All but the confidential mails of which `person` must not learn that they exist."""
    return ~Q(name__in=CONFIDENTIAL) | Q(person=person) | ~Q(kept_from=person)


def to_people_at(places: Collection[int]) -> Q:
    """What goes to the people of these places, but nothing of which nobody may know that it did."""
    return of_people_at(places) & ~Q(name__in=CONFIDENTIAL)


declare(
    {
        "messages.view": {Role.EMPLOYEE: to_me},
        "mail.view": {
            Role.DISTRICT_ADMINISTRATOR: not_kept_from_them,
            Role.TECHNOLOGY_COORDINATOR: not_kept_from_them,
            Role.HR: not_confidential,
        },
        "mail.reword": {
            Role.POLICY_ADMINISTRATOR: everything,
            Role.DISTRICT_ADMINISTRATOR: everything,
        },
        "mail.resend": {
            Role.DISTRICT_ADMINISTRATOR: not_kept_from_them,
            Role.TECHNOLOGY_COORDINATOR: not_kept_from_them,
            Role.HR: not_confidential,
        },
    },
    words={
        "messages.view": _("Read in the portal what it mailed to them"),
        "mail.view": _("See which mails went out"),
        "mail.reword": _("Change what the portal’s mails say"),
        "mail.resend": _("Send a mail again, leave it unsent, or note that it came back"),
    },
    within={"mail.view": to_people_at, "mail.resend": to_people_at},
)
