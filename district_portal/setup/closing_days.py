"""Enter, change and remove the days without school: what due dates and mails go by."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, TypedDict

from django.db import transaction
from django.utils.translation import gettext as _

from district_portal import audit
from district_portal.district.models import District
from district_portal.schooldays.models import Closure

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accounts.models import Person

LONGEST = 120
"""Days of one closure: a summer, and no year without school."""


class Days(TypedDict):
    """A name and the days from the first to the last, both without school."""

    name: str
    first_day: dt.date
    last_day: dt.date


class ClosureError(ValueError):
    """These days can't be closed; the message is a sentence for a person."""


@transaction.atomic
def close(every: Iterable[Days], *, by: Person | None) -> int:
    """Enter days without school; answers how many were new.

    What is entered already with the same name and days is left alone. Raises ClosureError, and
    District.DoesNotExist before the district was entered.
    """
    _hold()
    new = 0
    for days in every:
        _check(days)
        closure, created = Closure.objects.get_or_create(**days)
        if created:
            new += 1
            audit.record("schooldays.closed", by=by, on=closure, after=dict(days))
    return new


@transaction.atomic
def change(closure: Closure, days: Days, *, by: Person | None) -> None:
    """Give a closure another name or other days; raises ClosureError, Closure.DoesNotExist."""
    _hold()
    _check(days)
    now = Closure.objects.select_for_update().get(pk=closure.pk)
    before = {name: getattr(now, name) for name in days}
    if before == days:
        return
    for name, value in days.items():
        setattr(now, name, value)
    now.save()
    audit.record("schooldays.changed", by=by, on=now, before=before, after=dict(days))


@transaction.atomic
def reopen(closure: Closure, *, by: Person | None) -> None:
    """Have school on those days after all; harmless when the closure is gone already."""
    _hold()
    now = Closure.objects.select_for_update().filter(pk=closure.pk).first()
    if now is None:
        return
    before = {"name": now.name, "first_day": now.first_day, "last_day": now.last_day}
    audit.record("schooldays.reopened", by=by, on=now, before=before)
    now.delete()


def closures(first: dt.date, last: dt.date) -> list[Closure]:
    """Those that touch the days from `first` to `last`, in order."""
    return list(Closure.objects.filter(first_day__lte=last, last_day__gte=first))


def _hold() -> None:
    """Changes of the calendar come one after the other."""
    District.objects.select_for_update().get(pk=1)


def _check(days: Days) -> None:
    if days["last_day"] < days["first_day"]:
        raise ClosureError(_("The last day lies before the first day."))
    if (days["last_day"] - days["first_day"]).days >= LONGEST:
        raise ClosureError(_("A closure lasts 120 days at most. Enter a longer one in parts."))
