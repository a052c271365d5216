"""Check questions for tests, written and answered the way the portal does it."""

from __future__ import annotations

from accounts.models import Person
from district_portal.district.current import today
from policies.acknowledgments.models import CheckQuestion
from policies.acknowledgments.quizzing import answering, passing, writing
from policies.acknowledgments.quizzing.answering import Given
from policies.acknowledgments.year_asked import asked_year
from policies.models import Version

ANSWERS = ["Ask first", "Post at once", "Wait a week"]


def questioned(version: Version, text: str = "What comes first?", **fields) -> CheckQuestion:
    """A question on `version`: “Ask first” is right, clause 2 says it, unless told otherwise."""
    path = fields.pop("path", "2")
    content = {"text": text, "answers": ANSWERS, "right": 0, **fields}
    content.setdefault("clause", version.clauses.get(path=path))
    content.setdefault("by", None)
    return writing.write(version, **content)


def marks(person: Person, version: Version, *, at=None) -> dict[int, str]:
    """What the page of `person` shows of each question, by its id."""
    rows = passing.asked(person, version, school_year=asked_year(today(at)))
    return {row.question.pk: row.mark for row in rows}


def answered(person: Person, question: CheckQuestion, *answers: int | None, at=None):
    """Let `person` answer `question` several times, each time after seeing what came of it."""
    rows = []
    for each in answers:
        seen = marks(person, question.version, at=at)[question.pk]
        given = {question.pk: Given(each, seen)}
        rows = answering.answer(person, question.version, given, at=at)
    return rows
