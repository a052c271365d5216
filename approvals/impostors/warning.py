"""What everyone is told of accounts that claim to be the district, where a warning is on."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from approvals.impostors.models import Act, Impostor
from approvals.registry.models import Account
from approvals.registry.posing import Posing
from district_portal.ui.together import Sought, put_together_once


def poses_at(keys: Collection[str]) -> Sought[Posing]:
    """The warnings of these addresses, each in its one spelling.

    Nearly always there is none, and that is asked by the cheapest query: everyone's check waits.
    """
    return Sought(_named(keys), _whole)


@put_together_once
def _named(keys: list[str]) -> QuerySet[Impostor, Any]:
    return Impostor.objects.filter(warns=True, address_key__in=keys).order_by().values("pk")


def _whole(found: list[dict[str, Any]]) -> list[Posing]:
    return _told(_warned().filter(pk__in=[row["pk"] for row in found])) if found else []


def current(most: int) -> list[Posing]:
    """The newest warnings, but of what is ours by now."""
    ours = Account.objects.exclude(state=Account.State.CLOSED).values("address_key")
    return _told(_warned().exclude(address_key__in=ours)[:most])


def _warned() -> QuerySet[Impostor]:
    reported = Act.objects.filter(impostor=OuterRef("pk"), what=Act.What.TOLD_PLATFORM)
    day = Subquery(reported.order_by("-at", "-pk").values("day")[:1])
    rows = Impostor.objects.filter(warns=True).select_related("platform")
    return rows.annotate(reported_on=day).order_by("-changed_at", "-pk")


def _told(rows: Iterable[Impostor]) -> list[Posing]:
    return [
        Posing(
            address=row.address_key,
            platform=row.platform.name if row.platform.paths else "",
            reported_on=row.reported_on,  # type: ignore[attr-defined]
        )
        for row in rows
    ]
