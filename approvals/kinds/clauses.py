"""A clause, picked out of a policy in force: first the policy, then one of its clauses."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from policies import naming
from policies.models import Clause, Policy

WORDS_OF_A_CLAUSE = 14


def policies_by_kind() -> list[tuple[str, Any]]:
    """Every policy in force as a choice, under its kind: policies, then administrative rules."""
    order = list(Policy.Kind)
    rows = list(Policy.objects.filter(versions__state="in_force"))
    rows.sort(key=lambda row: (order.index(Policy.Kind(row.kind)), row.sort_code))
    return [
        (str(Policy.Kind(kind).label), [(str(row.pk), str(row)) for row in same])
        for kind, same in groupby(rows, key=lambda row: row.kind)
    ]


def in_force(policy: Policy) -> list[Clause]:
    """What can be picked out of `policy` as it reads today, each clause with its name."""
    rows = list(Clause.objects.filter(version__policy=policy, version__state="in_force"))
    naming.name(rows)
    return [row for row in rows if row.kind != Clause.Kind.HEADING]


def _begun(text: str) -> str:
    words = text.split()
    first = " ".join(words[:WORDS_OF_A_CLAUSE])
    return first if len(words) <= WORDS_OF_A_CLAUSE else f"{first.rstrip('.,;')}…"


def choices(clauses: list[Clause]) -> list[tuple[str, str]]:
    """Each of `clauses` by its key, with its name and its first words."""
    return [
        (row.key, f"{row.called}: {_begun(row.text)}")
        if row.called[:1] != "“"
        else (row.key, _begun(row.text))
        for row in clauses
    ]
