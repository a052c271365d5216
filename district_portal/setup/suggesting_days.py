"""Which days of a school year are likely to be without school: for a person to choose from.

National holidays count by themselves (schooldays/counting.py). What is suggested comes from the
package `holidays` for the state, and from the breaks that most districts have.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import holidays
from django.utils.translation import gettext as _

from district_portal.setup.closing_days import Days
from district_portal.ui.dates import date_in_words

STATES: dict[str, str] = {
    code: names[0]
    for code, names in holidays.country_holidays("US").get_subdivision_aliases().items()
    if code != "UM"
}
"""Postal code → name."""
_MONDAY, _THURSDAY, _SATURDAY = 0, 3, 5


@dataclass(frozen=True)
class Suggestion:
    """A name and its days; the key is the same whenever it is suggested."""

    name: str
    first_day: dt.date
    last_day: dt.date

    @property
    def key(self) -> str:
        return f"{self.first_day:%Y%m%d}-{self.last_day:%Y%m%d}"

    @property
    def told(self) -> str:
        """Name and days in words."""
        first, last = date_in_words(self.first_day), date_in_words(self.last_day)
        return f"{self.name}: {first}" if first == last else f"{self.name}: {first} – {last}"

    @property
    def days(self) -> Days:
        return {"name": self.name, "first_day": self.first_day, "last_day": self.last_day}


def national(first: dt.date, last: dt.date) -> list[tuple[dt.date, str]]:
    """The national holidays on weekdays from `first` to `last`, which are never school days."""
    found = holidays.country_holidays("US", years=range(first.year, last.year + 1))
    return _within(found, first, last)


def suggestions(first: dt.date, last: dt.date, *, state: str = "") -> list[Suggestion]:
    """What may be closed in the school year from `first` to `last`, in order.

    `state` is one of STATES or empty. Days that count as national holidays are left out.
    """
    wanted = breaks(first, last) + (_of_state(first, last, state) if state in STATES else [])
    return sorted(wanted, key=lambda one: (one.first_day, one.name))


def breaks(first: dt.date, last: dt.date) -> list[Suggestion]:
    """Breaks as most districts have them: days around Thanksgiving, winter, spring."""
    found = []
    for year in range(first.year, last.year + 1):
        november = dt.date(year, 11, 1)
        thanksgiving = _nth(november, _THURSDAY, 4)
        winter = dt.date(year, 12, 24)
        spring = _nth(dt.date(year, 3, 1), _MONDAY, 4)
        found += [
            Suggestion(
                _("Day after Thanksgiving"),
                thanksgiving + dt.timedelta(days=1),
                thanksgiving + dt.timedelta(days=1),
            ),
            Suggestion(_("Winter break"), winter, dt.date(year + 1, 1, 1)),
            Suggestion(_("Spring break"), spring, spring + dt.timedelta(days=4)),
        ]
    return [one for one in found if first <= one.first_day <= last]


def _of_state(first: dt.date, last: dt.date, state: str) -> list[Suggestion]:
    years = range(first.year, last.year + 1)
    nation = holidays.country_holidays("US", years=years)
    own = holidays.country_holidays("US", subdiv=state, years=years)
    held = breaks(first, last)
    return [
        Suggestion(name[:80], day, day)
        for day, name in _within(own, first, last)
        if day not in nation and not any(one.first_day <= day <= one.last_day for one in held)
    ]


def _within(
    found: holidays.HolidayBase, first: dt.date, last: dt.date
) -> list[tuple[dt.date, str]]:
    return sorted(
        (day, name)
        for day, name in found.items()
        if first <= day <= last and day.weekday() < _SATURDAY
    )


def _nth(first: dt.date, weekday: int, count: int) -> dt.date:
    """The `count`th such weekday of the month that begins on `first`."""
    return first + dt.timedelta(days=(weekday - first.weekday()) % 7 + 7 * (count - 1))


def school_year(
    now: tuple[dt.date, dt.date], *, begins_in: int | None, ahead: int = 3
) -> tuple[dt.date, dt.date]:
    """First and last day of the school year that begins in that calendar year.

    `now` are those of the present one, which is also answered for a year before it or more than
    `ahead` years later.
    """
    start, end = now
    if begins_in is None or not start.year <= begins_in <= start.year + ahead:
        return start, end
    moved = start.replace(year=begins_in)
    return moved, moved.replace(year=begins_in + 1) - dt.timedelta(days=1)
