"""What the values of some fields are called: states, kinds, outcomes, roles."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

from django.apps import apps
from django.utils.translation import gettext_lazy as _

from accounts.models import Delegation, Place, Posting
from approvals.claiming.models import ExistingAccount
from approvals.concerns.models import Concern
from approvals.exemptions.models import Outcome
from approvals.impostors.models import Impostor
from approvals.kinds import KINDS
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
    "concern_day_and_night": (Concern.Kind,),
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
_ASKED_FOR: Final = {"approvals.request", "approvals.route"}


ROLES = {"role", "roles", "second_factor_roles"}
FILES = {"csv": "CSV", "xlsx": "Excel", "pdf": "PDF", "docx": "Word"}
WAYS = {
    "password": _("password"),
    "mfa": _("second factor"),
    "socialaccount": _("linked account"),
    "mailed_link": _("mailed link"),
    "password_reset": _("mailed link"),
}
"""How somebody may have signed in, as `accounts/noting_sign_ins.py` records it."""


def value_in_words(field: str, value: str, *, on: str = "") -> str:
    """What `value` is called in `field` of an act on a table with the label `on`.

    By the choices of that table's own field, by CHOICES, else by any field of that name; the value
    itself where nobody gave it words.
    """
    if field in ROLES and value in Role.values:
        return wording.role(value)
    if field == "ways":
        return ", ".join(str(WAYS.get(way, way)) for way in value.split(", "))
    if field == "format" and value in FILES:
        return FILES[value]
    if field == "kind" and on in _ASKED_FOR and value in KINDS:
        return str(KINDS[value].label)
    for choices in (_own_choices(on).get(field, {}), _known(field), _every_choice().get(field, {})):
        if value in choices:
            return str(choices[value])
    return value


def _known(field: str) -> dict[str, Any]:
    """By CHOICES; kinds of request last."""
    found: dict[str, Any] = {}
    for choices in CHOICES.get(field, ()):
        found = {**dict(choices.choices), **found}
    if field == "kind":
        found = {**{name: kind.label for name, kind in KINDS.items()}, **found}
    return found


@cache
def _own_choices(label: str) -> dict[str, dict[str, Any]]:
    """Field → value → its words, in the table with this label; of a list those of its parts."""
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError):
        return {}
    fields = model._meta.concrete_fields  # noqa: SLF001
    parts = {field.name: getattr(field, "base_field", field) for field in fields}
    return {name: dict(part.flatchoices) for name, part in parts.items() if part.choices}


@cache
def _every_choice() -> dict[str, dict[str, Any]]:
    """The same over all tables; the first that knows a value names it."""
    found: dict[str, dict[str, Any]] = {}
    for model in apps.get_models():
        for name, choices in _own_choices(model._meta.label_lower).items():  # noqa: SLF001
            found[name] = {**choices, **found.get(name, {})}
    return found
