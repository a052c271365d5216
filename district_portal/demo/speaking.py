"""Who speaks for the demo district, asked for and assigned by the portal's own rules."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from accounts.models import Person
from approvals import attesting, deciding, kinds, requesting
from approvals.models import Request, Step
from district_portal.demo import staffing
from district_portal.district.current import today

NOT_NEEDED = "The office speaks with the press about this."
SCHOOL = "Cedar Landing Middle School"


def assign() -> None:
    """A teacher speaks of the school's concerts; another has asked to speak of its garden."""
    ask(
        staffing.a_teacher(SCHOOL, skip=1),
        scope="Concerts, tours and the instruments that families can borrow.",
        reason="The newspaper asks before each concert.",
        days_ago=40,
        outcome="approved",
    )
    ask(
        staffing.a_teacher(SCHOOL, skip=3),
        scope="The reading weeks in spring, and what the library needs for them.",
        reason="The local radio would like to talk about it.",
        days_ago=3,
    )


def ask(by: Person, *, scope: str, reason: str, days_ago: int, outcome: str = "") -> Request:
    """What `by` asked for so long ago; decided two days later where an `outcome` is given."""
    at = timezone.now() - dt.timedelta(days=days_ago, hours=2)
    assert by.posting is not None  # noqa: S101 – a teacher has one
    request = requesting.start("representation", by=by, at=at)
    typed = {
        "represents": ["school"],
        "place": [str(by.posting.place_id)],
        "scope": [scope],
        "where": ["press", "meetings"],
        "reason": [reason],
        "starts_on": [today(at).isoformat()],
        "ends_on": [(today(at) + dt.timedelta(days=150)).isoformat()],
    }
    request = requesting.save_step(request, by=by, step="details", typed=typed, title=scope, at=at)
    answers = kinds.complete(request, at=at)
    promised = {
        str(row.promise.pk): row.promise.wording
        for row in attesting.asked_for(request.kind, answers.values)
    }
    request = requesting.save_step(request, by=by, step="promises", typed=promised, at=at)
    answers = kinds.complete(request, at=at)
    requesting.send(request, by=by, answers=answers, at=at)
    if outcome:
        step = Step.objects.get(submission__request=request, state=Step.State.OPEN)
        seat = step.seats.filter(left_at=None).select_related("person").earliest("pk")
        later = at + dt.timedelta(days=2)
        words = "" if outcome == "approved" else NOT_NEEDED
        deciding.decide(step, by=seat.person, outcome=outcome, reason=words, at=later)
    request.refresh_from_db()
    return request
