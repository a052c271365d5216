"""Ask, and remind, about existing accounts: one mail a person a day for all that wait.

The steps are the day on which somebody is asked, 7 and 14 days later, and then every 14 days. Who
names people hears on the same day of what came back, then every 14 days, and of what nobody has
answered for 28 days.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts import roles
from accounts.models import Person
from approvals.claiming import notifying, passing_on, settling
from approvals.claiming.models import ExistingAccount
from approvals.claiming.permissions import MANAGERS
from approvals.models import Request
from district_portal import mailing
from district_portal.district.current import today
from district_portal.schooldays.hours import may_disturb

State = ExistingAccount.State
FIRST, EVERY, LONG = 7, 14, 28
"""Days until the first reminder, between the later ones, and until others hear of it."""
LINES_AT_MOST: Final = 40
"""Accounts that one mail names."""


def sweep(*, at: dt.datetime | None = None) -> int:
    """Put right what was missed, then ask and remind. Answers how many mails; twice is harmless."""
    at = at or timezone.now()
    settling.agree_with_registry(at=at)
    passing_on.look_again(at=at)
    return remind(at=at)


@transaction.atomic
def remind(*, at: dt.datetime | None = None) -> int:
    """Queue one mail for each who is to be asked or reminded at `at` (aware; now unless given).

    Nothing on a day without school or outside the hours of mail. Answers how many were queued.
    """
    at = at or timezone.now()
    if not may_disturb(at):
        return 0
    day = today(at)
    asked: dict[Person, list[ExistingAccount]] = defaultdict(list)
    rows = waiting().select_related("person", "platform").order_by("asked_on", "name", "pk")
    for account in rows:
        if account.person:
            asked[account.person].append(account)
    queued = 0
    for person, accounts in asked.items():
        turns = [account for account in accounts if _has_turn(account, day=day)]
        if not turns:
            continue
        lines, more = accounts[:LINES_AT_MOST], len(accounts) - LINES_AT_MOST
        if notifying.ask_to_claim(person, lines, more=more, day=day):
            _note(turns, day=day)
            queued += 1
    return queued + _tell_managers(day)


def waiting() -> QuerySet[ExistingAccount]:
    """Those that wait for whoever is named: to answer, or to send the request that claims it."""
    unsent = Q(state=State.CLAIMED, request__state=Request.State.DRAFT)
    return ExistingAccount.objects.filter(Q(state=State.ASKED) | unsent)


def step_on(asked_on: dt.date, *, day: dt.date) -> dt.date:
    """The day of the last reminder that is due up to the local `day`."""
    passed = (day - asked_on).days
    if passed < FIRST:
        return asked_on
    late = passed // EVERY * EVERY
    return asked_on + dt.timedelta(days=max(late, FIRST))


def unanswered(day: dt.date) -> QuerySet[ExistingAccount]:
    """Those that nobody has answered for LONG days on the local `day`."""
    return waiting().filter(asked_on__lte=day - dt.timedelta(days=LONG))


def _has_turn(account: ExistingAccount, *, day: dt.date) -> bool:
    assert account.asked_on is not None  # noqa: S101 – who is asked is asked since a day
    return step_on(account.asked_on, day=day) > (account.reminded_on or dt.date.min)


def _note(accounts: list[ExistingAccount], *, day: dt.date) -> None:
    told = ExistingAccount.objects.filter(pk__in=[account.pk for account in accounts])
    told.update(reminded_on=day)


def _tell_managers(day: dt.date) -> int:
    """Once more after EVERY days, and on any day on which something new came back."""
    back = list(ExistingAccount.objects.filter(state=State.BACK).select_related("platform"))
    silent = unanswered(day).count()
    if not back and not silent:
        return 0
    people = {person.pk: person for role in MANAGERS for person in roles.holders(role)}
    is_new = any(row.reminded_on is None for row in back)
    last = mailing.told_on("existing_back", people.values())
    long_ago = day - dt.timedelta(days=EVERY)
    queued = sum(
        notifying.tell_of_unsettled(
            person,
            back[:LINES_AT_MOST],
            more=len(back) - LINES_AT_MOST,
            unanswered=silent,
            day=day,
        )
        for person in people.values()
        if is_new or last.get(person.pk, dt.date.min) <= long_ago
    )
    if queued:
        _note(back, day=day)
    return queued
