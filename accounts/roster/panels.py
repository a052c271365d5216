"""What this part says on My tasks."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, QuerySet, When
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Person
from accounts.roster.confirming import PERMISSION
from accounts.roster.models import Run
from accounts.signed_in import SignedInRequest
from district_portal.permissions import can
from district_portal.ui import panels
from district_portal.ui.tasks import Asked, Task, Tasks


def tasks(request: SignedInRequest, person: Person) -> Asked:
    """Sheets that wait for the person as the second one, and those that wait for another."""
    return Asked(rows=_to_be_confirmed, tell=_tasks)


def _to_be_confirmed(person: Person) -> QuerySet[Any, Any]:
    rows = Run.objects.filter(state=Run.State.TO_BE_CONFIRMED).order_by("asked_at", "pk")
    rows = rows if can(person, PERMISSION) else rows.none()
    mine = Case(When(asked_by=person, then=True), default=False)
    return rows.values("pk", "files", "left", mine=mine)


def _tasks(rows: list[dict[str, Any]]) -> Tasks:
    runs = [
        (Run(**{name: row[name] for name in ("pk", "files", "left")}), row["mine"]) for row in rows
    ]
    return Tasks(
        to_do=[
            Task(
                title=_("Confirm a roster sheet: %(sheet)s") % {"sheet": run},
                url=run.get_absolute_url(),
                meta=_leavers(run),
                status=_("Waiting for you"),
                kind="warn",
            )
            for run, mine in runs
            if not mine
        ],
        waiting=[
            Task(
                title=_("A second person must confirm: %(sheet)s") % {"sheet": run},
                url=run.get_absolute_url(),
                meta=_leavers(run),
                status=_("Waiting"),
            )
            for run, mine in runs
            if mine
        ],
    )


def _leavers(run: Run) -> str:
    words = ngettext("%(n)s person would leave", "%(n)s people would leave", run.left)
    return words % {"n": run.left}


def waiting(person: Person) -> QuerySet[Run]:
    """Sheets that wait for the person as the second one."""
    rows = Run.objects.filter(state=Run.State.TO_BE_CONFIRMED).exclude(asked_by=person)
    return rows if can(person, PERMISSION) else rows.none()


panels.register("tasks", tasks, order=35)
panels.register("waiting", waiting)
