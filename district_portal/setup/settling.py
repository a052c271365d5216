"""Change what holds for the whole district: its name, words, clock, school year, manual, people."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, TypedDict

from django.db import transaction

from district_portal import audit
from district_portal.district.models import District

if TYPE_CHECKING:
    from accounts.models import Person


class Settings(TypedDict, total=False):
    """The settings; any of them.

    The time zone by its IANA name; an empty word is the portal's own; `accent` is #rrggbb or
    empty; `second_factor_roles` holds values of Role; `leaving_percent` is 0 to 100;
    `review_every` is in months (None: no period); the days of `parents_…` say since when that
    holds (None: it doesn't); `concern_day_and_night` holds kinds of concerns.
    """

    name: str
    supervisor_word: str
    administrator_word: str
    contact_name: str
    contact_address: str
    contact_email: str
    contact_phone: str
    website: str
    accent: str
    time_zone: str
    school_year_month: int
    school_year_day: int
    manual_is_public: bool
    two_people_publish: bool
    review_every: int | None
    second_factor_roles: list[str]
    leaving_percent: int
    parents_widened_on: dt.date | None
    parents_suspend_on: dt.date | None
    lists_not_official: bool
    concern_unread_hours: int
    concern_day_and_night: list[str]
    concern_names_days: int


@transaction.atomic
def settle(*, by: Person | None, settings: Settings, at: dt.datetime | None = None) -> District:
    """Set the district's settings; records those that changed, nothing when none did.

    `by` is None in the first set-up, when nobody can sign in yet. `at` is aware, now unless
    given. Raises District.DoesNotExist before the district was entered.
    """
    district = District.objects.select_for_update().get(pk=1)
    before = {name: getattr(district, name) for name in settings}
    changed = [name for name, value in settings.items() if value != before[name]]
    if not changed:
        return district
    after = {name: value for name, value in settings.items() if name in changed}
    for name, value in after.items():
        setattr(district, name, value)
    district.save(update_fields=changed)
    audit.record(
        "district.settled",
        by=by,
        on=district,
        before={name: before[name] for name in changed},
        after=after,
        at=at,
    )
    return district
