"""A draft left lying is chased: the policy asks to report at once."""

from __future__ import annotations

import datetime as dt
from functools import partial

from django.db.models import QuerySet
from django.utils import timezone

from approvals.concerns import notifying
from approvals.concerns.escalating import hours_passed
from approvals.concerns.models import Concern
from approvals.concerns.one_by_one import one_by_one
from district_portal.district.current import today
from district_portal.schooldays.hours import may_disturb

State = Concern.State


def chase(*, at: dt.datetime | None = None) -> int:
    """Remind of every draft that has lain for the hours of its kind, then once a school day.

    Saving it anew begins anew. Answers how many were reminded; twice is harmless.
    """
    at = at or timezone.now()
    rows = _drafts().filter(reporter__is_active=True).order_by("pk")
    due = [row.pk for row in rows.defer("draft") if _has_turn(row, at=at)]
    return one_by_one(due, partial(_chase, at=at))


def _drafts() -> QuerySet[Concern]:
    return Concern.objects.filter(state=State.DRAFT, discarded_at=None)


def _has_turn(draft: Concern, *, at: dt.datetime) -> bool:
    if draft.chased_at is None:
        return hours_passed(draft.kind, since=draft.saved_at, at=at)
    return today(draft.chased_at) < today(at) and may_disturb(at)


def _chase(pk: int, *, at: dt.datetime) -> bool:
    rows = _drafts().select_for_update(of=("self",)).select_related("reporter")
    draft = rows.filter(pk=pk).defer("draft").first()
    if draft is None or not _has_turn(draft, at=at):
        return False
    draft.chased_at = at
    draft.save(update_fields=["chased_at"])
    return notifying.chase_draft(draft, turn=at.isoformat())
