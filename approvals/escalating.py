"""Nobody waits unseen: approvers are reminded, then those one level up are asked as well."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.models import Person
from approvals import discussing, moving_on, notifying, reseating
from approvals.models import Request, Seat, Step
from district_portal import audit, mailing
from district_portal.district.current import today
from district_portal.schooldays.counting import school_days_in
from district_portal.schooldays.hours import may_disturb

EVERY: Final = 2
"""School days after which an approver is reminded, again and again."""
LINES_AT_MOST: Final = 40
"""Requests that one mail names."""


@dataclass(frozen=True)
class Line:
    """One request in a reminder, and for how many school days it has waited for that person."""

    title: str
    number: str
    requester: str
    days: int


Waiting = tuple[Seat, dt.date]
"""A seat, and since which day its person could have decided."""


@transaction.atomic
def remind(*, at: dt.datetime | None = None) -> int:
    """Queue one mail for each approver for whom a request has reached another EVERY school days.

    It names all that waits for them. Nothing on a day without school or outside the hours of
    mail. Answers how many were queued; twice is harmless.
    """
    at = at or timezone.now()
    if not may_disturb(at):
        return 0
    day = today(at)
    seats = list(_sitting().order_by("step__opened_at", "step"))
    clocks = _clocks(seat.step.submission.request for seat in seats)
    waiting: dict[Person, list[Waiting]] = defaultdict(list)
    for seat in seats:
        if seat.step.submission.request_id in clocks:
            since = max(seat.seated_at, clocks[seat.step.submission.request_id])
            waiting[seat.person].append((seat, today(since)))
    first = [since for rows in waiting.values() for _seat, since in rows]
    days = school_days_in(min(first), day) if first else []
    told_on = mailing.told_on("requests_waiting", waiting)
    return sum(
        _remind(person, rows, told_on=told_on.get(person.pk, dt.date.min), days=days, day=day)
        for person, rows in waiting.items()
    )


def escalate(*, at: dt.datetime | None = None) -> int:
    """Ask those one level up about every step that has waited for as long as its route allows.

    Whoever sat there stays; the requester is told. Answers how many steps; twice is harmless.
    """
    at = at or timezone.now()
    return sum(_escalate(request, at=at) for request in _overdue(today(at)))


def _overdue(day: dt.date) -> list[int]:
    """Ids of the requests whose open step has waited too long on `day`."""
    steps = Step.objects.filter(state=Step.State.OPEN, escalated_at=None).exclude(
        submission__request__route__escalate_after=None
    )
    rows = list(steps.select_related("submission__request__route"))
    clocks = _clocks(step.submission.request for step in rows)
    since = {
        step.submission.request: today(max(step.opened_at, clocks[step.submission.request_id]))
        for step in rows
        if step.opened_at and step.submission.request_id in clocks
    }
    days = school_days_in(min(since.values()), day) if since else []
    return [
        request.pk
        for request, first in since.items()
        if request.route
        and request.route.escalate_after
        and len(days) - bisect_right(days, first) >= request.route.escalate_after
    ]


def _clocks(requests: Iterable[Request]) -> dict[int, dt.datetime]:
    """Request id → since when its approvers have known all they asked; none where they wait.

    While a question is unanswered, the request waits for its requester.
    """
    rows = {request.pk: request for request in requests}
    waiting = discussing.open_questions(rows) if rows else {}
    answered = discussing.answered_at(rows) if rows else {}
    return {
        pk: answered.get(pk, request.created_at)
        for pk, request in rows.items()
        if pk not in waiting
    }


@transaction.atomic
def _escalate(request_id: int, *, at: dt.datetime) -> bool:
    request = moving_on.lock(request_id)
    steps = Step.objects.select_for_update(of=("self",)).filter(submission__request=request)
    step = steps.filter(state=Step.State.OPEN, escalated_at=None).first()
    if step is None or request.state != Request.State.OPEN:
        return False
    before = list(step.seats.filter(left_at=None).select_related("person"))
    step.escalated_at = at
    step.save(update_fields=["escalated_at"])
    added = reseating.reseat_step(step, request=request, at=at)
    audit.record("requests.escalated", by=None, on=request, after={"step": step.order}, at=at)
    if added:
        notifying.tell_escalation(step, request=request, before=before, added=added)
    return True


def _remind(
    person: Person, waiting: list[Waiting], *, told_on: dt.date, days: list[dt.date], day: dt.date
) -> bool:
    lines, turn = [], False
    for seat, since in waiting:
        after = days[bisect_right(days, since) :]
        reached = len(after) // EVERY * EVERY
        turn = turn or (reached > 0 and after[reached - 1] > told_on)
        asked = seat.step.submission.request
        lines.append(Line(asked.title, asked.number or "", str(asked.requester), len(after)))
    if not turn:
        return False
    return mailing.queue(
        "requests_waiting",
        key=f"requests_waiting:{person.pk}:{day}",
        to=person,
        context={
            "lines": lines[:LINES_AT_MOST],
            "more": len(lines) - LINES_AT_MOST,
            "first": lines[0],
            "count": len(lines),
            "link": reverse("approvals:queue"),
        },
    )


def _sitting() -> QuerySet[Seat]:
    seats = Seat.objects.filter(left_at=None, step__state=Step.State.OPEN)
    return seats.select_related("person", "step__submission__request__requester")
