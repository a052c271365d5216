"""What is kept no longer: the name of a student after its day, a draft of somebody who has left."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from approvals.concerns.models import Concern, StudentName
from approvals.concerns.records import KIND
from district_portal import audit
from district_portal.district.current import today
from district_portal.records import holding, locking

DRAFT_DAYS: Final = 90
"""Days after which a draft goes that nobody can send any more, since its reporter has left."""


@transaction.atomic
def forget(*, at: dt.datetime | None = None) -> int:
    """Remove the names whose day is over, once the concern is closed; answers how many.

    While a concern is open, or a legal hold keeps it, its name stays. Twice is harmless.
    """
    at = at or timezone.now()
    locking.take_turn()
    held = Concern.objects.filter(_is_held(), pk=OuterRef("concern"))
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

    What a legal hold keeps stays.
    """
    at = at or timezone.now()
    locking.take_turn()
    rows = Concern.objects.select_for_update(of=("self",)).defer("draft")
    long_ago = at - dt.timedelta(days=DRAFT_DAYS)
    rows = rows.exclude(_is_held())
    over = rows.filter(state=Concern.State.DRAFT, reporter__is_active=False, saved_at__lt=long_ago)
    found = list(over.order_by("pk"))
    for draft in found:
        audit.record("concerns.discarded", by=None, on=draft, at=at)
        draft.delete()
    return len(found)


def _is_held() -> Exists:
    """Whether a legal hold is on a concern, or on a draft of one."""
    return Exists(holding.on(KIND))
