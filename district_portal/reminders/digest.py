"""One mail a person a day, naming all that waits for their signature."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from district_portal import audit, mailing
from district_portal.district.current import today
from district_portal.reminders import scheduling
from district_portal.schooldays.hours import may_disturb
from policies.acknowledgments import sparing
from policies.acknowledgments.models import Assignment


@dataclass(frozen=True)
class Line:
    """One policy in a digest: how late it is, or how long there still is, in days."""

    policy: str
    due_on: dt.date
    days: int

    @property
    def days_late(self) -> int:
        return -self.days


Waiting = tuple[int, Line]
"""An assignment's id, and its line."""


@transaction.atomic
def remind(*, at: dt.datetime | None = None) -> int:
    """Queue a digest for everyone whose turn it is at `at` (aware; now unless given).

    Nothing on a day without school, nor before 7:00 or after 17:00. Whoever got one today, or was
    nudged, waits until the next school day (see acknowledgments.sparing). Answers how many were
    queued; twice at once is harmless.
    """
    at = at or timezone.now()
    if not may_disturb(at):
        return 0
    day = today(at)
    turns = scheduling.whose_turn(day)
    keys = {person: sparing.key(person, day) for _assignment, person in turns}
    queued = mailing.queue_many("digest", keys=keys)
    if queued:
        named = [assignment for assignment, person in turns if person in queued]
        scheduling.note_told(named, day=day)
        audit.record("reminders.queued", by=None, after={"day": day, "people": len(queued)}, at=at)
    return len(queued)


@mailing.writes("digest")
def write(people: set[int], *, day: dt.date | None = None) -> dict[int, dict[str, Any]]:
    """The context of each person's digest: what waits on `day` (today unless given).

    Left out are those who have signed, gone or left on leave since the digest was queued.
    """
    day = day or today()
    waiting: dict[int, dict[int, Waiting]] = defaultdict(dict)
    rows = (
        Assignment.objects.running(day)
        .filter(person__in=people, person__is_active=True)
        .order_by("due_on", "pk")
        .values_list(
            "person", "version", "pk", "version__code", "version__title", "due_on", named=True
        )
    )
    for row in rows:
        policy = f"{row.version__code} {row.version__title}"
        line = Line(policy, row.due_on, (row.due_on - day).days)
        waiting[row.person].setdefault(row.version, (row.pk, line))
    return {person: _context(list(rows.values())) for person, rows in waiting.items()}


def _context(waiting: list[Waiting]) -> dict[str, Any]:
    assignment, first = waiting[0]
    lines = tuple(line for _assignment, line in waiting)
    return {
        "lines": lines,
        "first": first,
        "late": sum(line.days < 0 for line in lines),
        "link": reverse("acknowledgments:sign", args=[assignment])
        if len(lines) == 1
        else reverse("home:today"),
    }
