"""Write the check questions of a version, change, order and end them.

As long as nobody has answered a question it is changed as it stands; from then on it ends, and the
changed one takes its place. Nothing is deleted: what people answered stays beside what was asked.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, TypedDict, Unpack

from django.db import connection, transaction
from django.db.models import Case, F, Max, Value, When
from django.utils import timezone

from district_portal import audit
from policies.acknowledgments.models import CheckQuestion
from policies.acknowledgments.models.question import (
    FEWEST_ANSWERS,
    MOST_ANSWERS,
    MOST_QUESTIONS,
)
from policies.models import Clause, Version

if TYPE_CHECKING:
    from accounts.models import Person

ASKED_OF: Final = (Version.State.IN_FORCE, Version.State.SCHEDULED)
"""States of a version that somebody signs, or will."""


class Content(TypedDict):
    """What a question says: `right` is the place of the right one in `answers`, from 0."""

    text: str
    answers: Sequence[str]
    right: int
    clause: Clause


class FullError(ValueError):
    """The version has MOST_QUESTIONS questions."""


class OverError(ValueError):
    """The version was replaced or withdrawn, or the question has ended: nothing changes there."""


class TakenOverError(ValueError):
    """Somebody else took this question over to the version, or left it out."""


class UnfitError(ValueError):
    """The text is empty, answers are too few, too many or the same, or none of them is right."""


@transaction.atomic
def write(
    version: Version,
    *,
    by: Person | None,
    former: CheckQuestion | None = None,
    at: dt.datetime | None = None,
    **content: Unpack[Content],
) -> CheckQuestion:
    """Ask one more question of those who sign `version`, the last in order.

    `former` is the question of an earlier version, or the ended one, that it comes from; `at` is
    aware, now unless given. The same question written twice is there once. Raises UnfitError,
    OverError, FullError, and TakenOverError.
    """
    _check(version, content)
    hold(version)
    for there in version.check_questions.filter(ended_at=None):
        if facts(there) == facts_of(content):
            return there
    if former and former.successors.filter(version=version).exists():
        raise TakenOverError(former.text)
    return add(version, by=by, former=former, at=at or timezone.now(), content=content)


@transaction.atomic
def change(
    question: CheckQuestion,
    *,
    by: Person | None,
    at: dt.datetime | None = None,
    **content: Unpack[Content],
) -> CheckQuestion:
    """Change what `question` says; answers it, or the one that takes its place once answered.

    Raises UnfitError, and OverError when it has ended or its version was replaced.
    """
    _check(question.version, content)
    question = _held(question)
    at = at or timezone.now()
    before = facts(question)
    if before == facts_of(content):
        return question
    if question.attempts.exists():
        _end(question, by=by, at=at)
        changed = _create(question.version, order=question.order, former=question, by=by, at=at,
                          content=content)  # fmt: skip
    else:
        changed = question
        changed.text, changed.answers = content["text"], list(content["answers"])
        changed.right, changed.clause = content["right"], content["clause"]
        changed.save(update_fields=["text", "answers", "right", "clause"])
    audit.record(
        "check_questions.changed", by=by, on=changed, before=before, after=facts(changed), at=at
    )
    return changed


@transaction.atomic
def move(question: CheckQuestion, *, to: int, by: Person | None) -> None:
    """Put `question` at the place `to`, from 1; those between move on by one.

    Harmless when it is there already. Raises OverError.
    """
    question = _held(question)
    others = question.version.check_questions.filter(ended_at=None)
    to = max(1, min(to, others.count()))
    old = question.order
    if to == old:
        return
    step, first, last = (1, to, old - 1) if to < old else (-1, old + 1, to)
    others.filter(order__range=(min(first, old), max(last, old))).update(
        order=Case(When(pk=question.pk, then=Value(to)), default=F("order") + step)
    )
    audit.record(
        "check_questions.moved", by=by, on=question, before={"order": old}, after={"order": to}
    )


@transaction.atomic
def end(question: CheckQuestion, *, by: Person | None, at: dt.datetime | None = None) -> None:
    """Ask `question` no more; what was answered stays. Harmless when it has ended.

    A question of an earlier version ends by this too: then it is left out of the next.
    """
    hold(question.version, may_be_over=True)
    question = CheckQuestion.objects.select_for_update().get(pk=question.pk)
    if question.ended_at:
        return
    at = at or timezone.now()
    _end(question, by=by, at=at)
    later = question.version.check_questions.filter(ended_at=None, order__gt=question.order)
    later.update(order=F("order") - 1)
    audit.record("check_questions.ended", by=by, on=question, before=facts(question), at=at)


@transaction.atomic
def put_back(
    question: CheckQuestion, *, by: Person | None, at: dt.datetime | None = None
) -> CheckQuestion:
    """Ask again what `question`, which has ended, asked: as a new one, the last in order.

    Twice, or while it is asked, it answers the one that is there. Raises OverError, FullError.
    """
    content = Content(
        text=question.text,
        answers=question.answers,
        right=question.right,
        clause=question.clause,
    )
    hold(question.version)
    again = question.successors.filter(version=question.version).first()
    return write(question.version, by=by, former=None if again else question, at=at, **content)


def facts(question: CheckQuestion) -> dict[str, Any]:
    """What a stored question says, as the audit trail keeps it."""
    return {
        "version": question.version_id,
        "clause": question.clause_id,
        "text": question.text,
        "answers": list(question.answers),
        "right": question.right,
    }


def facts_of(content: Content) -> dict[str, Any]:
    """The same of what is to be stored."""
    clause = content["clause"]
    return {
        "version": clause.version_id,
        "clause": clause.pk,
        "text": content["text"],
        "answers": list(content["answers"]),
        "right": content["right"],
    }


def hold(version: Version, *, may_be_over: bool = False) -> None:
    """Let nobody sign, answer, publish or write questions here before we are done.

    Raises OverError when the version is neither in force nor scheduled, unless it `may_be_over`.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT FROM policies_policy WHERE id = %s FOR NO KEY UPDATE", [version.policy_id]
        )
    state = Version.objects.values_list("state", flat=True).get(pk=version.pk)
    if state not in ASKED_OF and not may_be_over:
        raise OverError(str(version))


