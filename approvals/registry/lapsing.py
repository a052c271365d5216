"""Suspend an account while parents are not told, where the district says so, and lift it again.

Source: 401.15, professional use, first clause.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db import transaction
from django.utils import timezone

from accounts.models import Person
from approvals.registry import notifying, parents_due
from approvals.registry.models import Account, Lapse
from district_portal import audit
from district_portal.district import current

AFTER: Final = dt.timedelta(days=14)
"""After the notice was due, and after the district said so."""


def suspends_on(due_on: dt.date) -> dt.date | None:
    """The day on which an account is suspended whose notice was due on `due_on`; None: never."""
    since = current.current().parents_suspend_on
    return max(due_on, since) + AFTER if since else None


def suspend_lapsed(*, at: dt.datetime | None = None) -> int:
    """Suspend every active account whose parents were not told in time.

    At `at` (aware; now unless given). Answers how many; twice is harmless, and a notice that is
    recorded meanwhile counts. Those are active again of which the district asks it no longer.
    """
    at = at or timezone.now()
    day = current.today(at)
    _free(day=day, at=at)
    if current.current().parents_suspend_on is None:
        return 0
    late = parents_due.owing(day=day).filter(state=Account.State.ACTIVE, due_on__lt=day)
    return sum(_suspend(pk, day=day, at=at) for pk in late.values_list("pk", flat=True))


@transaction.atomic
def _free(*, day: dt.date, at: dt.datetime) -> None:
    """Lift what the district would suspend no longer."""
    lapsed = Account.objects.filter(lapses__lifted_at=None, lapses__isnull=False)
    if current.current().parents_suspend_on is not None:
        lapsed = lapsed.exclude(pk__in=parents_due.owing(day=day).values("pk"))
    rows = Account.objects.select_for_update(of=("self",)).filter(pk__in=lapsed.values("pk"))
    for account in rows.order_by("pk"):
        lift(account, by=None, at=at)


@transaction.atomic
def _suspend(pk: int, *, day: dt.date, at: dt.datetime) -> bool:
    account = Account.objects.select_for_update(of=("self",)).get(pk=pk)
    still = parents_due.owing(day=day).filter(pk=pk, state=Account.State.ACTIVE).first()
    on = suspends_on(still.due_on) if still else None
    if still is None or on is None or day < on:
        return False
    year = current.school_year(day)
    Lapse.objects.create(account=account, school_year=year, due_on=still.due_on, suspended_at=at)
    account.state = Account.State.SUSPENDED
    account.save(update_fields=["state"])
    audit.record(
        "registry.lapsed",
        by=None,
        on=account,
        person=account.owner,
        place=account.place,
        before={"state": "active"},
        after={"state": "suspended", "school_year": year},
        at=at,
    )
    notifying.tell_lapsed(account, year=year)
    return True


def lift(account: Account, *, by: Person | None, at: dt.datetime, told: str = "") -> bool:
    """Let an account go on that was suspended for want of a notice.

    Inside the caller's transaction, which has locked `account`. `told` is the school year of the
    notice that came now; without it the district pardons it. Answers whether it is suspended no
    longer; one that was suspended for another reason stays so, and a notice of an earlier year
    lifts nothing. A pardon spares nobody the notice of a change: until then the account waits.
    """
    lapse = Lapse.objects.filter(account=account, lifted_at=None).first()
    if lapse is None or (told and told < lapse.school_year):
        return False
    lapse.lifted_at = at
    lapse.save(update_fields=["lifted_at"])
    if account.state != Account.State.SUSPENDED:
        return False
    rests = parents_due.must_rest(account)
    account.state = Account.State.WAITING if rests else Account.State.ACTIVE
    account.active_from = None if rests else account.active_from
    account.save(update_fields=["state", "active_from"])
    audit.record(
        "registry.rests" if rests else "registry.resumed",
        by=by,
        on=account,
        person=account.owner,
        place=account.place,
        before={"state": "suspended"},
        after={"state": account.state},
        at=at,
    )
    if rests:
        notifying.tell_opened(account)
    return True
