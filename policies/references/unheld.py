"""Codes that a draft names and that no policy of the manual has: open, and no obstacle."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils.http import urlencode
from django.utils.translation import ngettext

from policies.models import Draft, Policy, Reference, Version
from policies.references.holding import holding
from policies.references.referring import references
from policies.slugging import address
from policies.sorting import code_key


@dataclass
class Unheld:
    """Such a code: the clauses of the draft that name it, and whether its list does."""

    reference: Reference
    nodes: list[Mapping[str, Any]] = field(default_factory=list)
    is_listed: bool = False

    @property
    def code(self) -> str:
        return self.reference.code

    @property
    def kind_in_words(self) -> str:
        """The kind that is said before the code, unless that is a plain policy."""
        kind = self.reference.policy_kind
        return str(Policy.Kind(kind).label) if kind in Policy.Kind.values[1:] else ""

    @property
    def import_query(self) -> str:
        """What the address of an import adds, so that it knows which policy is wanted."""
        kind, title = self.reference.policy_kind, self.reference.text
        return "?" + urlencode({"code": self.code, "kind": kind, "title": title})


def unheld(draft: Draft, *, among: QuerySet[Policy]) -> list[Unheld]:
    """The codes in `draft` that no policy of `among` has or had, by code; one query at most.

    Its own code counts as held: it comes with the draft.
    """
    nodes = {str(node["id"]): node for node in draft.nodes}
    named = [each for each in references(Version(), draft, list(nodes)) if each.code]
    if not named:
        return []
    held = holding((reference.code for reference in named), own=draft.kind, among=among)
    own = address(draft.code, draft.kind)
    found: dict[str, Unheld] = {}
    for reference in named:
        kind = reference.policy_kind
        key = address(reference.code, kind or Policy.Kind.POLICY)
        if own in (key, address(reference.code, kind or draft.kind)):
            continue
        if held.find(reference.code, kind):
            continue
        entry = found.setdefault(key, Unheld(reference))
        if node := nodes.get(reference.path):
            entry.nodes += [node] if node not in entry.nodes else []
        else:
            entry.is_listed = True
    return sorted(found.values(), key=lambda each: (code_key(each.code), each.reference.before))


def in_words(count: int) -> str:
    """How many there are, in words."""
    return ngettext(
        "%(n)d cited code is not in this manual",
        "%(n)d cited codes are not in this manual",
        count,
    ) % {"n": count}