def add(
    version: Version,
    *,
    by: Person | None,
    former: CheckQuestion | None,
    at: dt.datetime,
    content: Content,
) -> CheckQuestion:
    """Enter a question at the end of those of `version`, which is held. Raises FullError."""
    there = version.check_questions.filter(ended_at=None).aggregate(last=Max("order"))
    order = (there["last"] or 0) + 1
    if order > MOST_QUESTIONS:
        raise FullError(str(version))
    made = _create(version, order=order, former=former, by=by, at=at, content=content)
    audit.record("check_questions.written", by=by, on=made, after=facts(made), at=at)
    return made


def _create(
    version: Version,
    *,
    order: int,
    former: CheckQuestion | None,
    by: Person | None,
    at: dt.datetime,
    content: Content,
) -> CheckQuestion:
    return CheckQuestion.objects.create(
        version=version,
        order=order,
        former=former,
        created_at=at,
        created_by=by,
        **{**content, "answers": list(content["answers"])},
    )


def _end(question: CheckQuestion, *, by: Person | None, at: dt.datetime) -> None:
    question.ended_at, question.ended_by = at, by
    question.save(update_fields=["ended_at", "ended_by"])


def _held(question: CheckQuestion) -> CheckQuestion:
    """The question as it stands now, with its version held. Raises OverError."""
    hold(question.version)
    found = CheckQuestion.objects.select_for_update(of=("self",)).select_related("version")
    held = found.get(pk=question.pk)
    if held.ended_at:
        raise OverError(str(question))
    return held


def _check(version: Version, content: Content) -> None:
    answers = [" ".join(answer.split()).casefold() for answer in content["answers"]]
    fits = (
        content["text"].strip()
        and content["clause"].version_id == version.pk
        and FEWEST_ANSWERS <= len(answers) <= MOST_ANSWERS
        and all(answers)
        and len(set(answers)) == len(answers)
        and 0 <= content["right"] < len(answers)
    )
    if not fits:
        raise UnfitError(content["text"])
