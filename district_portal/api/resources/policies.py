"""Policies, their versions, and the clauses of a version."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from django.conf import settings
from django.db.models import OuterRef, QuerySet, Subquery
from ninja import Field, Path, Query, Router, Schema

from accounts.models import Person
from district_portal.api.asked import Asked, page, reader
from district_portal.api.parameters import Digits, Page, Paging, check, one_of
from district_portal.api.scopes import Scope
from district_portal.permissions import get_or_404, visible
from policies.models import Clause, Policy, Version

router = Router(tags=[Scope.POLICIES.value])
Slug = Annotated[str, Path(min_length=1, max_length=60, description="The policy’s “slug”.")]
Number = Annotated[
    int, Digits, Path(ge=1, le=2**31 - 1, description="The version’s “number”, as in “version 3”.")
]


Kind = Annotated[Policy.Kind, one_of(Policy.Kind)]
State = Annotated[Policy.State, one_of(Policy.State)]


class PolicyRow(Schema):
    """A policy over all its years."""

    slug: str = Field(description="Names it in addresses; an older one is not known here.")
    kind: Kind
    code: str
    title: str
    series: str = Field(description="Empty where there is none.")
    state: State
    version: int | None = Field(description="The number of the version in force, if any.")
    in_force_from: dt.date | None = Field(description="The first day of that version.")
    address: str = Field(description="Where people read it.")

    @staticmethod
    def resolve_address(row: Policy) -> str:
        return settings.PORTAL_ADDRESS + row.get_absolute_url()


class PoliciesAsked(Paging):
    state: State | None = Field(None, description="Only those in this state.")
    kind: Kind | None = Field(None, description="Only those of this kind.")


class VersionRow(Schema):
    """The text of a policy as it was published once."""

    number: int
    state: Annotated[Version.State, one_of(Version.State)]
    code: str
    title: str
    series: str
    revision: Annotated[Version.Revision, one_of(Version.Revision)]
    summary: str = Field(description="What changed, in words.")
    in_force_from: dt.date = Field(validation_alias="effective_on")
    adopted_on: dt.date | None = Field(description="When the board adopted it.")
    published_at: dt.datetime
    sha256: str = Field(description="The fingerprint of its text.")


class ClauseRow(Schema):
    """One clause of a version, in the order of the text."""

    key: str = Field(description="Stays the same from version to version.")
    order: int
    path: str = Field(description="Its place in this version, such as 2.5.")
    depth: int
    level: int = Field(description="Of a heading, 1 the highest; else 0.")
    kind: Annotated[Clause.Kind, one_of(Clause.Kind)]
    label: str = Field(description="What is printed before it; may be empty.")
    text: str


@router.get(
    "/policies", response=Page[PolicyRow], operation_id="list_policies", summary="List policies"
)
def policies(request: Asked, asked: Query[PoliciesAsked]) -> dict[str, Any]:
    """All that the token’s maker may read: in force and rescinded.

    For those who write policies also such as were never in force.
    """
    rows = _policies(reader(request, Scope.POLICIES))
    if asked.state:
        rows = rows.filter(state=asked.state)
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    return page(request, rows, asked)


@router.get(
    "/policies/{slug}", response=PolicyRow, operation_id="get_policy", summary="Read one policy"
)
def policy(request: Asked, slug: Slug) -> Policy:
    """The policy of that slug, if the token’s maker may read it."""
    person = reader(request, Scope.POLICIES)
    check(request.GET)
    return get_or_404(_policies(person), person, "policies.read", slug=slug)


@router.get(
    "/policies/{slug}/versions",
    response=Page[VersionRow],
    operation_id="list_policy_versions",
    summary="List the versions of a policy",
)
def versions(request: Asked, slug: Slug, asked: Query[Paging]) -> dict[str, Any]:
    """From the first to the last; scheduled and withdrawn ones for those who write policies."""
    person = reader(request, Scope.POLICIES)
    found = get_or_404(Policy.objects.only("pk"), person, "policies.read", slug=slug)
    rows = visible(Version.objects.filter(policy=found), person, "policies.read")
    return page(request, rows.defer("canonical_text", "alignment"), asked, by=["number"])


@router.get(
    "/policies/{slug}/versions/{number}/clauses",
    response=Page[ClauseRow],
    operation_id="list_version_clauses",
    summary="List the clauses of a version",
)
def clauses(request: Asked, slug: Slug, number: Number, asked: Query[Paging]) -> dict[str, Any]:
    """In the order of the text, headings included."""
    person = reader(request, Scope.POLICIES)
    shown = visible(Policy.objects.all(), person, "policies.read")
    among = Version.objects.filter(policy__in=shown).only("pk")
    found = get_or_404(among, person, "policies.read", policy__slug=slug, number=number)
    return page(request, Clause.objects.filter(version=found), asked, by=["order"])


def _policies(person: Person) -> QuerySet[Policy, Policy]:
    in_force = Version.objects.filter(policy=OuterRef("pk"), state=Version.State.IN_FORCE)
    return visible(Policy.objects.all(), person, "policies.read").annotate(
        version=Subquery(in_force.values("number")[:1]),
        in_force_from=Subquery(in_force.values("effective_on")[:1]),
    )
