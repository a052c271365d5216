"""What concerns say in the navigation, on My tasks and beside a policy: never what they are."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.signed_in import SignedInRequest
from approvals.concerns.models import Concern, Receiver
from district_portal.ui import panels
from district_portal.ui.tasks import Asked, Task, Tasks, Wish

State = Concern.State


def concerns(request: SignedInRequest) -> panels.NavItem:
    """The way to what one reported or deals with, with how many are unread."""
    return panels.NavItem(
        label=_("Concerns"), url_name="concerns:list", count=_unread(request.user), order=58
    )


def tasks(request: SignedInRequest, person: Person) -> Asked:
    """What waits to be read, and the way to report."""
    rows = _unread(person).order_by("seated_at", "pk").values("concern__number")
    return Asked(rows=rows, tell=_to_read)


def drafts(request: SignedInRequest, person: Person) -> Asked:
    """What the person began to report and has not sent."""
    rows = Concern.objects.filter(reporter=person, state=State.DRAFT).order_by("saved_at", "pk")
    return Asked(rows=rows.values("once"), tell=_to_send)


def report(request: SignedInRequest, policy: object) -> panels.Panel:
    """Beside a policy: the way to report."""
    return "concerns/panels/policy.html", {}


def _unread(person: Person) -> QuerySet[Receiver]:
    return Receiver.objects.filter(
        person=person, ended_at=None, read_at=None, concern__state=State.OPEN
    )


def _to_read(rows: list[dict[str, Any]]) -> Tasks:
    return Tasks(
        to_do=[
            Task(
                title=_("Read a concern at once"),
                url=reverse("concerns:concern", args=[row["concern__number"]]),
                meta=_("It was reported to you: %(number)s") % {"number": row["concern__number"]},
                status=_("Unread"),
                kind="bad",
            )
            for row in rows
        ],
        wishes=[Wish(label=_("Report a concern"), url=reverse("concerns:start"))],
    )


def _to_send(rows: list[dict[str, Any]]) -> Tasks:
    return Tasks(
        to_do=[
            Task(
                title=_("Send the concern that you began"),
                url=reverse("concerns:draft", args=[row["once"]]),
                meta=_("Nobody has seen it yet"),
                status=_("Not sent"),
                kind="warn",
            )
            for row in rows
        ]
    )


panels.register("navigation", concerns)
panels.register("tasks", tasks, order=5)
panels.register("tasks", drafts, order=6)
panels.register("policy", report, order=90)
