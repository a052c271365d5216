"""End a meeting before its time: no code of it opens anything, and nobody goes on signing there."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from district_portal import audit
from policies.acknowledgments.models import Meeting, Slip

if TYPE_CHECKING:
    from accounts.models import Person


@transaction.atomic
def end(meeting: Meeting, *, by: Person, at: dt.datetime | None = None) -> bool:
    """End `meeting` and its unused codes at `at` (aware, now unless given).

    False when somebody ended it before. What was signed there stays.
    """
    at = at or timezone.now()
    locked = Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
    if locked.ended_at is not None:
        return False
    Meeting.objects.filter(pk=locked.pk).update(ended_at=at, ended_by=by)
    unused = Slip.objects.filter(seat__meeting=locked, used_at=None, ended_at=None)
    ended = unused.update(ended_at=at)
    audit.record("meetings.ended", by=by, on=locked, after={"codes": ended}, at=at)
    return True
