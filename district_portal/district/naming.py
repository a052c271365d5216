"""Enter the district, and change how it is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from district_portal.district.models import District

if TYPE_CHECKING:
    from accounts.models import Person


@transaction.atomic
def name_district(name: str, *, time_zone: str, by: Person | None) -> District:
    """Set the district's name and IANA time zone; harmless when they are so already.

    From then on it counts as set up: nobody is led to the first steps.
    """
    now = timezone.now()
    district, _ = District.objects.update_or_create(
        pk=1,
        defaults={"name": name, "time_zone": time_zone},
        create_defaults={"name": name, "time_zone": time_zone, "set_up_at": now},
    )
    if district.set_up_at is None:
        district.set_up_at = now
        district.save(update_fields=["set_up_at"])
    return district
