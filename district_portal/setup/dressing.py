"""Put the district's logo beside its name, or take it down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from district_portal import audit
from district_portal.district.models import District, Logo

if TYPE_CHECKING:
    from accounts.models import Person
    from district_portal.setup.picturing import Picture


@transaction.atomic
def put_up_logo(picture: Picture, *, by: Person | None) -> None:
    """Show `picture` beside the district's name; harmless when it is there already.

    Raises District.DoesNotExist before the district was entered.
    """
    district = District.objects.select_for_update().get(pk=1)
    before = Logo.objects.filter(pk=1).values_list("digest", flat=True).first()
    if before == picture.digest:
        return
    values = {
        "content": picture.content,
        "width": picture.width,
        "height": picture.height,
        "digest": picture.digest,
    }
    Logo.objects.update_or_create(pk=1, defaults=values)
    audit.record(
        "district.logo_put_up",
        by=by,
        on=district,
        before={"digest": before},
        after={"digest": picture.digest},
    )


@transaction.atomic
def take_down_logo(*, by: Person | None) -> None:
    """Show no logo any more; harmless when there is none."""
    district = District.objects.select_for_update().get(pk=1)
    logo = Logo.objects.filter(pk=1).defer("content").first()
    if logo is None:
        return
    digest = logo.digest
    logo.delete()
    audit.record("district.logo_taken_down", by=by, on=district, before={"digest": digest})
