"""What everyone is told of accounts beside the registry: who runs them, never a person of ours."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet

from approvals.claiming.models import ExistingAccount
from approvals.registry.beside import Beside
from approvals.registry.models import Account
from district_portal.district import current
from district_portal.ui.together import Sought, put_together_once

State = ExistingAccount.State


def beside_at(keys: Collection[str]) -> Sought[Beside]:
    """What is listed at these addresses; found by an index, since everyone's check waits."""
    return Sought(_listed(keys), _told)


@put_together_once
def _listed(keys: list[str]) -> QuerySet[ExistingAccount, Any]:
    told = [*ExistingAccount.UNCONFIRMED, State.NOT_OFFICIAL, State.GONE]
    rows = ExistingAccount.objects.filter(address_key__in=keys, state__in=told).order_by()
    return rows.values("address_key", "name", "run_by", "state")


def _told(found: list[dict[str, Any]]) -> list[Beside]:
    rows = sorted(found, key=lambda row: str(row["address_key"]))
    return [
        Beside(row["address_key"], row["name"], row["run_by"], gone=row["state"] == State.GONE)
        for row in rows
    ]


def not_official() -> QuerySet[ExistingAccount]:
    """Every account that others run, but what is ours by now."""
    ours = Account.objects.exclude(state=Account.State.CLOSED).values("address_key")
    rows = ExistingAccount.objects.filter(state=State.NOT_OFFICIAL).exclude(address_key__in=ours)
    return rows.select_related("platform").order_by("name", "pk")


def is_list_public() -> bool:
    """Whether the district shows everyone the list of them."""
    return current.current().lists_not_official
