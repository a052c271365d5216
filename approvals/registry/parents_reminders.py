"""Remind owners to tell parents again: one mail a person for all accounts that reached a step.

The steps of an account are 30 and 7 days before its notice is due, that day, and then every 14
days. What was told is read from the mails themselves, so that nothing is told twice.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction
from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone

from accounts import roles
from accounts.models import Person, Posting
from approvals.registry import lapsing, parents_due
from approvals.registry.models import Account
from district_portal import mailing
from district_portal.district.current import today
from district_portal.permissions import Role
from district_portal.schooldays.hours import may_disturb

BEFORE: Final = (30, 7, 0)
"""Days before the notice is due on which the owner is reminded."""
LATE_EVERY: Final = 14
"""Days after which they are reminded again of one that is late."""
CHUNK: Final = 200
"""So many people are reminded in one transaction."""
LINES_AT_MOST: Final = 40
"""Accounts that one mail names."""


@dataclass(frozen=True)
class Line:
    """One account in a mail; `suspended_on` where the district suspends it that day."""

    account: str
    due_on: dt.date
    days: int
    suspended_on: dt.date | None


def remind(*, at: dt.datetime | None = None) -> int:
    """Queue one mail for everybody who is to be reminded at `at` (aware; now unless given).

    That is the owner, or the managers where the owner has left or is on leave. Nothing on a day
    without school or outside the hours of mail. Answers how many were queued; twice is harmless.
    """
    at = at or timezone.now()
    if not may_disturb(at):
        return 0
    day = today(at)
    soon = parents_due.owing(day=day).filter(
        state=Account.State.ACTIVE, due_on__lte=day + dt.timedelta(days=max(BEFORE))
    )
    away = Posting.objects.on(day).filter(primary=True, on_leave=True).values("person")
    here = Person.objects.filter(is_active=True).exclude(email=None).exclude(pk__in=away)
    soon = soon.select_related("owner").prefetch_related(Prefetch("managers", here))
    asked: dict[Person, list[Any]] = defaultdict(list)
    others: list[Person] = []
    for account in soon.order_by("due_on", "name", "pk"):
        there = list(account.managers.all())
        people = [account.owner] if account.owner in there else there
        if not people:
            others = others or list(roles.holders(Role.TECHNOLOGY_COORDINATOR))
        for person in people or others:
            asked[person].append(account)
    people = list(asked)
    return sum(
        _remind_some({person: asked[person] for person in people[start : start + CHUNK]}, day=day)
        for start in range(0, len(people), CHUNK)
    )


@transaction.atomic
def _remind_some(accounts: dict[Person, list[Any]], *, day: dt.date) -> int:
    """Queue the mails of some people; what was queued before stays, whatever comes."""
    told_on = mailing.told_on("parents_due", accounts)
    return sum(
        _remind(person, mine, told_on=told_on.get(person.pk, dt.date.min), day=day)
        for person, mine in accounts.items()
    )


def step_on(due_on: dt.date, *, day: dt.date) -> dt.date | None:
    """The day of the last reminder that is due up to `day`; None before the first."""
    steps = [due_on - dt.timedelta(days=before) for before in BEFORE]
    late = (day - due_on).days // LATE_EVERY
    if late > 0:
        steps.append(due_on + dt.timedelta(days=late * LATE_EVERY))
    return max((step for step in steps if step <= day), default=None)


def _remind(person: Person, accounts: Iterable[Any], *, told_on: dt.date, day: dt.date) -> bool:
    turns = []
    for account in accounts:
        step = step_on(account.due_on, day=day)
        if step and step > told_on:
            on = lapsing.suspends_on(account.due_on)
            turns.append(Line(account.name, account.due_on, (account.due_on - day).days, on))
    if not turns:
        return False
    return mailing.queue(
        "parents_due",
        key=f"parents_due:{person.pk}:{day}",
        to=person,
        context={
            "lines": turns[:LINES_AT_MOST],
            "more": len(turns) - LINES_AT_MOST,
            "first": turns[0],
            "count": len(turns),
            "link": reverse("registry:list") + "?parents=due",
        },
    )
