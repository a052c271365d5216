"""Remind those who hold a relationship that it ends: in time to disclose it anew, and once more.

What was told is read from the mails themselves, so that nothing is told twice.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from approvals import lasting
from approvals.relationships import notifying
from approvals.relationships.standing import in_force
from district_portal.district.current import today
from district_portal.schooldays.hours import may_disturb


@transaction.atomic
def remind(*, at: dt.datetime | None = None) -> int:
    """Queue a mail to every holder of what ends soon, at `at` (aware; now unless given).

    Nothing on a day without school or outside the hours of mail, and nothing of a step that was
    past already when it was noted. Answers how many were queued; twice is harmless.
    """
    at = at or timezone.now()
    if not may_disturb(at):
        return 0
    day = today(at)
    rows = in_force(day).filter(ends_on__lte=day + lasting.HORIZON).select_related("holder")
    ending = [(row, row.ends_on, today(row.noted_at)) for row in rows]
    return sum(
        notifying.tell_ending(row, step=step, left=left)
        for row, step, left in lasting.steps_reached(ending, day=day)
    )
