"""Mails about what must be confirmed: one a person for all, at once and every five school days."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Person, Posting
from approvals.confirming.models import Recheck
from approvals.confirming.waiting import waits_for
from district_portal import mailing
from district_portal.district.current import today, zone
from district_portal.schooldays.counting import school_days_in
from district_portal.schooldays.hours import may_disturb

EVERY: Final = 5
"""School days after which somebody is reminded again."""
LINES_AT_MOST: Final = 40
"""Approvals that one mail names."""


@dataclass(frozen=True)
class Line:
    """One approval in a mail, and the policy that was revised."""

    title: str
    policy: str


@transaction.atomic
def remind(*, at: dt.datetime | None = None) -> int:
    """Queue one mail for everybody who must confirm something and has reached a turn.

    That is once when it is asked and then every EVERY school days. Nothing on a day without
    school or outside the hours of mail. Answers how many were queued; twice is harmless.
    """
    at = at or timezone.now()
    if not may_disturb(at):
        return 0
    day = today(at)
    away = Posting.objects.on(day).filter(primary=True, on_leave=True).values("person")
    waiting: dict[Person, list[Recheck]] = defaultdict(list)
    for said_as in ("owner", "approver"):
        rows = Recheck.objects.filter(waits_for(said_as), **{f"{said_as}__isnull": False})
        rows = rows.exclude(**{f"{said_as}__in": away})
        for row in rows.select_related(said_as, "request", "version").order_by("opened_at", "pk"):
            waiting[getattr(row, said_as)].append(row)
    opened = [_day(row.opened_at) for rows in waiting.values() for row in rows]
    days = school_days_in(min(opened), day) if opened else []
    told_on = mailing.told_on("approvals_to_confirm", waiting)
    return sum(
        _remind(person, rows, told_on=told_on.get(person.pk, dt.date.min), days=days, day=day)
        for person, rows in waiting.items()
    )


def _remind(
    person: Person, rows: list[Recheck], *, told_on: dt.date, days: list[dt.date], day: dt.date
) -> bool:
    if not any(_turn(_day(row.opened_at), days) > told_on for row in rows):
        return False
    lines = [Line(row.request.title, str(row.version)) for row in rows]
    only = rows[0].get_absolute_url() if len(rows) == 1 else reverse("confirming:list")
    return mailing.queue(
        "approvals_to_confirm",
        key=f"approvals_to_confirm:{person.pk}:{day}",
        to=person,
        context={
            "lines": lines[:LINES_AT_MOST],
            "more": len(lines) - LINES_AT_MOST,
            "first": lines[0],
            "count": len(lines),
            "link": only,
        },
    )


def _turn(opened: dt.date, days: list[dt.date]) -> dt.date:
    """The day of the last reminder that is due: that of opening, or each EVERY-th school day."""
    after = days[bisect_right(days, opened) :]
    reached = len(after) // EVERY * EVERY
    return after[reached - 1] if reached else opened


def _day(at: dt.datetime) -> dt.date:
    return at.astimezone(zone()).date()
