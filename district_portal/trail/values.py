"""What the values of some fields are called: states, kinds, outcomes, roles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.models import Delegation, Place, Posting
from approvals.claiming.models import ExistingAccount
from approvals.exemptions.models import Outcome
from approvals.impostors.models import Impostor
from approvals.models import Decision, Platform, Request
from approvals.registry.models import Account, Handover, ParentNotice
from district_portal.district import wording
from district_portal.permissions import Role
from policies.acknowledgments.models import Closing, Requirement, Signature
from policies.models import Version

if TYPE_CHECKING:
    from django.db.models import TextChoices

CHOICES: dict[str, tuple[type[TextChoices], ...]] = {
    "channel": (ParentNotice.Channel,),
    "cycle": (Requirement.Cycle,),
    "kind": (Posting.Kind, Place.Kind),
    "matters": (Delegation.Matter,),
    "method": (Signature.Method,),
    "missing": (Handover.Missing,),
    "outcome": (Decision.Outcome, Outcome.What),
    "revision": (Version.Revision,),
    "standing": (Platform.Standing,),
    "state": (Account.State, Request.State, Impostor.State, ExistingAccount.State),
    "why": (Closing.Why,),
}
"""Field → the choices that it may hold, the first that knows a value names it."""


def value_in_words(field: str, value: str) -> str:
    """What `value` is called in `field`; itself where nobody gave it words."""
    if field == "role" and value in Role.values:
        return wording.role(value)
    for choices in CHOICES.get(field, ()):
        if value in choices.values:
            return str(choices(value).label)
    return value
