"""People, as far as another program of the district needs them."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from django.db.models import Value
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema

from accounts import listing
from accounts.models import Person, Place, Posting
from district_portal.api.asked import Asked, page, reader
from district_portal.api.parameters import Id, Page, Paging, one_of
from district_portal.api.problems import senseless
from district_portal.api.scopes import Scope
from district_portal.permissions import reaches, visible

router = Router(tags=[Scope.PEOPLE.value])
Kind = Annotated[Posting.Kind, one_of(Posting.Kind)]
Status = Literal["here", "on_leave", "to_come", "left"]
SHOWN: Final[dict[str, str]] = {
    "here": "",
    "on_leave": "leave",
    "to_come": "coming",
    "left": "left",
}
"""By each status what the list of people calls it."""
NOT_HERE: Final = ("to_come", "left")


class PersonRow(Schema):
    """Somebody on the roster, with the primary posting of today."""

    id: int
    number: str | None = Field(description="The employee number; null where none is known.")
    given_name: str
    family_name: str
    preferred_name: str = Field(description="How the person wants to be called; may be empty.")
    kind: Kind | None
    place: str | None = Field(description="Building or department.", validation_alias="place_name")
    position: str | None
    status: Status
    email: str | None = Field(
        description="Null where the token’s maker may not see it, or there is none."
    )

    @staticmethod
    def resolve_status(row: Any) -> str:
        return "on_leave" if row.status == "here" and row.on_leave else row.status

    @staticmethod
    def resolve_email(row: Any) -> str | None:
        return row.email if row.may_be_seen else None


class PeopleAsked(Paging):
    status: Status = Field("here", description="Who is here includes those on leave.")
    place: Id | None = Field(None, description="Those who work there or below: the id of a place.")
    kind: Kind | None = Field(None, description="Employees or volunteers alone.")


@router.get("/people", response=Page[PersonRow], operation_id="list_people", summary="List people")
def people(request: Asked, asked: Query[PeopleAsked]) -> dict[str, Any]:
    """Those whom the token’s maker finds in the list of people.

    Of those who left, or are to come, place and kind are not known.
    """
    person = reader(request, Scope.PEOPLE)
    place = Place.objects.filter(pk=asked.place).first() if asked.place else None
    if asked.place and place is None:
        raise senseless(_("Some parameters make no sense."), ("place", _("There is no such place")))
    if asked.status in NOT_HERE and (asked.place or asked.kind):
        why = _("Of those who left, or are to come, place and kind are not known")
        raise senseless(_("Some parameters make no sense."), ("status", why))
    rows = listing.listed(
        visible(Person.objects.all(), person, "people.list"),
        place=place,
        kind=asked.kind or "",
        shown=SHOWN[asked.status],
    )
    rows = rows.annotate(
        status=Value(asked.status), may_be_seen=reaches(person, "people.view", Person)
    )
    return page(request, rows, asked)
