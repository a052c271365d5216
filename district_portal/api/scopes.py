"""What a token may be made for: a closed list, each with the permission that its maker needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from district_portal.permissions import can

if TYPE_CHECKING:
    from accounts.models import Person


class Scope(TextChoices):
    POLICIES = "policies", _("Policies, their versions and clauses")
    PEOPLE = "people", _("People: name, number, position and place")
    ACKNOWLEDGMENTS = "acknowledgments", _("Who has and has not acknowledged")
    REQUESTS = "requests", _("Requests and how they were decided")
    REGISTRY = "registry", _("Approved accounts")


PERMISSIONS: Final = {
    Scope.POLICIES: "policies.read",
    Scope.PEOPLE: "people.list",
    Scope.ACKNOWLEDGMENTS: "reports.acknowledgments",
    Scope.REQUESTS: "requests.view",
    Scope.REGISTRY: "registry.view",
}
"""By each scope the permission under which its pages are open; a token reaches no further."""


def offered_to(person: Person) -> list[Scope]:
    """The scopes that `person` may give a token today, in order."""
    return [scope for scope in Scope if can(person, PERMISSIONS[scope])]
