"""Which acts there are, part by part, and which of them somebody may search for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from district_portal.audit.permissions import ABOUT_STAFF
from district_portal.audit.phrases import PHRASES
from district_portal.audit.recording import CONFIDENTIAL
from district_portal.permissions import Role

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from accounts.models import Person

PARTS: dict[str, Promise] = {
    "acknowledgments": _("Signatures"),
    "api": _("Tokens for programs"),
    "approvals": _("Approvals under a revised policy"),
    "audit": _("The audit trail itself"),
    "backups": _("Backups"),
    "check_questions": _("Check questions"),
    "comments": _("Comments on drafts"),
    "delegations": _("Acting for another"),
    "district": _("Settings of the district"),
    "drafts": _("Drafts"),
    "evidence": _("Evidence bundles"),
    "exemptions": _("Exemptions"),
    "existing": _("Existing accounts"),
    "existing_sheets": _("Sheets of existing accounts"),
    "impostors": _("Impostors"),
    "jobs": _("Long work"),
    "mail": _("Mail"),
    "meetings": _("Signing meetings"),
    "packets": _("Packets to sign"),
    "people": _("People and postings"),
    "places": _("Buildings and departments"),
    "platforms": _("Platforms"),
    "policies": _("Policies"),
    "privacy": _("Own data taken along"),
    "promises": _("Promises"),
    "questions": _("Questions about policies"),
    "records": _("Records and their disposal"),
    "registry": _("Registry of accounts"),
    "relationships": _("Ties to students outside school"),
    "reminders": _("Reminders"),
    "reports": _("Reports"),
    "requests": _("Requests"),
    "requirements": _("Requirements to sign"),
    "reviews": _("Reviews of drafts"),
    "roles": _("Roles"),
    "roster": _("HR sheets"),
    "routes": _("Routes of requests"),
    "schooldays": _("Days off"),
    "setup": _("Set-up"),
    "signing_in": _("Sign-ins"),
    "speaking": _("Spokespersons"),
    "state_packs": _("State packs"),
}
"""What acts begin with, for people. Confidential acts have no part here: nobody searches them."""
_SEE_ALL = frozenset({Role.DISTRICT_ADMINISTRATOR, Role.AUDITOR})


def sees_all(person: Person) -> bool:
    """Whether acts of every part are for `person`, at least those of one place."""
    standing = person.standing
    return not _SEE_ALL.isdisjoint({*standing.everywhere, *standing.limited})


def acts_for(person: Person) -> list[tuple[str, str]]:
    """Each act that `person` may search for with its phrase, part by part."""
    open_ = [act for act in PHRASES if not act.startswith(CONFIDENTIAL)]
    known = sorted(act for act in open_ if act.split(".", maxsplit=1)[0] in PARTS)
    mine = known if sees_all(person) else [act for act in known if act.startswith(ABOUT_STAFF)]
    return [(act, str(PHRASES[act])) for act in mine]


def acts_of(part: str) -> list[str]:
    """The acts of a part that is written with its full stop, such as "people."."""
    return [act for act in PHRASES if act.startswith(part)]
