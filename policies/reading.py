"""Questions about policies: which there are, and where a clause has gone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from accounts.models import Person, RoleGrant
from district_portal import audit
from district_portal.permissions import Role
from policies.models import Clause, FormerSlug, Policy, PrintedDate, Review, Version
from policies.publication import canonical
from policies.redlining.tracing import with_predecessor

WITHDRAWN: Final = Version.State.WITHDRAWN
HAS_BEEN_IN_FORCE: Final = (Version.State.IN_FORCE, Version.State.SUPERSEDED)
"""States of versions that anybody may have gone by."""


def current_slug(slug: str, *, among: QuerySet[Policy]) -> str | None:
    """The slug that a policy of `among` has today whose address was `slug` once; None for none."""
    named = FormerSlug.objects.select_related("policy").filter(slug=slug, policy__in=among)
    former = named.first()
    return former.policy.slug if former else None


def history(policy: Policy, *, among: QuerySet[Version]) -> list[Any]:
    """The versions of `policy` that are in `among`, the newest first, as its page tells of them.

    Each with `predecessor`, `printed` (its dates), `reviewed_on` and `review_note` (of the last
    review of it), `rescission` and `withdrawn_why`, without its long columns; `policy.in_force`
    is one of them. One query, and one more where a version was withdrawn.
    """
    printed = PrintedDate.objects.filter(version=OuterRef("pk")).order_by("order")
    reviewed = Review.objects.filter(version=OuterRef("pk")).order_by("-on", "-pk")
    rows = with_predecessor(among.filter(policy=policy)).annotate(
        dated=ArraySubquery(printed.values(row=JSONObject(kind="kind", printed="printed"))),
        reviewed_on=Subquery(reviewed.values("on")[:1]),
        review_note=Subquery(reviewed.values("note")[:1]),
    )
    versions: list[Any] = list(
        rows.select_related("published_by", "proposed_by", "rescission__by").defer(
            "canonical_text", "alignment"
        )
    )
    reasons = _reasons([version.pk for version in versions if version.state == WITHDRAWN])
    for version in versions:
        version.policy = policy
        version.withdrawn_why = reasons.get(version.pk, "")
        version.printed = [PrintedDate(**row) for row in version.dated]
    states = {version.state: version for version in reversed(versions)}
    policy.in_force = states.get(Version.State.IN_FORCE)
    return versions


def _reasons(withdrawn: Sequence[int]) -> dict[int, str]:
    """Why each of the versions was withdrawn."""
    if not withdrawn:
        return {}
    told = audit.events(
        act="policies.withdrawn",
        object_type=Version._meta.label_lower,  # noqa: SLF001
        object_id__in=[str(pk) for pk in withdrawn],
    )
    return {int(event.object_id): (event.after or {}).get("reason", "") for event in told}


def possible_owners() -> QuerySet[Person]:
    """Who may keep a policy up to date: policy administrators and District Administrators."""
    keepers = [Role.POLICY_ADMINISTRATOR, Role.DISTRICT_ADMINISTRATOR]
    grants = RoleGrant.objects.current().filter(role__in=keepers)
    return Person.objects.filter(pk__in=grants.values("person"))


def is_intact(version: Version, clauses: Sequence[Clause]) -> bool:
    """Whether `clauses`, all of the version's in order, still give the fingerprint it got."""
    return canonical.fingerprint(canonical.text(vars(clause) for clause in clauses)) == (
        version.sha256
    )


@dataclass(frozen=True)
class Whereabouts:
    """Where a clause is: `clause` as it last was in force; `removed_in` once it is gone."""

    clause: Clause
    removed_in: Version | None = None


def whereabouts(policy: Policy, key: str) -> Whereabouts | None:
    """Where the clause with `key` stands today, or where it was last; None for an unknown key.

    A clause that was merged into another is found there.
    """
    versions = list(
        policy.versions.filter(state__in=HAS_BEEN_IN_FORCE)
        .order_by("number")
        .only("number", "alignment", "state")
    )
    clause = _last_of(policy, key)
    while clause is not None:
        later = [version for version in versions if version.number > clause.version.number]
        if not later:
            return Whereabouts(clause)
        into = later[0].alignment.get("merged", {}).get(clause.key)
        if into is None:
            return Whereabouts(clause, removed_in=later[0])
        clause = _last_of(policy, into)
    return None


def _last_of(policy: Policy, key: str) -> Clause | None:
    """The clause with `key` in the last version that has it."""
    clauses = Clause.objects.filter(
        version__policy=policy, version__state__in=HAS_BEEN_IN_FORCE, key=key
    )
    return clauses.select_related("version__policy").order_by("-version__number").first()
