"""Remind those who speak for the district that it ends: in time to ask again, and once more."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from accounts.models import Posting
from approvals import lasting
from approvals.speaking import notifying
from approvals.speaking.models import Spokesperson
from approvals.speaking.standing import State, in_state
from district_portal.district.current import today
from district_portal.schooldays.hours import may_disturb


@transaction.atomic
def remind(*, at: dt.datetime | None = None) -> int:
    """Queue a mail to everybody who soon speaks no more, at `at` (aware; now unless given).

    Nothing on a day without school or outside the hours of mail. Answers how many were queued;
    twice is harmless.
    """
    at = at or timezone.now()
    if not may_disturb(at):
        return 0
    day = today(at)
    away = Posting.objects.on(day).filter(primary=True, on_leave=True).values("person")
    rows = Spokesperson.objects.filter(
        in_state(State.IN_FORCE, day=day), ends_on__lte=day + lasting.HORIZON
    ).exclude(person__in=away)
    ending = [
        (row, row.ends_on, today(row.assigned_at)) for row in rows.select_related("person", "place")
    ]
    return sum(
        notifying.tell_ending(row, step=step, left=left)
        for row, step, left in lasting.steps_reached(ending, day=day)
    )
