"""Decide when a school year is asked for: on its first day, on another day, or at once.

Who is asked what follows from the row alone (`year_asked`), so that whatever begins the day, twice
or broken off in the middle, comes to the same.
"""

from __future__ import annotations

import datetime as dt
import logging
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from district_portal import audit
from district_portal.district.current import today
from policies.acknowledgments.models import Requirement, YearStart
from policies.acknowledgments.year_asked import asked_year, first_day, year_after
from policies.models import Policy

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import Person

log = logging.getLogger(__name__)

EARLIEST: Final = dt.timedelta(days=92)
LATEST: Final = dt.timedelta(days=123)
"""How long before and after its first day a school year may be asked for."""


class YearStartedError(ValueError):
    """That school year is asked for already, or it is not the next one."""


class OutOfReachError(ValueError):
    """That day is over, or too far from the first day of the school year."""


def bounds(year: str, *, on: dt.date) -> tuple[dt.date, dt.date]:
    """First and last day to which the start of `year` can be moved on the day `on`."""
    first = first_day(year)
    return max(first - EARLIEST, on + dt.timedelta(days=1)), first + LATEST


def may_start_now(year: str, *, on: dt.date) -> bool:
    """Whether the day `on` is near enough to the first day of `year` to start it by hand."""
    return on >= first_day(year) - EARLIEST


@transaction.atomic
def leave_to_calendar(year: str, *, by: Person, at: dt.datetime | None = None) -> YearStart:
    """Let `year` be asked for on its first day. Harmless when it was so decided already.

    Raises YearStartedError, and OutOfReachError when its first day is over.
    """
    at = at or timezone.now()
    row = _undecided(year, by=by, at=at)
    if first_day(year) <= today(at):
        raise OutOfReachError
    return _decide(row, None, by=by, at=at)


@transaction.atomic
def set_day(year: str, day: dt.date, *, by: Person, at: dt.datetime | None = None) -> YearStart:
    """Let `year` be asked for from the local `day` on. Harmless when it was so decided already.

    Raises YearStartedError, and OutOfReachError for a day outside `bounds`.
    """
    at = at or timezone.now()
    row = _undecided(year, by=by, at=at)
    earliest, latest = bounds(year, on=today(at))
    if not earliest <= day <= latest:
        raise OutOfReachError
    return _decide(row, day, by=by, at=at)


@transaction.atomic
def start_now(year: str, *, by: Person, at: dt.datetime | None = None) -> YearStart:
    """Ask for `year` from today on; a worker goes through the policies, one after the other.

    Raises YearStartedError, also for the second of two who click at once, and OutOfReachError
    when its first day is too far away.
    """
    at = at or timezone.now()
    day = today(at)
    _hold_policies()
    row = _undecided(year, by=by, at=at)
    if not may_start_now(year, on=day):
        raise OutOfReachError
    row.starts_on, row.by_hand, row.started_at = day, True, at
    row.decided_by, row.decided_at = by, at
    row.save()
    _yearly().update(assigned_through=None)
    _record("acknowledgments.year_started", row, by=by, at=at)
    transaction.on_commit(_wake)
    return row


@transaction.atomic
def note_started(*, at: dt.datetime) -> None:
    """Keep that the school year of the local day of `at` is asked for, once, however it came.

    Nothing is kept where no requirement turns with it.
    """
    year = asked_year(today(at))
    row = YearStart.objects.filter(school_year=year).first()
    if row and row.started_at:
        return
    starts_on = (row and row.starts_on) or first_day(year)
    if row is None and not _yearly().filter(assigned_through__lt=starts_on).exists():
        return
    given = {"starts_on": starts_on, "started_at": at}
    row, is_new = YearStart.objects.get_or_create(school_year=year, defaults=given)
    if not is_new:
        row = YearStart.objects.select_for_update().get(school_year=year)
        if row.started_at:
            return
        row.starts_on, row.started_at = starts_on, at
        row.save(update_fields=["starts_on", "started_at"])
    _record("acknowledgments.year_started", row, by=None, at=at)


def still_asking(*, on: dt.date) -> tuple[int, int]:
    """Of how many yearly requirements there are, how many the day `on` has not reached yet."""
    rules = _yearly().values_list("assigned_through", flat=True)
    return sum(day is None or day < on for day in rules), len(rules)


def _yearly() -> QuerySet[Requirement]:
    return Requirement.objects.filter(ended_at=None, cycle=Requirement.Cycle.SCHOOL_YEAR)


def _hold_policies() -> None:
    """Let nobody reconcile meanwhile what asks for a year; policies are locked in their order."""
    rules = _yearly().values("policy")
    list(Policy.objects.select_for_update(no_key=True).filter(pk__in=rules).order_by("pk"))


def _undecided(year: str, *, by: Person, at: dt.datetime) -> YearStart:
    """The locked row of `year`, which must be the next one to be asked for."""
    if year != year_after(asked_year(today(at))):
        raise YearStartedError(year)
    given = {"decided_by": by, "decided_at": at}
    YearStart.objects.get_or_create(school_year=year, defaults=given)
    row = YearStart.objects.select_for_update().get(school_year=year)
    if row.started_at:
        raise YearStartedError(year)
    return row


def _decide(row: YearStart, starts_on: dt.date | None, *, by: Person, at: dt.datetime) -> YearStart:
    before = row.starts_on
    if before == starts_on and row.decided_at != at:
        return row
    row.starts_on, row.decided_by, row.decided_at = starts_on, by, at
    row.save(update_fields=["starts_on", "decided_by", "decided_at"])
    audit.record(
        "acknowledgments.year_decided",
        by=by,
        on=row,
        before={"school_year": row.school_year, "starts_on": before},
        after={"school_year": row.school_year, "starts_on": starts_on},
        at=at,
    )
    return row


def _record(act: str, row: YearStart, *, by: Person | None, at: dt.datetime) -> None:
    facts: dict[str, Any] = {
        "school_year": row.school_year,
        "starts_on": row.starts_on,
        "by_hand": row.by_hand,
    }
    audit.record(act, by=by, on=row, after=facts, at=at)


def _wake() -> None:
    """Tell a worker; when the broker is away, beat begins the day within minutes."""
    from policies.acknowledgments.tasks import begin_day  # noqa: PLC0415 – tasks stand above rules

    try:
        begin_day.apply_async(retry=False, expires=60)
    except OperationalError:
        log.warning("The broker does not answer; the school year waits for the next sweep.")
