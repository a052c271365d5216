"""No question waits unseen: whoever has it in hand is reminded, in one mail for all of them."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Person
from district_portal import mailing
from district_portal.district.current import today
from district_portal.schooldays.counting import school_days_in
from district_portal.schooldays.hours import may_disturb
from policies.questions import handing_on
from policies.questions.models import Question

EVERY: Final = 2
"""School days after which whoever has a question in hand is reminded, again and again."""
LINES_AT_MOST: Final = 40
"""Questions that one mail names."""


@dataclass(frozen=True)
class Line:
    """One question in a reminder, and for how many school days it has waited."""

    asker: str
    question: Question
    days: int


def sweep(*, at: dt.datetime | None = None) -> int:
    """Put right who has what in hand, then remind. Answers how many mails; twice is harmless."""
    at = at or timezone.now()
    handing_on.reseat(at=at)
    return remind(at=at)


@transaction.atomic
def remind(*, at: dt.datetime | None = None) -> int:
    """Queue one mail for each for whom a question has reached another EVERY school days.

    It names all that wait for them. Nothing on a day without school or outside the hours of
    mail. Answers how many were queued; twice is harmless.
    """
    at = at or timezone.now()
    if not may_disturb(at):
        return 0
    day = today(at)
    waiting: dict[Person, list[Question]] = defaultdict(list)
    rows = Question.objects.filter(state=Question.State.OPEN, holder__isnull=False)
    rows = rows.select_related("holder", "asker", "version")
    rows = rows.defer("version__canonical_text", "version__alignment")
    for question in rows.order_by("waits_since", "pk"):
        if question.holder:
            waiting[question.holder].append(question)
    if not waiting:
        return 0
    first = min(today(questions[0].waits_since) for questions in waiting.values())
    days = school_days_in(first, day)
    told_on = mailing.told_on("questions_waiting", waiting)
    return sum(
        _remind(person, questions, told=told_on.get(person.pk, dt.date.min), days=days, day=day)
        for person, questions in waiting.items()
    )


def _remind(
    person: Person, questions: list[Question], *, told: dt.date, days: list[dt.date], day: dt.date
) -> bool:
    lines, turn = [], False
    for question in questions:
        after = days[bisect_right(days, today(question.waits_since)) :]
        reached = len(after) // EVERY * EVERY
        turn = turn or (reached > 0 and after[reached - 1] > told)
        lines.append(Line(str(question.asker), question, len(after)))
    if not turn:
        return False
    return mailing.queue(
        "questions_waiting",
        key=f"questions_waiting:{person.pk}:{day}",
        to=person,
        context={
            "lines": lines[:LINES_AT_MOST],
            "more": len(lines) - LINES_AT_MOST,
            "first": lines[0],
            "count": len(lines),
            "link": reverse("questions:list"),
        },
    )
