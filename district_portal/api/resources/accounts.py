"""The registry: accounts that the district approved."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from django.db.models import OuterRef, Subquery
from ninja import Field, Query, Router, Schema

from approvals.models import Request
from approvals.registry.models import Account
from district_portal.api.asked import Asked, page, reader
from district_portal.api.parameters import Page, Paging, one_of
from district_portal.api.scopes import Scope
from district_portal.permissions import visible

router = Router(tags=[Scope.REGISTRY.value])


State = Annotated[Account.State, one_of(Account.State)]


class AccountRow(Schema):
    """An approved account, page, blog or site."""

    id: int
    name: str
    platform: str
    handle: str = Field(description="Empty where the platform has none.")
    address: str = Field(description="Its web address.")
    purpose: str
    audience: str = Field(description="Who follows it.")
    place: str = Field(description="The building or department that it belongs to.")
    state: State
    comments: Annotated[Account.Comments, one_of(Account.Comments)]
    writes_to_students: bool
    owner_id: int
    owner: str = Field(description="Who looks after it.")
    approved_at: dt.datetime
    active_from: dt.datetime | None
    request: str | None = Field(
        description="The number of the request, for those who may see it.",
        validation_alias="request_number",
    )

    @staticmethod
    def resolve_platform(row: Account) -> str:
        return str(row.platform)

    @staticmethod
    def resolve_place(row: Account) -> str:
        return str(row.place)

    @staticmethod
    def resolve_owner(row: Account) -> str:
        return str(row.owner)


class AccountsAsked(Paging):
    state: State | None = Field(None, description="Only those in this state.")


@router.get(
    "/accounts",
    response=Page[AccountRow],
    operation_id="list_accounts",
    summary="List approved accounts",
)
def accounts(request: Asked, asked: Query[AccountsAsked]) -> dict[str, Any]:
    """Every account that speaks for the district or a part of it, closed ones too."""
    person = reader(request, Scope.REGISTRY)
    seen = visible(Request.objects.filter(pk=OuterRef("request")), person, "requests.view")
    rows = visible(Account.objects.all(), person, "registry.view")
    if asked.state:
        rows = rows.filter(state=asked.state)
    rows = rows.annotate(request_number=Subquery(seen.order_by().values("number")[:1]))
    return page(request, rows.select_related("platform", "place", "owner"), asked)
