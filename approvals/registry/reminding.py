"""Reminders of yearly checks: one mail an owner a day, for all accounts that reached a step.

The steps of a check are the day on which it is asked, 14 and 3 days before it is due, the day
itself, and then every 14 days. Each check keeps the day of its last reminder, so that nothing is
told twice. The District Administrator hears once a week how many are overdue.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Final

from django.db import transaction
from django.utils import timezone

from accounts import roles
from accounts.models import Person, Posting
from approvals.registry import certifying, handing_over, notifying
from approvals.registry.models import YearlyCheck
from district_portal.district.current import today
from district_portal.permissions import Role
from district_portal.schooldays.hours import may_disturb

BEFORE: Final = (14, 3, 0)
"""Days before the due date on which the owner is reminded, besides the day of asking."""
CHUNK: Final = 200
"""So many owners are reminded in one transaction."""
LINES_AT_MOST: Final = 40
"""Accounts that one mail names."""
LATE_EVERY: Final = 14
"""Days after which an owner is reminded again of a check that is late."""


def remind(*, at: dt.datetime | None = None) -> int:
    """Queue one mail for every owner who is to be reminded at `at` (aware; now unless given).

    Nothing on a day without school or outside the hours of mail, nothing to who is on leave, and
    of an account without an owner in office hears who hands it over. Answers how many mails were
    queued; twice is harmless.
    """
    at = at or timezone.now()
    if not may_disturb(at):
        return 0
    day = today(at)
    away = Posting.objects.on(day).filter(primary=True, on_leave=True).values("person")
    rows = certifying.open_checks().filter(account__owner__is_active=True)
    rows = rows.exclude(account__owner__in=away).exclude(
        account__in=handing_over.open_ones().filter(missing__contains=["owner"]).values("account")
    )
    asked: dict[Person, list[YearlyCheck]] = defaultdict(list)
    for check in rows.select_related("account__owner").order_by("due_on", "account__name", "pk"):
        asked[check.account.owner].append(check)
    people = list(asked)
    queued = sum(
        _remind_some({person: asked[person] for person in people[start : start + CHUNK]}, day=day)
        for start in range(0, len(people), CHUNK)
    )
    return queued + _tell_administrators(day)


@transaction.atomic
def _remind_some(asked: dict[Person, list[YearlyCheck]], *, day: dt.date) -> int:
    """Queue the mails of some owners; what was queued before stays, whatever comes."""
    queued = 0
    for person, checks in asked.items():
        turns = [check for check in checks if _has_turn(check, day=day)]
        lines, more = turns[:LINES_AT_MOST], len(turns) - LINES_AT_MOST
        if turns and notifying.remind_of_checks(person, lines, more=more, day=day):
            told = YearlyCheck.objects.filter(pk__in=[check.pk for check in turns])
            told.update(reminded_on=day)
            queued += 1
    return queued


def step_on(check: YearlyCheck, *, day: dt.date) -> dt.date:
    """The day of the last reminder that is due up to `day`."""
    steps = [check.asked_on, *(check.due_on - dt.timedelta(days=before) for before in BEFORE)]
    late = (day - check.due_on).days // LATE_EVERY
    if late > 0:
        steps.append(check.due_on + dt.timedelta(days=late * LATE_EVERY))
    return max((step for step in steps if check.asked_on <= step <= day), default=check.asked_on)


def _has_turn(check: YearlyCheck, *, day: dt.date) -> bool:
    return step_on(check, day=day) > (check.reminded_on or dt.date.min)


def _tell_administrators(day: dt.date) -> int:
    rows = certifying.overdue(day).select_related("account__owner")
    late = list(rows.order_by("due_on", "account__name", "pk")[: LINES_AT_MOST + 1])
    if not late:
        return 0
    count, people = rows.count(), roles.holders(Role.DISTRICT_ADMINISTRATOR)
    return sum(
        notifying.tell_of_overdue_checks(
            person, late[:LINES_AT_MOST], more=count - LINES_AT_MOST, day=day
        )
        for person in people
    )
