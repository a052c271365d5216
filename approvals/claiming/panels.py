"""What existing accounts say in the navigation, on My tasks, and on the pages of a claim."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, When, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.consequences import Prospect
from accounts.models import Person
from accounts.naming import called
from accounts.signed_in import SignedInRequest
from approvals.claiming import passing_on, reminding
from approvals.claiming.models import Act, ExistingAccount
from approvals.claiming.permissions import MANAGERS
from approvals.models import Request
from approvals.models.request import FOUND
from district_portal.permissions import can
from district_portal.ui import panels
from district_portal.ui.tasks import Asked, Task, Tasks

State = ExistingAccount.State


def existing(request: SignedInRequest) -> panels.NavItem:
    """The way to the list, with how many wait for somebody to be named."""
    return panels.NavItem(
        label=_("Existing accounts"),
        url_name="claiming:list",
        count=_came_back,
        is_to_do=True,
        order=52,
        area=panels.Area.ACCOUNTS,
        visible=can(request.user, "existing.manage"),
    )


def _came_back(_person: Person) -> QuerySet[ExistingAccount]:
    return ExistingAccount.objects.filter(state=State.BACK)


def tasks(request: SignedInRequest, person: Person) -> Asked:
    """What the person is asked about; for those who name people also how many came back."""
    return Asked(rows=_told_on_my_tasks, tell=_tasks)


def _told_on_my_tasks(person: Person) -> QuerySet[Any, Any]:
    mine = Q(pk__in=waiting(person).values("pk"))
    wanted = mine if person.roles.isdisjoint(MANAGERS) else mine | Q(state=State.BACK)
    last = Act.objects.filter(account=OuterRef("pk")).order_by("-at", "-pk")
    rows = (
        ExistingAccount.objects.filter(wanted)
        .annotate(
            said=Subquery(last.values("what")[:1]),
            said_by=Subquery(last.values(told=called("by"))[:1]),
            closed=Case(When(state=State.BACK, said=Act.What.WAS_CLOSED, then=True), default=False),
        )
        .annotate(
            nth=Window(RowNumber(), partition_by=["state", "closed"], order_by=["asked_on", "pk"]),
            all=Window(Count("pk"), partition_by=["state", "closed"]),
            number=F("request"),
        )
        .filter(~Q(state=State.BACK) | Q(nth=1))
        .order_by("asked_on", "pk")
    )
    return rows.values("pk", "state", "name", "number", "all", "closed", "said_by")


def waiting(person: Person) -> QuerySet[ExistingAccount]:
    """What the person is asked about."""
    return reminding.waiting().filter(person=person)


def _tasks(rows: list[dict[str, Any]]) -> Tasks:
    return Tasks(to_do=[_task(row) for row in rows])


def _task(row: dict[str, Any]) -> Task:
    if row["state"] != State.BACK:
        return _mine(row)
    return _closed(row) if row["closed"] else _back(row)


def _mine(row: dict[str, Any]) -> Task:
    if row["state"] == State.CLAIMED:
        return Task(
            title=_("Send the request for %(name)s") % {"name": row["name"]},
            url=reverse("approvals:details", args=[row["number"]]),
            meta=_("You have claimed it; without consent it doesn’t speak for the district"),
            status=_("Not sent yet"),
            kind="warn",
        )
    return Task(
        title=_("Is %(name)s yours?") % {"name": row["name"]},
        url=reverse("claiming:claim", args=[row["pk"]]),
        meta=_("The account exists, and nobody has consented to it yet"),
        status=_("To claim"),
        kind="warn",
    )


def _closed(row: dict[str, Any]) -> Task:
    is_one = row["all"] == 1
    words = (
        _("%(person)s says that %(name)s was closed")
        if is_one
        else _("Look whether %(n)s existing accounts were closed")
    )
    told = {"n": row["all"], "person": row["said_by"], "name": row["name"]}
    one, all_ = reverse("claiming:account", args=[row["pk"]]), reverse("claiming:list")
    return Task(
        title=words % told,
        url=one if is_one else f"{all_}?state=back",
        meta=_("Is that so?") if is_one else _("Those who were asked say so"),
        status=_("To settle"),
        kind="warn",
        count=row["all"],
    )


def _back(row: dict[str, Any]) -> Task:
    words = ngettext(
        "Say who looks after %(n)s existing account",
        "Say who looks after %(n)s existing accounts",
        row["all"],
    )
    return Task(
        title=words % {"n": row["all"]},
        url=f"{reverse('claiming:list')}?state=back",
        meta=_("Not theirs, closed, or nobody is there to ask"),
        status=_("To settle"),
        kind="warn",
        count=row["all"],
    )


def of_request(request: SignedInRequest, asked: Request) -> panels.Panel | None:
    """That a request claims an account that exists, and since when; costs no statement.

    Nothing where it became a request for another address.
    """
    found = asked.draft.get(FOUND)
    if not found or asked.about not in ("", found.get("address_key", asked.about)):
        return None
    days = {name: dt.date.fromisoformat(found[name]) for name in ("since", "listed") if found[name]}
    is_settled = asked.state == Request.State.APPROVED
    return ("claiming/panels/request.html", {**days, "is_settled": is_settled})


def before_a_move(request: SignedInRequest, prospect: Prospect) -> panels.Panel | None:
    """About how many existing accounts somebody else has to be asked when the person goes."""
    if not (prospect.gone or prospect.away):
        return None
    count = passing_on.stuck_without(prospect.person).count()
    context = {"count": count, "person": prospect.person}
    return ("claiming/panels/before_a_move.html", context) if count else None


panels.register("navigation", existing)
panels.register("tasks", tasks, order=28)
panels.register("waiting", waiting)
panels.register("asked", of_request, order=10)
panels.register("posting", before_a_move)
