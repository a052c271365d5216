"""Questions about policies for tests, asked and answered the way the portal does it."""

from __future__ import annotations

import datetime as dt

from accounts.models import Person
from policies.models import Version
from policies.questions import answering, asking
from policies.questions.models import Question


def asked(
    version: Version,
    *,
    by: Person,
    text: str = "May I post from home?",
    place: int | None = 0,
    at: dt.datetime | None = None,
) -> Question:
    """What `by` asks about the clause at `place`, or about the whole for None."""
    clause = None if place is None else list(version.clauses.all())[place]
    return asking.ask(version, text, by=by, clause=clause, at=at)


def answered(
    question: Question, *, text: str = "Yes, from your own device.", at: dt.datetime | None = None
) -> Question:
    """The same, answered by whoever has it in hand."""
    assert question.holder is not None
    return answering.write(question, text, by=question.holder, at=at)
