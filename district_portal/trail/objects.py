"""What acts are done on: what each kind of object is called, and which acts are its history."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import CharField, Model, Q, QuerySet, Value
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from approvals.registry.models import Account
from district_portal import audit
from district_portal.permissions import visible
from policies.acknowledgments.models import Requirement
from policies.models import Draft, Policy, Version

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from accounts.models import Person

KINDS: dict[str, Promise] = {
    "accounts.delegation": _("Acting for another"),
    "accounts.person": _("Person"),
    "accounts.place": _("Building or department"),
    "accounts.rolegrant": _("Role"),
    "acknowledgments.bundle": _("Evidence bundle"),
    "acknowledgments.checkquestion": _("Check question"),
    "acknowledgments.closing": _("Record of what was closed without a signature"),
    "acknowledgments.meeting": _("Signing meeting"),
    "acknowledgments.packet": _("Packet to sign"),
    "acknowledgments.requirement": _("Requirement to sign"),
    "acknowledgments.signature": _("Signature"),
    "api.token": _("Token of a program"),
    "approvals.platform": _("Platform"),
    "approvals.promise": _("Promise"),
    "approvals.request": _("Request"),
    "approvals.route": _("Route of a kind of request"),
    "claiming.existingaccount": _("Existing account"),
    "claiming.sheet": _("Sheet of existing accounts"),
    "district.district": _("Settings of the district"),
    "exemptions.exemption": _("Exemption"),
    "exemptions.meeting": _("Meeting about an exemption"),
    "impostors.impostor": _("Impostor"),
    "mailing.message": _("Mail"),
    "policies.draft": _("Draft"),
    "policies.policy": _("Policy"),
    "policies.version": _("Version of a policy"),
    "questions.question": _("Question about a policy"),
    "records.draft": _("Draft of a retention schedule"),
    "records.hold": _("Legal hold"),
    "records.run": _("Disposal"),
    "reports.savedview": _("Saved view"),
    "records.schedule": _("Retention schedule"),
    "registry.account": _("Account"),
    "relationships.relationship": _("Tie to students outside school"),
    "roster.run": _("HR sheet"),
    "speaking.spokesperson": _("Spokesperson"),
}
"""Objects that have a page, or are named in the trail often: their history can be asked for."""
STAFF = frozenset(
    {
        *("accounts.person", "accounts.place", "accounts.rolegrant", "mailing.message"),
        *("acknowledgments.closing", "acknowledgments.meeting", "acknowledgments.packet"),
        *("acknowledgments.requirement", "acknowledgments.signature", "roster.run"),
    }
)
"""Those whose history lies among the acts of `ABOUT_STAFF`."""
_WRITTEN = re.compile(r"([a-z_.]{3,60}):(\d{1,18})", re.ASCII)


def kind_in_words(label: str) -> str:
    """What the objects of the table `label` are called; the label where there is none any more."""
    if label in KINDS:
        return str(KINDS[label])
    try:
        return capfirst(str(apps.get_model(label)._meta.verbose_name))  # noqa: SLF001
    except (LookupError, ValueError):
        return label


@dataclass(frozen=True)
class Thing:
    """An object, as the trail names it: the label of its table, and its number there."""

    label: str
    pk: str

    @property
    def kind(self) -> Promise:
        return KINDS[self.label]

    def __str__(self) -> str:
        return f"{self.label}:{self.pk}"


def thing(text: str) -> Thing | None:
    """The object that an address names as "policies.policy:7"; None for anything else."""
    match = _WRITTEN.fullmatch(text)
    return Thing(match[1], match[2]) if match and match[1] in KINDS else None


def history(of: Thing) -> Q:
    """Which acts are the history of an object.

    Of a person what was done about them; with a policy its versions, draft and requirements, with
    an account the request for it; of anything else what was done on it.
    """
    if of.label == "accounts.person":
        return Q(person_id=int(of.pk))
    belonging: dict[str, list[str]] = {of.label: [of.pk]}
    for label, pk in _belonging(of):
        belonging.setdefault(label, []).append(str(pk))
    acts = Q()
    for label, numbers in belonging.items():
        acts |= Q(object_type=label, object_id__in=numbers)
    return acts


def _belonging(to: Thing) -> Iterable[tuple[str, int]]:
    """The objects whose acts belong to the history of another; one statement at most."""
    if to.label == "policies.policy":
        parts = (_of_policy(model, to.pk) for model in (Version, Draft, Requirement))
        first, *others = parts
        return first.union(*others)
    if to.label == "registry.account":
        asked = Account.objects.filter(pk=int(to.pk)).values_list("request_id", flat=True)
        return [("approvals.request", pk) for pk in asked]
    return []


def _of_policy(model: type[Model], pk: str) -> QuerySet[Any, Any]:
    rows = model._default_manager.filter(policy_id=int(pk)).order_by()  # noqa: SLF001
    label = Value(model._meta.label_lower, output_field=CharField())  # noqa: SLF001
    return rows.annotate(label=label).values_list("label", "pk")


def name(of: Thing, *, reader: Person) -> str:
    """What an object is called, as the newest act on it says; "" where `reader` may see none.

    A policy, whose acts are mostly on its versions, is called by its own name.
    """
    if of.label == "policies.policy":
        policies = visible(Policy.objects.filter(pk=int(of.pk)), reader, "policies.read")
        return str(policies.first() or "")
    acts = visible(audit.events(object_type=of.label, object_id=of.pk), reader, "audit.search")
    newest = acts.order_by("-at", "-id").first()
    return newest.object if newest else ""
