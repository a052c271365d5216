"""Who may read, import and publish policy text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from district_portal.permissions import Role, declare, everything, open_to_guests, reaching
from policies.models import Opinion
from policies.public_manual import in_the_public_manual

if TYPE_CHECKING:
    from accounts.models import Person


@reaching(_("what binds or once did"))
def has_been_in_force(person: Person) -> Q:
    """Policies and versions of which it is known that they bind, or once did.

    For both tables: neither a policy before its first version nor a version that is scheduled or
    was withdrawn.
    """
    return ~Q(state__in=("draft", "scheduled", "withdrawn"))


@reaching(_("drafts that they are asked to read"))
def drafts_asked_of_me(person: Person) -> Q:
    """Drafts that somebody asked the person to read."""
    return Q(pk__in=Opinion.objects.filter(reader=person, draft__isnull=False).values("draft"))


declare(
    {
        "policies.read": {
            Role.EMPLOYEE: has_been_in_force,
            Role.POLICY_ADMINISTRATOR: everything,
            Role.DISTRICT_ADMINISTRATOR: everything,
        },
        "policies.edit": {
            Role.POLICY_ADMINISTRATOR: everything,
            Role.DISTRICT_ADMINISTRATOR: everything,
        },
        "policies.review": {
            Role.EMPLOYEE: drafts_asked_of_me,
            Role.POLICY_ADMINISTRATOR: everything,
            Role.DISTRICT_ADMINISTRATOR: everything,
        },
        "policies.publish": {
            Role.POLICY_ADMINISTRATOR: everything,
            Role.DISTRICT_ADMINISTRATOR: everything,
        },
        "policies.reviews": {
            Role.POLICY_ADMINISTRATOR: everything,
            Role.DISTRICT_ADMINISTRATOR: everything,
            Role.AUDITOR: everything,
        },
    },
    words={
        "policies.read": _("Read policies"),
        "policies.edit": _("Write and repair drafts"),
        "policies.review": _("Comment on a draft"),
        "policies.publish": _("Publish, withdraw and rescind policies"),
        "policies.reviews": _("See which policies must be read again"),
    },
)
open_to_guests("policies.read", in_the_public_manual)
