"""Who sees who speaks for the district, and who ends it."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from accounts.supervising import below_as_rows
from district_portal.permissions import Role, declare, everything, reaching


@reaching(_("their own"))
def mine(person: Person) -> Q:
    """What the person speaks for."""
    return Q(person=person)


@reaching(_("those of the people below them"))
def below_me(person: Person) -> Q:
    """What those speak for whom the person supervises, directly or below."""
    return Q(person__in=below_as_rows(person))


declare(
    {
        "speaking.view": {Role.EMPLOYEE: everything},
        "speaking.end": {
            Role.EMPLOYEE: mine,
            Role.SUPERVISOR: below_me,
            Role.DISTRICT_ADMINISTRATOR: everything,
        },
    },
    words={
        "speaking.view": _("See who may speak for the district"),
        "speaking.end": _("End that somebody speaks for the district"),
    },
)
