"""What the pages show of questions: how each stands, and whether its clause is still the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from django.utils.translation import gettext as _

from policies.models import Clause, Version
from policies.questions.models import Question

KINDS = {
    Question.State.OPEN: "warn",
    Question.State.ANSWERED: "ok",
    Question.State.CLOSED: "plain",
}


@dataclass(frozen=True)
class Changed:
    """The version in force has other words; `is_gone` where the clause isn't in it any more."""

    version: Version
    is_gone: bool


@dataclass(frozen=True)
class AskedAbout:
    """A clause about which was asked: how often, and how much of it is open."""

    key: str
    about: str
    asked: int
    open: int


def whole() -> QuerySet[Question]:
    """Questions with all that a list shows."""
    rows = Question.objects.select_related("asker", "holder", "version__policy", "clause")
    return rows.defer("version__canonical_text", "version__alignment", "clause__words")


def kind_of(question: Question) -> str:
    """The kind of badge for how it stands."""
    return KINDS[Question.State(question.state)]


def changed_since(question: Question) -> Changed | None:
    """What became of the text since it was asked about; None while it is the same word for word."""
    newest = question.version.policy.in_force
    if newest is None or newest.number <= question.version.number:
        return None
    if question.clause is None:
        is_same = newest.sha256 == question.version.sha256
        return None if is_same else Changed(newest, is_gone=False)
    there = Clause.objects.filter(version=newest, key=question.clause.key).first()
    if there is not None and there.text == question.clause.text:
        return None
    return Changed(newest, is_gone=there is None)


def by_clause(questions: QuerySet[Question]) -> list[AskedAbout]:
    """The clauses about which was asked, those asked about most first; an empty key is the whole.

    Those asked about alike stand as in the text. Many questions about one clause are a hint that
    its text is unclear.
    """
    rows: Any = (
        questions.filter(kind=Question.Kind.QUESTION)
        .order_by()
        .values("clause__key")
        .annotate(
            called=Max("about"),
            asked=Count("pk"),
            waiting=Count("pk", filter=Q(state="open")),
            place=Max("clause__order"),
        )
        .order_by("-asked", "place")
    )
    return [
        AskedAbout(
            row["clause__key"] or "",
            _named(row["called"]),
            row["asked"],
            row["waiting"],
        )
        for row in rows
    ]


def _named(about: str) -> str:
    if not about:
        return _("The policy as a whole")
    return about if about.startswith("“") else _("Clause %(about)s") % {"about": about}
