"""Which days can be entered at all: far enough for every career, near enough to count on."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db.models import Q

FIRST_DAY: Final = dt.date(1900, 1, 1)
LAST_DAY: Final = dt.date(2199, 12, 31)


def days_within_reach(*columns: str) -> Q:
    """What a table says of its `columns` of days; an empty one is within reach."""
    said = Q()
    for column in columns:
        said &= Q(**{f"{column}__isnull": True}) | Q(**{f"{column}__range": (FIRST_DAY, LAST_DAY)})
    return said
