"""What relationships say on a request's page and on My tasks."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.signed_in import SignedInRequest
from approvals.models import Request
from approvals.relationships import reading
from approvals.relationships.models import Relationship
from approvals.relationships.standing import in_force
from district_portal.district.current import today
from district_portal.permissions import visible
from district_portal.ui import panels
from district_portal.ui.dates import date_in_words
from district_portal.ui.tasks import Asked, Task, Tasks, Wish

SOON: Final = dt.timedelta(days=30)
"""Days before its end from which one stands on My tasks: about the twenty school days before
which the first mail reminds of it."""


def of_request(request: SignedInRequest, asked: Request) -> panels.Panel | None:
    """What came of a request that disclosed a tie."""
    if asked.kind != "relationship":
        return None
    noted = Relationship.objects.filter(request=asked).select_related("ending")
    found = list(visible(noted, request.user, "relationships.view"))
    if not found:
        return None
    return "relationships/panels/request.html", {"state": reading.told(found, day=today())[0]}


def tasks(request: SignedInRequest, person: Person) -> Asked:
    """The person's own that end soon, and the way to disclose one."""
    return Asked(rows=_told_on_my_tasks, tell=_tasks)


def _told_on_my_tasks(person: Person) -> QuerySet[Any, Any]:
    return ending(person).order_by("ends_on", "pk").values("pk", "ends_on")


def ending(person: Person) -> QuerySet[Relationship]:
    """The person's own that end soon."""
    day = today()
    return in_force(day).filter(holder=person, ends_on__lte=day + SOON)


def _tasks(rows: list[dict[str, Any]]) -> Tasks:
    return Tasks(
        to_do=[
            Task(
                title=_("A tie to students outside school ends"),
                url=reverse("relationships:relationship", args=[row["pk"]]),
                meta=_("Disclose it anew if the contact goes on"),
                status=_("Ends %(day)s") % {"day": _in_words(row["ends_on"])},
                kind="warn",
            )
            for row in rows
        ],
        wishes=[
            Wish(
                label=_("Disclose a tie to students"),
                url=f"{reverse('approvals:new')}#relationship",
            )
        ],
    )


def _in_words(day: str) -> str:
    return date_in_words(dt.date.fromisoformat(day), style="short")


panels.register("asked", of_request, order=11)
panels.register("tasks", tasks, order=26)
panels.register("waiting", ending)
