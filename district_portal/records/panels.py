"""What is said of records in the navigation and on the pages of the records themselves."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.signed_in import SignedInRequest
from district_portal.district.current import today
from district_portal.permissions import can
from district_portal.records import reading, running
from district_portal.records.kinds import kind_of, kinds
from district_portal.ui import panels
from district_portal.ui.tasks import Asked, Task, Tasks

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from district_portal.records.models import Run


def navigation(request: SignedInRequest) -> panels.NavItem:
    """The way to the schedule, holds and disposals."""
    return panels.NavItem(
        label=_("Records"),
        url_name="records:home",
        order=93,
        area=panels.Area.DISTRICT,
        visible=can(request.user, "records.view"),
    )


def told_of(slot: str, request: SignedInRequest) -> dict[str, Any]:
    """What is said of the record whose page offers `slot`, with the query that fetches it."""
    if not can(request.user, "records.view"):
        return {}
    holds = can(request.user, "records.see_holds")
    rows = (kind for kind in kinds() if kind.slot == slot)
    return {name: one for kind in rows for name, one in reading.told(kind, holds=holds).items()}


def of_record(request: SignedInRequest, subject: Any) -> panels.Panel | None:
    """How the record is kept, for those who keep records."""
    kind = kind_of(subject)
    if kind is None or not hasattr(subject, "record_rule"):
        return None
    facts = reading.facts(kind, subject)
    return "records/panels/record.html", {"facts": facts}


def tasks(request: SignedInRequest, person: Person) -> Asked:
    """The disposals that the person can confirm or refuse."""
    return Asked(rows=_told_on_my_tasks, tell=_told)


def _told_on_my_tasks(person: Person) -> QuerySet[Any, Any]:
    return waiting(person).order_by("not_before", "pk").values("pk", "reason")


def waiting(person: Person) -> QuerySet[Run]:
    """The same, to be counted."""
    return running.waiting_for(person, day=today())


def _told(rows: list[dict[str, Any]]) -> Tasks:
    return Tasks(
        to_do=[
            Task(
                title=_("Confirm or refuse disposal %(pk)s") % row,
                url=reverse("records:run", args=[row["pk"]]),
                meta=row["reason"],
                status=_("Waiting for you"),
                kind="warn",
            )
            for row in rows
        ]
    )


panels.register("navigation", navigation)
panels.register("tasks", tasks, order=60)
panels.register("waiting", waiting)
for slot in ("kept_request", "kept_account"):
    told: Callable[..., dict[str, Any]] = partial(told_of, slot)
    panels.bring(slot, told)
    panels.register(slot, of_record, order=90)
