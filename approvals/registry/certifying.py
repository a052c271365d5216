"""Once a school year the owner of an account confirms that all of it still holds.

It is asked from the first school day on which the district asks for the school year, of every
account that was approved before that school year began and is not closed.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Collection
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from approvals.registry import entering, handing_over, looking_after
from approvals.registry.looking_after import NotYoursError
from approvals.registry.models import Account, Certification, YearlyCheck
from district_portal import audit
from district_portal.district.current import today, zone
from district_portal.district.keeping_words import in_own_language
from district_portal.schooldays.counting import add_school_days
from district_portal.schooldays.hours import may_disturb
from policies.acknowledgments.year_asked import asked_year, first_day

SCHOOL_DAYS: Final = 30
"""So many school days the owner has: the first weeks of a year leave nobody time for it."""
STATEMENTS: Final = ("purpose", "managers", "recovery", "two_factor", "comments")
"""What the owner confirms, each by a mark of its own."""

Fact = dict[str, str]


class UnconfirmedError(ValueError):
    """Not everything was confirmed."""


class NothingAskedError(Exception):
    """No check of this account waits."""


class ChangedError(Exception):
    """What the owner saw is not what stands there now."""


@transaction.atomic
def ask(*, at: dt.datetime | None = None) -> int:
    """Ask for the checks of the school year that are not asked for yet; answers how many.

    Only on school days, by day, so that the first of them is the first school day. Twice, or two
    at once, is harmless.
    """
    at = at or timezone.now()
    if not may_disturb(at):
        return 0
    day = today(at)
    year = asked_year(day)
    begun = dt.datetime.combine(first_day(year), dt.time.min, tzinfo=zone())
    asked = YearlyCheck.objects.filter(account=OuterRef("pk"), school_year=year)
    rows = Account.objects.exclude(state=Account.State.CLOSED).filter(approved_at__lt=begun)
    lacking = list(rows.exclude(Exists(asked)).order_by("pk").values_list("pk", flat=True))
    if not lacking:
        return 0
    due_on = add_school_days(day, SCHOOL_DAYS)
    YearlyCheck.objects.bulk_create(
        [
            YearlyCheck(account_id=pk, school_year=year, asked_on=day, due_on=due_on)
            for pk in lacking
        ],
        batch_size=5000,
        ignore_conflicts=True,
    )
    told = {"school_year": year, "accounts": len(lacking), "due_on": due_on}
    audit.record("registry.checks_asked", by=None, after=told, at=at)
    return len(lacking)


def open_checks() -> QuerySet[YearlyCheck]:
    """The checks that wait for an owner: of each account that isn't closed the newest one."""
    newer = YearlyCheck.objects.filter(
        account=OuterRef("account"), school_year__gt=OuterRef("school_year")
    )
    waiting = YearlyCheck.objects.filter(~Exists(newer), certification=None)
    return waiting.exclude(account__state=Account.State.CLOSED)


def overdue(day: dt.date | None = None) -> QuerySet[YearlyCheck]:
    """Those of them that were due before the local `day`, today unless given."""
    return open_checks().filter(due_on__lt=day or today())


def waiting() -> Q:
    """The accounts whose yearly check waits."""
    return Q(pk__in=open_checks().values("account"))


def late() -> Q:
    """The accounts whose yearly check is overdue."""
    return Q(pk__in=overdue().values("account"))


def of(account: Account) -> YearlyCheck | None:
    """The check of `account` that waits."""
    return open_checks().filter(account=account).first()


def facts(account: Account) -> list[Fact]:
    """What stands there to be confirmed, in words."""
    care = looking_after.care_of(account)
    managers = ", ".join(sorted(map(str, care.managers)))
    comments = str(Account.Comments(account.comments).label)
    rows = [
        (_("Address"), account.address),
        (_("Purpose"), account.purpose),
        (_("Managers"), managers),
        (_("Who can get it back"), str(care.recovery_owner or "")),
        (_("District e-mail address"), care.district_address),
        (_("Comments"), f"{comments}\n{care.comment_rules}".strip()),
    ]
    return [{"label": str(label), "text": text} for label, text in rows]


@in_own_language()
def digest(account: Account) -> str:
    """What stands there as a short text, to tell whether it is what the owner saw."""
    told = [row["text"] for row in facts(account)]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]


@transaction.atomic
def certify(
    account: Account,
    confirmed: Collection[str],
    *,
    seen: str,
    by: Person,
    at: dt.datetime | None = None,
) -> Certification:
    """Put down that the owner confirmed all of STATEMENTS; a second time answers the first.

    `seen` is the digest of what they saw. Raises NotYoursError, NothingAskedError,
    UnconfirmedError, ChangedError, and CareError where somebody is missing.
    """
    held = entering.hold(account)
    at = at or timezone.now()
    if held.owner_id != by.pk:
        raise NotYoursError
    check = of(held)
    if check is None:
        return _certified(held)
    if not set(STATEMENTS) <= set(confirmed):
        raise UnconfirmedError
    if seen != digest(held):
        raise ChangedError
    if handing_over.of(held):
        raise looking_after.CareError(_("Name first who is missing beside you."))
    held.two_factor_on = held.recovery_on = today(at)
    held.save(update_fields=["two_factor_on", "recovery_on"])
    with in_own_language():
        confirmed_facts = facts(held)
        reason = _("For the school year %s.") % check.school_year
    certification = Certification.objects.create(
        check_of=check, facts=confirmed_facts, person=by, certified_at=at
    )
    entering.record(
        "registry.certified",
        on=held,
        by=by,
        at=at,
        reason=reason,
        after={"school_year": check.school_year},
    )
    return certification


def _certified(account: Account) -> Certification:
    found = Certification.objects.filter(check_of__account=account).last()
    if found is None or account.state == Account.State.CLOSED:
        raise NothingAskedError
    return found
