"""What is read before it is signed: the same at one's own sign-in and at a shared device."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from policies import naming, redlining
from policies.acknowledgments import reading, signing
from policies.acknowledgments.forms.checking import CheckForm
from policies.acknowledgments.quizzing import passing
from policies.references.linking import around

if TYPE_CHECKING:
    from collections.abc import Sequence

    from policies.acknowledgments.models import Assignment
    from policies.acknowledgments.quizzing.passing import Asked
    from policies.models import Clause


def context(
    asked: Assignment,
    *,
    is_alone: bool = False,
    check: CheckForm | None = None,
    typed: dict[str, str] | None = None,
) -> dict[str, Any]:
    """What the page of `asked` shows; with `is_alone` no link leads to another page.

    `check` are the check questions as they were just answered, `typed` what is kept of answers
    that were not sent yet; without either they stand as they stand.
    """
    version = asked.version
    before = reading.latest_signature(asked.person, version.policy)
    redline = None
    if before and before.version.number < version.number:
        redline = redlining.between(before.version, version, anchors=("r", "w"))
    clauses = list(version.clauses.all())
    if not is_alone:
        naming.name(clauses)
    if check is None:
        check = CheckForm(rows=questions(asked, clauses), initial=typed)
    return {
        "assignment": asked,
        "version": version,
        "redline": redline,
        "clauses": clauses,
        "held": {} if is_alone else around(version, clauses).held,
        "printed": version.dates.last(),
        "statement": signing.statement(asked.person, version),
        "meaning": signing.meaning(asked.person, version),
        "before": before,
        "is_alone": is_alone,
        "check": check,
    }


def questions(asked: Assignment, clauses: Sequence[Clause] | None = None) -> list[Asked]:
    """The check questions of what is signed, with what the person answered; their clauses named.

    `clauses` are all of the version, where they were read already.
    """
    rows = passing.asked(asked.person, asked.version)
    if rows:
        clauses = list(asked.version.clauses.all()) if clauses is None else clauses
        naming.name(clauses)
        by_id = {clause.pk: clause for clause in clauses}
        for row in rows:
            row.question.clause = by_id[row.question.clause_id]
    return rows
