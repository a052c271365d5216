"""Remind those who hold an exemption that it ends: in time to ask again, and once more.

What was told is read from the mails themselves, so that nothing is told twice.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db import transaction
from django.utils import timezone

from approvals.exemptions import notifying
from approvals.exemptions.models import Outcome
from approvals.exemptions.standing import in_force
from district_portal.district.current import today
from district_portal.schooldays.counting import school_days_in
from district_portal.schooldays.hours import may_disturb

SCHOOL_DAYS_BEFORE: Final = (20, 5)
"""School days before the last day: enough to ask again and have it decided, then to clean up."""
HORIZON: Final = dt.timedelta(days=120)
"""Within it lie twenty school days, a summer between them included."""


@transaction.atomic
def remind(*, at: dt.datetime | None = None) -> int:
    """Queue a mail to every holder of what ends soon, at `at` (aware; now unless given).

    Nothing on a day without school or outside the hours of mail, and nothing of a step that was
    past already when the outcome was recorded. Answers how many were queued; twice is harmless.
    """
    at = at or timezone.now()
    if not may_disturb(at):
        return 0
    day = today(at)
    ending = list(in_force(day).filter(ends_on__lte=day + HORIZON))
    if not ending:
        return 0
    first = min(day, *(today(outcome.recorded_at) for outcome in ending))
    school_days = school_days_in(first, max(outcome.ends_on for outcome in ending))
    return sum(_remind(outcome, school_days, day=day) for outcome in ending)


def _remind(outcome: Outcome, school_days: list[dt.date], *, day: dt.date) -> bool:
    left = _left(outcome, school_days, after=day)
    to_begin_with = _left(outcome, school_days, after=today(outcome.recorded_at))
    steps = [step for step in SCHOOL_DAYS_BEFORE if left <= step < to_begin_with]
    return bool(steps) and notifying.tell_ending(outcome, step=min(steps), left=left)


def _left(outcome: Outcome, school_days: list[dt.date], *, after: dt.date) -> int:
    return sum(after < each <= outcome.ends_on for each in school_days)
