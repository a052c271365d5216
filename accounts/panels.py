from __future__ import annotations

from typing import Any

from django.db.models import OuterRef
from django.http import HttpRequest  # noqa: TID251 – a name for the type
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import devices, elsewhere, second_factor
from accounts.holding import ActsFor
from accounts.models import Person
from accounts.signed_in import SignedInRequest
from district_portal.permissions import Role, can
from district_portal.ui import panels
from district_portal.ui.dates import date_in_words
from district_portal.ui.tasks import Task, Tasks, Wish

HAND_OVER = {
    Role.SUPERVISOR,
    Role.DISTRICT_ADMINISTRATOR,
    Role.BOARD_OFFICER,
    Role.TECHNOLOGY_COORDINATOR,
}
"""Whoever is one of these has something to leave to another."""


def people(request: HttpRequest) -> panels.NavItem:
    """The list of people; for those who see nobody but themselves, the tree of places."""
    listed = can(request.user, "people.list")
    return panels.NavItem(
        label=_("People"),
        url_name="people:list" if listed else "people:places",
        order=70,
        area=panels.Area.PEOPLE,
        visible=listed or can(request.user, "places.view"),
        pages=("acknowledgments:close", "acknowledgments:close_as"),
    )


def acting_for(request: SignedInRequest) -> panels.NavItem | None:
    """Whom I act for today, for those who do."""
    names = {row.person_id: row.name for row in request.user.standing.acts_for}
    if not names:
        return None
    label = _("Acting for %(name)s") if len(names) == 1 else _("Acting for %(n)d people")
    told = {"name": next(iter(names.values())), "n": len(names)}
    return panels.NavItem(label=label % told, url_name="people:delegations", order=45)


def tasks(request: SignedInRequest, person: Person) -> Tasks:
    """Who asks to be acted for, and the way to ask somebody."""
    asked = person.standing.asked
    return Tasks(
        to_do=[_to_answer(row) for row in asked],
        wishes=[
            Wish(
                label=_("Let somebody act for me while I am away"),
                url=reverse("people:ask_delegate"),
            )
        ]
        if person.roles & HAND_OVER
        else [],
    )


def sheets(request: SignedInRequest, person: Person) -> Tasks:
    """The way to the roster, for those who bring in HR's sheets."""
    if not can(person, "roster.import"):
        return Tasks()
    return Tasks(wishes=[Wish(label=_("Bring in an HR sheet"), url=reverse("roster:upload"))])


def _to_answer(row: ActsFor) -> Task:
    since, until = (date_in_words(day, style="medium") for day in (row.since, row.until))
    return Task(
        title=_("Will you act for %(name)s?") % {"name": row.name},
        url=reverse("people:delegations"),
        meta=_("From %(since)s to %(until)s") % {"since": since, "until": until},
        status=_("Waits for your answer"),
        kind="warn",
    )


def how_they_sign_in(request: SignedInRequest) -> dict[str, Any]:
    """How many sign-ins of a person are open, and since when they have a second factor."""
    return {
        "sign_ins": devices.open_of(OuterRef("pk")),
        "factor_since": second_factor.since_of(OuterRef("pk")),
    }


def sign_in(request: SignedInRequest, person: Any) -> panels.Panel | None:
    """How somebody signs in, for those who may help them."""
    if not person.is_active or not can(request.user, "sign_ins.end", person):
        return None
    context = {
        "person": person,
        "open": person.sign_ins,
        "factor_since": person.factor_since,
        "counts": elsewhere.counting(person).exists(),
        "needs_factor": second_factor.must_have(person),
        "is_me": person.pk == request.user.pk,
    }
    return "accounts/panels/sign_in.html", context


panels.register("navigation", people)
panels.register("navigation", acting_for)
panels.register("tasks", tasks, order=30)
panels.register("tasks", sheets, order=40)
panels.bring("person", how_they_sign_in)
panels.register("person", sign_in, order=80)
