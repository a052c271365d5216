"""How long an exception to a policy may last: it ends on a day, and that day is not far.

An exception is made for a project. One that outlives the classes for which it was thought is a
change of the policy, which is the Board's to make; so it is asked for again after a few years.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _

from district_portal.district.current import school_year_bounds, today
from district_portal.schooldays.counting import school_days_in
from district_portal.ui.dates import date_in_words

if TYPE_CHECKING:
    from approvals.kinds.base import DetailsForm

SCHOOL_YEARS_AT_MOST: Final = 2
"""The school year in which it begins and the next one: a project of two years with one class."""


SCHOOL_DAYS_BEFORE: Final = (20, 5)
"""School days before the last day on which its holder is reminded: enough to ask again and have it
decided, then to clean up."""
HORIZON: Final = dt.timedelta(days=120)
"""Within it lie twenty school days, a summer between them included."""

Ending = tuple[Any, dt.date, dt.date]
"""What ends, its last day, and the day on which that was settled."""


def latest_end(starts_on: dt.date, *, school_years: int = SCHOOL_YEARS_AT_MOST) -> dt.date:
    """The last local day on which what begins on `starts_on` may end.

    That is the last one of so many school years, its own included.
    """
    _first, last = school_year_bounds(starts_on)
    for _year in range(school_years - 1):
        _first, last = school_year_bounds(last + dt.timedelta(days=1))
    return last


def clean_days(form: DetailsForm, *, latest: dt.date | None = None) -> None:
    """Refuse a first day that is past, and a last one before it or too far, beside the fields.

    Too far is what lies after `latest`; unless given, after the school years of an exception.
    """
    starts_on, ends_on = (form.cleaned_data.get(name) for name in ("starts_on", "ends_on"))
    if starts_on and starts_on < form.today:
        form.add_error("starts_on", _("Enter a first day that is not in the past"))
        return
    if not starts_on or not ends_on:
        return
    latest = latest or latest_end(starts_on)
    if ends_on < starts_on:
        form.add_error("ends_on", _("Enter a last day that is not before the first"))
    elif ends_on > latest:
        words = _("Enter a last day up to %(day)s: it can be asked for again then")
        form.add_error("ends_on", words % {"day": date_in_words(latest, style="long")})


def days_in_words(values: Mapping[str, Any]) -> dict[str, str]:
    """From when until when it would hold if it were approved today, out of a request's answers."""
    starts_on, ends_on = (dt.date.fromisoformat(values[day]) for day in ("starts_on", "ends_on"))
    first = max(starts_on, today())
    return {"starts_on": date_in_words(first), "ends_on": date_in_words(ends_on)}


def steps_reached(ending: Iterable[Ending], *, day: dt.date) -> Iterator[tuple[Any, int, int]]:
    """What is to be reminded of on the local `day`: what ends, the step, the school days left.

    Nothing of a step that was past already when the last day was settled. One query.
    """
    rows = list(ending)
    if not rows:
        return
    first = min(day, *(settled for _what, _ends, settled in rows))
    days = school_days_in(first, max(ends_on for _what, ends_on, _settled in rows))
    for what, ends_on, settled in rows:
        left = sum(day < each <= ends_on for each in days)
        at_first = sum(settled < each <= ends_on for each in days)
        steps = [step for step in SCHOOL_DAYS_BEFORE if left <= step < at_first]
        if steps:
            yield what, min(steps), left
