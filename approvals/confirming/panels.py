"""What waits for confirmation, on My tasks."""

from __future__ import annotations

from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.signed_in import SignedInRequest
from approvals.confirming.waiting import waiting_for
from district_portal.ui import panels
from district_portal.ui.tasks import Asked, Task, Tasks


def tasks(request: SignedInRequest, person: Person) -> Asked:
    """Approvals that the person must confirm, since a clause under them was revised."""
    return Asked(rows=_told_on_my_tasks, tell=_told)


def _told_on_my_tasks(person: Person) -> QuerySet[Any, Any]:
    return waiting_for(person).values(
        "pk", title=F("request__title"), code=F("version__code"), policy=F("version__title")
    )


def _told(rows: list[dict[str, Any]]) -> Tasks:
    return Tasks(
        to_do=[
            Task(
                title=_("Confirm again: %(title)s") % {"title": row["title"]},
                url=reverse("confirming:recheck", args=[row["pk"]]),
                meta=_("%(code)s %(policy)s changed a clause on which it rests") % row,
                status=_("Waiting for you"),
                kind="warn",
            )
            for row in rows
        ]
    )


panels.register("tasks", tasks, order=22)
panels.register("waiting", waiting_for)
