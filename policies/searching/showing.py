"""What a page of results shows of each policy: its title and best clauses, words marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from policies import naming
from policies.models import Clause, Policy, Version
from policies.publication import numbering
from policies.searching.finding import Found, Group
from policies.searching.marking import headline, marked

_TITLE_ROOM: Final = 400


@dataclass
class Hit:
    """A clause that was found; `text` has its words marked, `under` is the heading it stands in.

    `above` is what else it stands in, outermost first.
    """

    clause: Clause
    text: SafeString
    under: str = ""
    above: Sequence[Clause] = ()

    @property
    def name(self) -> str:
        """What the clause is called: by its number, with its section's, or its first words."""
        if self.clause.kind == Clause.Kind.HEADING:
            return _("Heading")
        name = naming.called(self.clause.label, self.clause.text, naming.labels(self.above))
        is_number = numbering.is_number(self.clause.label)
        return _("Clause %(label)s") % {"label": name} if is_number else name

    @property
    def is_former(self) -> bool:
        """Whether it is shown out of a version that is no longer in force."""
        return self.clause.version.state != Version.State.IN_FORCE

    @property
    def path(self) -> str:
        """Of the clause itself, or of the version that had it."""
        policy = self.clause.version.policy
        if not self.is_former:
            return reverse("policies:clause", args=[policy.slug, self.clause.key])
        return reverse("policies:version", args=[policy.slug, self.clause.version.number])

    @property
    def fragment(self) -> str:
        """Its place in the version that had it; the clause's own path needs none."""
        return f"#c{self.clause.path}" if self.is_former else ""


def fill(groups: Sequence[Group], found: Found) -> None:
    """Bring policy, title and best clauses to `groups`, those of one page, in three queries."""
    policies = Policy.objects.all()
    if found.asked:
        policies = policies.annotate(marked=headline("title", found.asked.any_word))
    by_key = policies.in_bulk([group.policy_id for group in groups])
    hits = _hits({key: rank for group in groups for key, rank in group.best.items()}, found)
    for group in groups:
        if (policy := by_key.get(group.policy_id)) is None:
            continue
        group.policy = policy
        group.title = marked(getattr(policy, "marked", policy.title), room=_TITLE_ROOM)
        group.clauses = [hit for hit in hits if hit.clause.version.policy_id == policy.pk]


def _hits(ranks: Mapping[int, float], found: Found) -> list[Hit]:
    if not ranks:
        return []
    clauses = (
        Clause.objects.filter(pk__in=ranks)
        .select_related("version__policy")
        .defer("words", "version__canonical_text", "version__alignment")
        .annotate(marked=headline("text", found.asked.any_word))
    )
    ordered = sorted(clauses, key=lambda each: (each.version.state, -ranks[each.pk], each.order))
    found_above = _above(ordered)
    hits = []
    for each in ordered:
        above = found_above[each.pk]
        headings = [row for row in above if row.kind == Clause.Kind.HEADING]
        under = f"{headings[-1].label} {headings[-1].text}".strip() if headings else ""
        hits.append(Hit(each, marked(each.marked), under, above))
    return hits


def _above(clauses: Sequence[Clause]) -> dict[int, list[Clause]]:
    """What each of `clauses` stands in, outermost first, by its id. One query."""
    paths = {
        clause.pk: [".".join(steps[:length]) for length in range(1, len(steps))]
        for clause in clauses
        for steps in [clause.path.split(".")]
    }
    rows = Clause.objects.filter(
        version__in={clause.version_id for clause in clauses if paths[clause.pk]},
        path__in={path for each in paths.values() for path in each},
    )
    by_place = {(row.version_id, row.path): row for row in rows.defer("words").order_by()}
    return {
        clause.pk: [
            by_place[clause.version_id, path]
            for path in paths[clause.pk]
            if (clause.version_id, path) in by_place
        ]
        for clause in clauses
    }
