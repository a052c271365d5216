"""Answer the check questions of a version, as often as one likes, before signing it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction
from django.utils import timezone

from district_portal import audit
from district_portal.district.current import today
from policies.acknowledgments import signing
from policies.acknowledgments.models import Attempt
from policies.acknowledgments.quizzing import passing
from policies.acknowledgments.quizzing.passing import Asked
from policies.acknowledgments.year_asked import asked_year

if TYPE_CHECKING:
    from accounts.models import Person
    from policies.models import Version


class Given(NamedTuple):
    """The place of an answer, None for “I have read the clause”; `seen` is the mark shown."""

    answer: int | None
    seen: str


@transaction.atomic
def answer(
    person: Person,
    version: Version,
    given: Mapping[int, Given],
    *,
    at: dt.datetime | None = None,
) -> list[Asked]:
    """Record what `person` answered to questions (ids) of `version`; answers how all stand now.

    Left out is what is passed, what has ended or reads otherwise than the page showed it, what was
    sent twice, and the clause of a question that was not tried often enough. `at` is aware, now
    unless given. Raises NotAskedError when the person has nothing to sign of that version.
    """
    signing.hold_still(version)
    at = at or timezone.now()
    year = asked_year(today(at))
    if not signing.waiting(version, people=[person.pk], at=at) and not signing.waiting(
        version, people=[person.pk], at=at, closed_in=year
    ):
        raise signing.NotAskedError(str(version))
    rows = passing.asked(person, version, school_year=year)
    for row in rows:
        told = given.get(row.question.pk)
        if told and _counts(told, row):
            row.given.append(told.answer)
            _record(person, row, year=year, at=at)
    return rows


def _counts(told: Given, row: Asked) -> bool:
    """Whether an answer is one more attempt at the question that was shown."""
    times, _hyphen, wording = told.seen.partition("-")
    if row.is_passed or wording != row.wording:
        return False
    if told.answer is None:
        return row.may_read
    if not 0 <= told.answer < len(row.question.answers):
        return False
    since = row.given[int(times) :] if times.isdecimal() else []
    return told.answer not in since


def _record(person: Person, row: Asked, *, year: str, at: dt.datetime) -> None:
    question = row.question
    attempt = Attempt.objects.create(
        person=person,
        version_id=question.version_id,
        question=question,
        school_year=year,
        number=len(row.given),
        answer=row.given[-1],
        answered_at=at,
    )
    audit.record(
        "acknowledgments.answered",
        by=person,
        on=attempt,
        person=person,
        after={
            "question": question.pk,
            "number": attempt.number,
            "answer": attempt.answer,
            "right": question.right,
        },
        at=at,
    )
