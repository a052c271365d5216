"""A concern that nobody reads goes one level up, again and again until somebody does.

After the hours of the district. For the kinds that it marked they run day and night; for others
they are those of school days, by day.
"""

from __future__ import annotations

import datetime as dt
from functools import partial

from django.db.models import QuerySet
from django.utils import timezone

from approvals.concerns import notifying, reading, seating
from approvals.concerns.models import Act, Concern
from approvals.concerns.one_by_one import one_by_one
from district_portal import audit
from district_portal.district.current import current
from district_portal.schooldays.hours import worked_between

State = Concern.State


def hours_passed(kind: str, *, since: dt.datetime, at: dt.datetime) -> bool:
    """Whether the district's hours for concerns of that kind have passed between these two."""
    district = current()
    hours = dt.timedelta(hours=district.concern_unread_hours)
    if at - since < hours:
        return False
    return kind in district.concern_day_and_night or worked_between(since, at) >= hours


def unread() -> QuerySet[Concern]:
    """Open concerns at which nobody has looked who should."""
    return seating.unread(Concern.objects.filter(state=State.OPEN))


def escalate(*, at: dt.datetime | None = None) -> int:
    """Bring every concern one level up that was unread for the district's hours.

    Those who were asked before are asked again; where nobody stands above, all of them are, until
    somebody looks. Answers how many concerns; twice is harmless.
    """
    at = at or timezone.now()
    rows = unread().order_by("pk").values_list("pk", "kind", "asked_at")
    due = [pk for pk, kind, since in rows if since and hours_passed(kind, since=since, at=at)]
    return one_by_one(due, partial(_escalate, at=at))


def _escalate(pk: int, *, at: dt.datetime) -> bool:
    concern = seating.lock(pk)
    assert concern.asked_at is not None  # noqa: S101 – what was sent was asked about
    is_due = hours_passed(concern.kind, since=concern.asked_at, at=at)
    if concern.state != State.OPEN or not is_due or not seating.is_unread(concern):
        return False
    before = seating.living(concern)
    goes_up = reading.goes_up(concern)
    concern.level += goes_up
    concern.asked_at = at
    concern.save(update_fields=["level", "asked_at"])
    if goes_up:
        Act.objects.create(concern=concern, what=Act.What.ESCALATED, at=at)
    audit.record(
        "concerns.escalated" if goes_up else "concerns.asked_again", by=None, on=concern, at=at
    )
    seating.seat(concern, at=at)
    still = {row.pk for row in seating.living(concern)}
    again = [row for row in before if row.pk in still]
    notifying.ask_to_read(again, concern=concern, turn=at.isoformat())
    return True
