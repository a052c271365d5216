"""Two check questions of the demo district, and how its people answer them."""

from __future__ import annotations

import datetime as dt
import random
import tomllib
from functools import cache
from typing import Any

from accounts.models import Person
from district_portal.demo import library
from district_portal.demo.days import morning
from district_portal.district.current import today
from policies.acknowledgments.models import Assignment
from policies.acknowledgments.quizzing import answering, passing, writing
from policies.acknowledgments.year_asked import asked_year
from policies.models import Version

RIGHT_FIRST = 0.7


@cache
def plan() -> dict[str, Any]:
    """What is asked about which policy, since when."""
    return tomllib.loads((library.TEXTS / "questions.toml").read_text(encoding="utf-8"))


def written_at() -> dt.datetime:
    """Since when the questions are asked."""
    return morning(plan()["days_ago"])


def write(*, by: Person) -> None:
    """Write the questions; each right answer stands at its `place` among the others."""
    version = Version.objects.get(code=plan()["code"], state=Version.State.IN_FORCE)
    for told in plan()["question"]:
        right, *answers = told["answers"]
        answers.insert(told["place"], right)
        writing.write(
            version,
            by=by,
            at=written_at(),
            text=told["text"],
            answers=answers,
            right=told["place"],
            clause=version.clauses.get(text__startswith=told["starts"]),
        )


def answer(assignment: Assignment, *, at: dt.datetime, dice: random.Random) -> None:
    """Let somebody answer before they sign: most right at once, some after a wrong answer."""
    person, version = assignment.person, assignment.version
    tries = [dice.random() < RIGHT_FIRST for _question in plan()["question"]]
    for is_last in (False, True):
        rows = passing.asked(person, version, school_year=asked_year(today(at)))
        given = {
            row.question.pk: answering.Given(
                row.question.right if is_right or is_last else _wrong(row.question.right), row.mark
            )
            for row, is_right in zip(rows, tries, strict=True)
            if not row.is_passed
        }
        if given:
            answering.answer(person, version, given, at=at - dt.timedelta(minutes=2 - is_last))


def _wrong(right: int) -> int:
    return 0 if right else 1
