"""References, found anew whenever a text is read: where they lead, and who refers to a policy."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Upper

from policies import naming
from policies.models import Clause, Policy, Reference, Version
from policies.references.holding import Held, holding, parts

_LONG: Final = ("version__canonical_text", "version__alignment")


@dataclass(frozen=True)
class Linked:
    """A reference and the policy that it names, where we hold it."""

    reference: Reference
    policy: Policy | None


@dataclass(frozen=True)
class Around:
    """What stands around a version's text: its references, and the policies that it names."""

    legal: list[Reference]
    cross: list[Linked]
    held: Held


@dataclass
class Referring:
    """A policy that refers to another: in its `clauses`, and in its list if `is_listed`."""

    policy: Policy
    clauses: list[Clause] = field(default_factory=list)
    is_listed: bool = False


def around(
    version: Version, clauses: Sequence[Clause], *, among: QuerySet[Policy] | None = None
) -> Around:
    """The references of `version`; those printed beneath a clause go to its `beneath`.

    Only policies of `among` count as held (all, unless given). Two queries.
    """
    references = list(version.references.all())
    codes = (reference.code for reference in references)
    held = holding(codes, own=version.policy.kind, among=among)
    return _sorted(references, clauses, held)


def around_both_ways(
    version: Version,
    clauses: Sequence[Clause],
    *,
    among: QuerySet[Policy],
    codes: Iterable[str],
) -> tuple[Around, list[Referring]]:
    """What stands around `version`, and who refers to its policy in what is in force today.

    By any of its `codes`, of today or once. Only policies of `among` count. At most three queries.
    """
    policy = version.policy
    own = version.references.all()
    naming = with_code({policy.code, *codes}, in_force(among.exclude(pk=policy.pk)))
    both = [
        rows.order_by().select_related("version__policy").defer(*_LONG) for rows in (own, naming)
    ]
    references = list(both[0].union(both[1], all=True))
    mine = [reference for reference in references if reference.version_id == version.pk]
    others = [reference for reference in references if reference.version_id != version.pk]
    reached = Policy.objects.annotate(is_reached=Exists(among.filter(pk=OuterRef("pk"))))
    named = [reference.code for reference in references if reference.code]
    everything = holding(named, among=reached) if named else Held({})
    held = everything.within(attrgetter("is_reached"), own=policy.kind)
    mine.sort(key=lambda reference: (reference.kind, reference.order))
    meant = _meant(others, everything, policy)
    return _sorted(mine, clauses, held), by_policy(meant, clauses_of(meant) if meant else {})


def _sorted(references: Iterable[Reference], clauses: Sequence[Clause], held: Held) -> Around:
    places = {clause.path: clause for clause in clauses}
    for clause in clauses:
        clause.beneath = []
    legal, cross = [], []
    for reference in references:
        if reference.kind == Reference.Kind.LEGAL:
            legal.append(reference)
        elif reference.kind == Reference.Kind.CROSS and reference.path in places:
            places[reference.path].beneath.append(reference)
        elif reference.kind == Reference.Kind.CROSS:
            policy = held.find(reference.code, reference.policy_kind) if reference.code else None
            cross.append(Linked(reference, policy))
    return Around(legal, cross, held)


def in_force(policies: QuerySet[Policy]) -> QuerySet[Reference]:
    """What the versions in force of `policies` refer to by a code."""
    return Reference.objects.filter(
        version__state=Version.State.IN_FORCE,
        version__policy__in=policies,
        kind__in=[Reference.Kind.CROSS, Reference.Kind.CITED],
    ).exclude(code="")


def with_code(codes: Iterable[str], references: QuerySet[Reference]) -> QuerySet[Reference]:
    """Of `references` those whose code may be one of `codes`, or holds several codes."""
    known = {part.upper() for code in codes for part in (code, *parts(code))}
    named = references.alias(upper=Upper("code"))
    return named.filter(Q(upper__in=known) | Q(code__contains="/"))


def _meant(references: Iterable[Reference], held: Held, policy: Policy) -> list[Reference]:
    """Those that mean `policy` in the text where they stand."""
    return [
        reference
        for reference in references
        if held.find(reference.code, reference.policy_kind, own=reference.version.policy.kind)
        == policy
    ]


def referring(policy: Policy, *, among: QuerySet[Policy]) -> list[Referring]:
    """Which other policies of `among` refer to `policy` in what is in force, by any of its codes.

    Four queries.
    """
    codes = {policy.code, *policy.versions.values_list("code", flat=True)}
    named = with_code(codes, in_force(among.exclude(pk=policy.pk)))
    references = list(named.select_related("version__policy").defer(*_LONG))
    meant = _meant(references, holding(reference.code for reference in references), policy)
    return by_policy(meant, clauses_of(meant))


def by_policy(
    references: Iterable[Reference], clauses: Mapping[tuple[int, str], Clause]
) -> list[Referring]:
    """Who refers, in order of their codes, with the `clauses` that do."""
    answer: dict[int, Referring] = {}
    for reference in references:
        policy = reference.version.policy
        entry = answer.setdefault(policy.pk, Referring(policy))
        clause = clauses.get((reference.version_id, reference.path))
        if clause is None:
            entry.is_listed = True
        elif clause not in entry.clauses:
            entry.clauses.append(clause)
    for entry in answer.values():
        entry.clauses.sort(key=lambda clause: clause.order)
    return sorted(answer.values(), key=lambda entry: (entry.policy.sort_code, entry.policy.pk))


def clauses_of(references: Sequence[Reference]) -> Mapping[tuple[int, str], Clause]:
    """The clauses that `references` stand in, by version and path, each named. One query."""
    steps = [reference.path.split(".") for reference in references if reference.path]
    rows = Clause.objects.filter(
        version__in={reference.version_id for reference in references if reference.path},
        path__in={".".join(each[:length]) for each in steps for length in range(1, len(each) + 1)},
    )
    of_version: dict[int, list[Clause]] = defaultdict(list)
    for clause in rows.order_by():
        of_version[clause.version_id].append(clause)
    for clauses in of_version.values():
        naming.name(clauses)
    wanted = {(reference.version_id, reference.path) for reference in references}
    found = [clause for clauses in of_version.values() for clause in clauses]
    return {place: row for row in found if (place := (row.version_id, row.path)) in wanted}
