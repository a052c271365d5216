"""Of which accounts parents must be told in this school year, by when, and whose task that is.

Source: 401.15, professional use, first clause. The notice that made an account active counts for
the school year in which it went out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any, Final

from django.db.models import Case, DateField, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Cast, TruncDate

from accounts.models import Person
from approvals.registry.models import Account, Lapse, ParentNotice
from district_portal.district import current

DUE_AFTER: Final = dt.timedelta(days=60)
"""After the first day of the school year: by then school is open everywhere."""
WIDENED: Final = dt.timedelta(days=30)
"""At least so long after the district said that it goes for more accounts."""
SOON: Final = dt.timedelta(days=30)
"""So long before it is due the notice stands among the owner's tasks."""


def is_concerned(*, writes_to_students: bool, for_students: bool) -> bool:
    """Whether parents must be told of such an account at all."""
    return writes_to_students or (for_students and current.current().parents_widened)


def counts(notice: ParentNotice, account: Account) -> bool:
    """Whether `notice` tells of the use of `account`: told and recorded since that was asked for.

    `_counting` says the same to the database.
    """
    since = account.parents_since
    if since is None:
        return True
    return notice.recorded_at >= since and notice.told_on >= current.today(since)


def must_rest(account: Account) -> bool:
    """Whether parents must be told of a change of `account` and never were, in no school year."""
    concerned = is_concerned(
        writes_to_students=account.writes_to_students, for_students=account.for_students
    )
    told = account.notices.only("account", "told_on", "recorded_at")
    is_changed = account.parents_since is not None
    return concerned and is_changed and not any(counts(row, account) for row in told)


def due_on(account: Account, *, day: dt.date | None = None) -> dt.date:
    """The last day on which parents are told in time, in the school year of `day`."""
    regular, widened = _days(day or current.today())
    return regular if account.writes_to_students else widened


def missing(
    account: Account, told: Collection[ParentNotice], *, day: dt.date | None = None
) -> dt.date | None:
    """By when parents must be told of a live account in the school year of `day`; None: they are.

    None also where parents need not be told, and where it is not due soon. `told` are the notices
    of the account.
    """
    day = day or current.today()
    live = account.state in (Account.State.ACTIVE, Account.State.SUSPENDED)
    facts = {name: getattr(account, name) for name in ("writes_to_students", "for_students")}
    year = current.school_year(day)
    if any(row.school_year == year and counts(row, account) for row in told):
        return None
    if not live or not is_concerned(**facts):
        return None
    due = due_on(account, day=day)
    return due if due <= day + SOON else None


def owing(*, day: dt.date | None = None) -> QuerySet[Any]:
    """The live accounts of which parents were not told in the school year of `day`.

    Each has its `due_on`. One that was suspended for it still owes the notice.
    """
    day = day or current.today()
    accounts = Account.objects.annotate(due_on=_due_on(day))
    return accounts.filter(_owes(day))


def asked_of(person: Person, *, day: dt.date | None = None) -> QuerySet[Any]:
    """The accounts of `person` that wait for parents' notice, or for that of this school year."""
    day = day or current.today()
    mine = Account.objects.filter(owner=person).annotate(due_on=_due_on(day))
    return mine.filter(Q(state=Account.State.WAITING) | _owes(day) & Q(due_on__lte=day + SOON))


def is_overdue(*, day: dt.date | None = None) -> Case | Value:
    """Whether the notice of this school year is late, to annotate accounts with."""
    day = day or current.today()
    regular, widened = _days(day)
    if regular >= day:
        return Value(False)
    late = _owes(day) if widened < day else _owes(day) & Q(writes_to_students=True)
    return Case(When(late, then=True), default=False)


def is_lapsed() -> Exists:
    """Whether an account is suspended for want of a notice, to annotate accounts with."""
    return Exists(Lapse.objects.filter(account=OuterRef("pk"), lifted_at=None))


def _owes(day: dt.date) -> Q:
    told = ParentNotice.objects.filter(account=OuterRef("pk"), school_year=current.school_year(day))
    told = told.filter(_counting())
    concerned = Q(writes_to_students=True)
    if current.current().parents_widened:
        concerned |= Q(for_students=True)
    live = Q(state=Account.State.ACTIVE) | Q(is_lapsed(), state=Account.State.SUSPENDED)
    return concerned & live & ~Q(Exists(told))


def _counting() -> Q:
    since = F("account__parents_since")
    asked_on = TruncDate(since, tzinfo=current.zone())
    return Q(account__parents_since=None) | Q(recorded_at__gte=since, told_on__gte=asked_on)


def _due_on(day: dt.date) -> Case:
    regular, widened = (Cast(Value(one), DateField()) for one in _days(day))
    return Case(When(writes_to_students=True, then=regular), default=widened)


def _days(day: dt.date) -> tuple[dt.date, dt.date]:
    """When it is due where students are written to, and where the district widened the rule."""
    regular = current.school_year_bounds(day)[0] + DUE_AFTER
    since = current.current().parents_widened_on
    return regular, max(regular, since + WIDENED) if since else regular
