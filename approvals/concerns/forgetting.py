"""The name of a student is kept no longer than its day, once the concern is closed."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from approvals.concerns.models import Concern, StudentName
from district_portal import audit
from district_portal.district.current import today


@transaction.atomic
def forget(*, at: dt.datetime | None = None) -> int:
    """Remove the names whose day is over; answers how many. Twice is harmless.

    While a concern is open its name stays, and is removed once it is closed.
    """
    at = at or timezone.now()
    rows = StudentName.objects.select_for_update(of=("self",)).select_related("concern")
    over = rows.filter(keep_until__lt=today(at), concern__state=Concern.State.CLOSED)
    found = list(over.order_by("pk"))
    for name in found:
        audit.record("concerns.student_name_removed", by=None, on=name.concern, at=at)
        name.delete()
    return len(found)
