"""What is kept no longer: the name of a student after its day, a draft of somebody who has left."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from approvals.concerns.models import Concern, StudentName
from approvals.concerns.records import is_held
from district_portal import audit
from district_portal.district.current import today
from district_portal.records import locking

DRAFT_DAYS: Final = 90
"""Days after which a draft goes that nobody can send any more, since its reporter has left."""


@transaction.atomic
def forget(*, at: dt.datetime | None = None) -> int:
    """Remove the names whose day is over, once the concern is closed; answers how many.

    While a concern is open, or a legal hold keeps it, its name stays. Twice is harmless.
    """
    at = at or timezone.now()
    locking.take_turn()
    held = Concern.objects.filter(is_held(), pk=OuterRef("concern"))
    rows = StudentName.objects.select_for_update(of=("self",)).select_related("concern")
    over = rows.filter(~Exists(held), keep_until__lt=today(at), concern__state=Concern.State.CLOSED)
    found = list(over.order_by("pk"))
    for name in found:
        audit.record("concerns.student_name_removed", by=None, on=name.concern, at=at)
        name.delete()
    return len(found)


@transaction.atomic
def forget_drafts(*, at: dt.datetime | None = None) -> int:
    """Throw away what people who have left began DRAFT_DAYS ago; answers how many.

    And what was thrown away and kept for a legal hold alone. What one keeps stays.
    """
    at = at or timezone.now()
    locking.take_turn()
    rows = Concern.objects.select_for_update(of=("self",)).defer("draft")
    long_ago = at - dt.timedelta(days=DRAFT_DAYS)
    rows = rows.exclude(is_held())
    is_over = Q(discarded_at__isnull=False) | Q(reporter__is_active=False, saved_at__lt=long_ago)
    over = rows.filter(is_over, state=Concern.State.DRAFT)
    found = list(over.order_by("pk"))
    for draft in found:
        if draft.discarded_at is None:
            audit.record("concerns.discarded", by=None, on=draft, at=at)
        draft.delete()
    return len(found)
