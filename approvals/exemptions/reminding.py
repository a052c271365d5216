"""Remind those who hold an exemption that it ends: in time to ask again, and once more.

What was told is read from the mails themselves, so that nothing is told twice.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from approvals import lasting
from approvals.exemptions import notifying
from approvals.exemptions.standing import in_force
from district_portal.district.current import today
from district_portal.schooldays.hours import may_disturb


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
    rows = in_force(day).filter(ends_on__lte=day + lasting.HORIZON)
    ending = [(outcome, outcome.ends_on, today(outcome.recorded_at)) for outcome in rows]
    return sum(
        notifying.tell_ending(outcome, step=step, left=left)
        for outcome, step, left in lasting.steps_reached(ending, day=day)
    )
