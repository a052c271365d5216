"""Reminders of reviews: one mail a person for all policies that have reached a step.

The steps of a policy are 90 and 30 days before its review is due, the day itself, and then every
30 days. What was told is read from the mails themselves, so that nothing is told twice.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts import roles
from accounts.models import Person
from district_portal import mailing
from district_portal.district.current import today
from district_portal.permissions import Role
from district_portal.schooldays.hours import may_disturb
from policies.models import Policy
from policies.reviews.review_calendar import SOON, Due, able_owners, calendar

BEFORE: Final = (SOON, 30, 0)
"""Days before the due date on which the owner is reminded."""
LATE_EVERY: Final = 30
"""Days after which somebody is reminded again of a review that is late."""
LINES_AT_MOST: Final = 40
"""Policies that one mail names."""


@dataclass(frozen=True)
class Line:
    """One policy in a mail."""

    policy: str
    due_on: dt.date
    days: int

    @property
    def days_late(self) -> int:
        return -self.days


@transaction.atomic
def remind(*, at: dt.datetime | None = None) -> int:
    """Queue one mail for everybody who is to be reminded at `at` (aware; now unless given).

    It names every policy that has reached a step since their last such mail. Nothing on a day
    without school or outside the hours of mail. Answers how many were queued; twice is harmless.
    """
    at = at or timezone.now()
    if not may_disturb(at):
        return 0
    day = today(at)
    administrators = list(roles.holders(Role.POLICY_ADMINISTRATOR))
    able = set(able_owners().values_list("pk", flat=True))
    asked: dict[Person, list[Due]] = defaultdict(list)
    soon = day + dt.timedelta(days=SOON)
    for policy in calendar().filter(due_on__lte=soon):
        for person in keepers(policy, able=able, administrators=administrators):
            asked[person].append(policy)
    told_on = mailing.told_on("reviews_due", asked)
    return sum(
        _remind(person, policies, told_on=told_on.get(person.pk, dt.date.min), day=day)
        for person, policies in asked.items()
    )


def keepers(
    policy: Policy, *, able: Collection[int], administrators: Iterable[Person]
) -> list[Person]:
    """Whom to ask for the review: the owner, or the administrators where the owner can't be.

    `able` are the ids of those who can.
    """
    if policy.owner and policy.owner.pk in able:
        return [policy.owner]
    return list(administrators)


def step_on(due_on: dt.date, *, day: dt.date) -> dt.date | None:
    """The day of the last reminder that is due up to `day`; None before the first."""
    steps = [due_on - dt.timedelta(days=before) for before in BEFORE]
    late = (day - due_on).days // LATE_EVERY
    if late > 0:
        steps.append(due_on + dt.timedelta(days=late * LATE_EVERY))
    return max((step for step in steps if step <= day), default=None)


def _remind(person: Person, policies: list[Due], *, told_on: dt.date, day: dt.date) -> bool:
    turns = []
    for policy in policies:
        step = step_on(policy.due_on, day=day)
        if step and step > told_on:
            turns.append(Line(str(policy), policy.due_on, (policy.due_on - day).days))
    if not turns:
        return False
    return mailing.queue(
        "reviews_due",
        key=f"reviews:{person.pk}:{day}",
        to=person,
        context={
            "lines": turns[:LINES_AT_MOST],
            "more": len(turns) - LINES_AT_MOST,
            "first": turns[0],
            "count": len(turns),
            "link": reverse("policies:reviews"),
        },
    )
