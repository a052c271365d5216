"""Who was asked to sign what, and who has: the rows of the report, by its own filters."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from annotated_types import Ge, Le
from django.http import QueryDict  # noqa: TID251 – the filters come as an address says them
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema

from accounts.models import Posting
from district_portal.api import cursors
from district_portal.api.asked import Asked, one_moment, question_of, reader
from district_portal.api.parameters import PAGING, Day, Digits, Id, Page, Paging, YesOrNo, one_of
from district_portal.api.problems import senseless
from district_portal.api.scopes import Scope
from district_portal.reports import completion, forms
from district_portal.reports.asking import CLOSED, SIGNED, Question
from district_portal.reports.columns import BY_KEY
from district_portal.reports.showing import show
from policies.acknowledgments.models import Assignment, Signature

router = Router(tags=[Scope.ACKNOWLEDGMENTS.value])
Kind = Annotated[Posting.Kind, one_of(Posting.Kind)]
TOLD = (
    "days_late",
    "closed",
    "record",
    "closed_by",
    "witness",
    "receipt",
    "sheet_day",
    "other_name",
    "mistaken",
)
"""The columns of the report whose values are told as they are."""
ORDER = ("version_id", "person_id")
"""A row of the report is one person and one version: these are never equal, and never change."""


class SignaturesAsked(Paging):
    """What the report may be asked of signatures."""

    words: str | None = Field(
        None, min_length=1, max_length=100, description="Parts of a name or address, or a number."
    )
    policy: str | None = Field(
        None, min_length=1, max_length=60, description="The “slug” of a policy."
    )
    packet: Id | None = Field(None, description="The policies of a packet, by its id.")
    version: Id | None = Field(None, description="The version; the newest unless given.")
    place: Id | None = Field(None, description="A place and those below it, by its id.")
    position: str | None = Field(
        None, min_length=1, max_length=200, description="As it stands in a posting."
    )
    supervisor: Id | None = Field(None, description="The direct supervisor, by their id.")
    kind: Kind | None = Field(None, description="Employees or volunteers alone.")
    school_year: str | None = Field(
        None, min_length=1, max_length=12, description="What was asked in it, such as 2026–27."
    )
    as_of: Annotated[dt.date, Day] | None = Field(
        None, description="At the end of that local day, today or before; today unless given."
    )
    with_left: Annotated[bool, YesOrNo] = Field(False, description="With people who left.")


class AssignmentsAsked(SignaturesAsked):
    """What the report may be asked."""

    status: Literal["all", "open", "late", "signed", "closed"] = Field(
        "all", description="Only rows in this state on that day."
    )
    days_late: Annotated[int, Ge(1), Le(9999), Digits] | None = Field(
        None, description="Only what is late by so many days at least."
    )


class Row(Schema):
    """A person and a version of a policy, as of the day that was asked for."""

    person_id: int
    number: str | None = Field(description="The employee number.")
    name: str = Field(description="Last name, first name.")
    kind: Kind | None = Field(description="In the main posting of that day.")
    place: str | None = Field(description="In that posting: building or department.")
    position: str | None = Field(description="In that posting.")
    supervisor: str | None = Field(description="In that posting: last name, first name.")
    policy: str = Field(description="The code of the policy.", validation_alias="code")
    title: str
    version: int = Field(validation_alias="version_number")
    assigned_on: dt.date
    due_on: dt.date = Field(validation_alias="due")


class AssignmentRow(Row):
    """What somebody was asked to sign."""

    status: Literal["open", "signed", "closed"]
    on_leave: bool = Field(description="What is open then is not late.")
    days_late: int = Field(description="Since the due date; 0 when not late.")
    signed_at: dt.datetime | None
    closed_on: dt.date | None = Field(description="When it ended without a signature.")
    why_closed: Annotated[Assignment.Ended, one_of(Assignment.Ended)] | None
    record: str | None = Field(
        description="The number of the record that tells why; null where the token’s maker may not "
        "see it, as are the two below."
    )
    closed_by: str | None
    witness: str | None = Field(description="Of a refusal.")


class SignatureRow(Row):
    """What somebody signed."""

    receipt: str = Field(description="The number of its receipt.")
    signed_at: dt.datetime
    how: Annotated[Signature.Method, one_of(Signature.Method)] = Field(validation_alias="method")
    recorded_by: str | None = Field(description="Of a sheet of paper.")
    sheet_day: dt.date | None = Field(description="The day on that sheet.")
    was_present: bool | None = Field(description="At a shared device, as its witness says.")
    witness: str | None = Field(description="At a shared device.")
    other_name: str | None = Field(description="What was typed instead of the name on the roster.")
    mistaken_on: dt.date | None = Field(description="Since when a sheet counts no more.")


@router.get(
    "/assignments",
    response=Page[AssignmentRow],
    operation_id="list_assignments",
    summary="List who has and has not acknowledged",
)
def assignments(request: Asked, asked: Query[AssignmentsAsked]) -> dict[str, Any]:
    """The rows of the report “Who has acknowledged”, with its filters.

    One a person and version, as of the end of a day.
    """
    return _page(request, asked)


@router.get(
    "/signatures",
    response=Page[SignatureRow],
    operation_id="list_signatures",
    summary="List signatures",
)
def signatures(request: Asked, asked: Query[SignaturesAsked]) -> dict[str, Any]:
    """Those rows of the same report that are signed, with how that was done."""
    return _page(request, asked, status=SIGNED)


def _page(request: Asked, asked: SignaturesAsked, **fixed: str) -> dict[str, Any]:
    reader(request, Scope.ACKNOWLEDGMENTS)
    known = question_of(request, asked)
    as_of, place = "", list[int]()
    if asked.cursor:
        as_of, *place = cursors.read(asked.cursor, question=known)
    query = request.GET.copy()
    for name in PAGING:
        query.pop(name, None)
    for name, value in (fixed | ({"as_of": as_of} if as_of else {})).items():
        query[name] = value
    question = _question(request, query)
    with one_moment():
        found = completion.ids(question, *ORDER).values_list("pk", *ORDER)
        ids = list(cursors.beyond(found, ORDER, place)[: asked.limit + 1])
        shown = ids[: asked.limit]
        rows = list(completion.of_ids([pk for pk, *_ in shown], question, *ORDER))
        show(rows, question, [BY_KEY[key] for key in TOLD])
    following = None
    if len(ids) > len(shown):
        following = cursors.write([question.as_of.isoformat(), *shown[-1][1:]], question=known)
    return {"rows": [_told(row) for row in rows], "next": following}


def _question(request: Asked, query: QueryDict) -> Question:
    form, question = forms.asked(query, by=request.auth.maker)
    if form.is_bound and not form.is_valid():
        wrong = [(name, str(said)) for name, errors in form.errors.items() for said in errors]
        raise senseless(_("Some parameters make no sense."), *wrong)
    assert question is not None  # noqa: S101 – the reader holds the permission
    return question


def _told(row: Any) -> dict[str, Any]:
    """What the report knows of a row; where one of its columns tells it, by that column."""
    column = row.shown
    is_signed, method = row.status == SIGNED, row.method
    return {
        "person_id": row.person_id,
        "number": row.number,
        "name": row.name,
        "kind": row.kind,
        "place": row.place,
        "position": row.position,
        "supervisor": row.supervisor,
        "code": row.code,
        "title": row.title,
        "version_number": row.version_number,
        "assigned_on": row.assigned_on,
        "due": row.due,
        "status": row.status,
        "on_leave": row.on_leave,
        "days_late": column["days_late"],
        "signed_at": row.signed_at if is_signed else None,
        "closed_on": column["closed"],
        "why_closed": row.ended_why if row.status == CLOSED else None,
        "record": column["record"],
        "closed_by": column["closed_by"],
        "witness": row.seen_by if is_signed and row.was_present is not None else column["witness"],
        "receipt": column["receipt"],
        "method": method,
        "recorded_by": row.recorded_by if method == Signature.Method.PAPER else None,
        "sheet_day": column["sheet_day"],
        "was_present": row.was_present,
        "other_name": column["other_name"],
        "mistaken_on": column["mistaken"],
    }
