"""The district itself, set up."""

from __future__ import annotations

import datetime as dt

from district_portal.district.models import District

SET_UP = dt.datetime(2024, 7, 1, tzinfo=dt.UTC)


def set_up(**fields: object) -> District:
    """The one district, set up, with these fields."""
    values = {"name": "Marlow Test District", "set_up_at": SET_UP, **fields}
    return District.objects.update_or_create(pk=1, defaults=values)[0]
