"""Which drafts are in hand, and how each of them stands."""

from __future__ import annotations

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from accounts.models import Person
from policies.drafts import commenting
from policies.models import Comment, Draft, Opinion, Version


def listed(
    drafts: QuerySet[Draft], *, person: Person, words: str = "", state: str = ""
) -> QuerySet[Draft]:
    """`drafts`, the last changed first, with what the list shows beside each.

    Each has `open_comments`, `asked` and `answered`, the numbers of people. `state` is "" or one
    of comments, reviews, proposed, mine (owned by `person`); `words` are part of code, title or
    file name.
    """
    rows = drafts.select_related("policy", "owner", "policy__owner", "proposed_by").annotate(
        open_comments=_count(Comment.objects.filter(commenting.OPEN)),
        asked=_count(Opinion.objects.all()),
        answered=_count(Opinion.objects.exclude(answer="")),
    )
    for word in words.split():
        rows = rows.filter(
            Q(code__icontains=word) | Q(title__icontains=word) | Q(source_name__icontains=word)
        )
    if state == "comments":
        rows = rows.filter(open_comments__gt=0)
    elif state == "reviews":
        rows = rows.filter(pk__in=Opinion.objects.filter(answer="").values("draft"))
    elif state == "proposed":
        rows = rows.filter(proposal__isnull=False)
    elif state == "mine":
        rows = rows.filter(Q(owner=person) | Q(owner=None, policy__owner=person))
    return rows.defer("source", "text", "dropped", "meta", "doubts").order_by("-changed_at", "-pk")


def scheduled() -> QuerySet[Version]:
    """Versions that wait for the day on which they come into force, the next one first."""
    versions = Version.objects.filter(state=Version.State.SCHEDULED)
    return versions.select_related("policy").defer("canonical_text").order_by("effective_on")


def _count(rows: QuerySet[Comment] | QuerySet[Opinion]) -> Coalesce:
    of_draft = rows.filter(draft=OuterRef("pk")).order_by().values("draft")
    counted = of_draft.annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))
