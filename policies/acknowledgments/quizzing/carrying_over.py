"""What becomes of the check questions of a version when the next is published.

A question whose clause reads the same, word for word, goes over to the new version by itself; one
whose clause changed or is gone waits until somebody has looked at it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from policies.acknowledgments.models import CheckQuestion
from policies.acknowledgments.quizzing import writing
from policies.aligning.align import is_whole
from policies.models import Clause, Version
from policies.redlining.tracing import changed_keys, trace_draft

if TYPE_CHECKING:
    from accounts.models import Person
    from policies.models import Draft


@dataclass(frozen=True)
class Waiting:
    """A question of an earlier version; `clause` is its clause in the new one, None when gone."""

    question: CheckQuestion
    clause: Clause | None
    is_same: bool


def waiting(version: Version) -> list[Waiting]:
    """The live questions of versions before `version` that are not taken over, in order."""
    found: list[Waiting] = []
    for old, questions in groupby(_left_behind(version), key=lambda each: each.version):
        changed = changed_keys(version, since=old)
        clauses = {clause.key: clause for clause in version.clauses.all()}
        for question in questions:
            key = question.clause.key
            is_same = key in clauses and key not in changed
            found.append(Waiting(question, clauses.get(key), is_same))
    return found


@transaction.atomic
def carry(
    version: Version,
    *,
    by: Person | None,
    only: Collection[int] | None = None,
    at: dt.datetime | None = None,
) -> list[CheckQuestion]:
    """Take over to `version` what asks after a clause that reads the same; answers the new ones.

    With `only` (ids) these alone. What finds no place any more stays waiting. Twice it does
    nothing. Raises OverError when `version` is neither in force nor scheduled.
    """
    if not _left_behind(version).exists():
        return []
    writing.hold(version)
    at = at or timezone.now()
    made = []
    for row in waiting(version):
        question = row.question
        if not row.is_same or row.clause is None or (only is not None and question.pk not in only):
            continue
        content = writing.Content(
            text=question.text,
            answers=question.answers,
            right=question.right,
            clause=row.clause,
        )
        try:
            made.append(writing.add(version, by=by, former=question, at=at, content=content))
        except writing.FullError:
            break
    return made


def foreseen(draft: Draft) -> tuple[int, int]:
    """How many questions publishing `draft` takes over, and how many are left to be checked."""
    before = draft.policy.in_force if draft.policy else None
    keys = [] if before is None else _keys(before)
    if before is None or not keys:
        return 0, 0
    alignment = trace_draft(draft, since=before)
    gone = {alignment.old[at].key for at in alignment.removed}
    changed = {
        alignment.old[pair.old].key
        for pair in alignment.pairs
        if "changed" in pair.kinds or not is_whole(pair)
    }
    to_check = sum(key in gone | changed for key in keys)
    return len(keys) - to_check, to_check


def _keys(version: Version) -> list[str]:
    live = version.check_questions.filter(ended_at=None)
    return list(live.values_list("clause__key", flat=True))


def _left_behind(version: Version) -> QuerySet[CheckQuestion]:
    bound_once = Q(version__state__in=(Version.State.IN_FORCE, Version.State.SUPERSEDED))
    followed = CheckQuestion.objects.filter(bound_once | Q(version=version), former=OuterRef("pk"))
    return (
        CheckQuestion.objects.filter(
            bound_once,
            version__policy=version.policy_id,
            version__number__lt=version.number,
            ended_at=None,
        )
        .exclude(Exists(followed))
        .select_related("version", "clause")
        .order_by("version__number", "order")
    )
