"""Requests that were sent, and how they ended."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Final

from django.db.models import Q
from ninja import Field, Query, Router, Schema

from approvals.kinds import KINDS
from approvals.models import Request
from district_portal.api.asked import Asked, page, reader
from district_portal.api.parameters import Page, Paging, known, one_of
from district_portal.api.scopes import Scope
from district_portal.permissions import visible

router = Router(tags=[Scope.REQUESTS.value])
NOT_TOLD: Final = ("relationship",)
"""Ties to students outside school are read by people alone."""
KINDS_TOLD: Final = [kind for kind in KINDS if kind not in NOT_TOLD]
STATES: Final = [state for state in Request.State.values if state != Request.State.DRAFT]
Kind = Annotated[str, known(KINDS_TOLD), one_of(KINDS_TOLD)]
State = Annotated[str, known(STATES), one_of(STATES)]


class RequestRow(Schema):
    """What somebody asked for, without the answers."""

    id: int
    number: str = Field(description="As people know it.")
    kind: Kind
    title: str
    state: State
    requester_id: int
    requester: str
    place: str | None = Field(description="The building or department that it concerns.")
    sent_at: dt.datetime
    closed_at: dt.datetime | None

    @staticmethod
    def resolve_requester(row: Request) -> str:
        return str(row.requester)

    @staticmethod
    def resolve_place(row: Request) -> str | None:
        return str(row.place) if row.place else None


class RequestsAsked(Paging):
    state: State | None = Field(None, description="Only those in this state.")
    kind: Kind | None = Field(None, description="Only those of this kind.")


@router.get(
    "/requests", response=Page[RequestRow], operation_id="list_requests", summary="List requests"
)
def requests(request: Asked, asked: Query[RequestsAsked]) -> dict[str, Any]:
    """Those that the token’s maker may see; no drafts, and no ties to students outside school."""
    person = reader(request, Scope.REQUESTS)
    untold = Q(state=Request.State.DRAFT) | Q(kind__in=NOT_TOLD)
    rows = visible(Request.objects.exclude(untold), person, "requests.view")
    if asked.state:
        rows = rows.filter(state=asked.state)
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    return page(request, rows.select_related("requester", "place").defer("draft"), asked)
