"""References that lead nowhere, to what is rescinded, or by a code that has changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Count, QuerySet, TextChoices
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from policies.models import Policy, Reference
from policies.references.holding import Held, holding
from policies.references.linking import Referring, by_policy, clauses_of, in_force, with_code
from policies.slugging import address
from policies.sorting import code_key


class Trouble(TextChoices):
    MISSING = "missing", _("Not in this portal")
    RESCINDED = "rescinded", _("Rescinded")
    RENAMED = "renamed", _("Has another code now")


@dataclass
class Named:
    """A code that texts in force name `times` times, and the policy that has or had it, if any.

    `who` refers to it comes with `fill`.
    """

    code: str
    kind: str
    policy: Policy | None = None
    times: int = 0
    titles: Counter[str] = field(default_factory=Counter)
    who: list[Referring] = field(default_factory=list)

    @property
    def kind_in_words(self) -> str:
        """The kind that is printed before the code; nothing where none is."""
        return str(Policy.Kind(self.kind).label) if self.kind in Policy.Kind.values else ""

    @property
    def import_query(self) -> str:
        """What the address of an import adds, so that it knows which policy is wanted."""
        return "?" + urlencode({"code": self.code, "kind": self.kind, "title": self.title})

    @property
    def title(self) -> str:
        """The title as most of the references print it."""
        return self.titles.most_common(1)[0][0] if self.titles else ""


def troubles(trouble: str, *, policies: QuerySet[Policy], words: str = "") -> list[Named]:
    """The codes with this trouble that texts in force of `policies` name, by code; two queries.

    `words` must all stand in the code or a title.
    """
    said = ("code", "before", "version__policy__kind", "text")
    rows = in_force(policies).values(*said).annotate(times=Count("pk")).order_by(*said)
    counted = list(rows.values_list(*said, "times"))
    held = holding({code for code, *_ in counted})
    answer: dict[str, Named] = {}
    for code, before, own, text, times in counted:
        kind = Reference(code=code, before=before).policy_kind
        found, policy = _trouble(held, code, kind, own)
        if found != trouble:
            continue
        key = address(code, kind or Policy.Kind.POLICY)
        named = answer.setdefault(key, Named(code, kind, policy))
        named.times += times
        if text:
            named.titles[text] += times
    fitting = [named for named in answer.values() if _fits(named, words)]
    return sorted(fitting, key=lambda named: (code_key(named.code), named.kind))


def fill(named: Sequence[Named], trouble: str, *, policies: QuerySet[Policy]) -> None:
    """Bring to each of `named`, those of one page, who refers to it; three queries."""
    references = with_code((each.code for each in named), in_force(policies))
    found = list(references.select_related("version__policy"))
    held = holding(reference.code for reference in found)
    by_key: dict[str, list[Reference]] = {}
    for reference in found:
        kind, own = reference.policy_kind, reference.version.policy.kind
        if _trouble(held, reference.code, kind, own)[0] == trouble:
            key = address(reference.code, kind or Policy.Kind.POLICY)
            by_key.setdefault(key, []).append(reference)
    clauses = clauses_of(found)
    for each in named:
        key = address(each.code, each.kind or Policy.Kind.POLICY)
        each.who = by_policy(by_key.get(key, []), clauses)


def _trouble(held: Held, code: str, kind: str, own: str) -> tuple[str, Policy | None]:
    policy = held.find(code, kind, own=own)
    if policy is None:
        return Trouble.MISSING, None
    if policy.state == Policy.State.RESCINDED:
        return Trouble.RESCINDED, policy
    if Held(held.today).find(code, kind, own=own) != policy:
        return Trouble.RENAMED, policy
    return "", policy


def _fits(named: Named, words: str) -> bool:
    text = " ".join((named.code, *named.titles)).casefold()
    return all(word in text for word in words.casefold().split())
