"""What concerns say in the navigation, on My tasks and beside a policy: never what they are."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from accounts.models import Person
from accounts.signed_in import SignedInRequest
from approvals.concerns import clocks, notifying
from approvals.concerns.models import Concern, Receiver, StatePack
from approvals.concerns.packs import keeping
from approvals.concerns.permissions import reported_by_me
from district_portal.district.current import today
from district_portal.permissions import can
from district_portal.ui import panels
from district_portal.ui.tasks import Asked, Task, Tasks, Wish

State = Concern.State


def concerns(request: SignedInRequest) -> panels.NavItem:
    """The way to what one reported or deals with, with how many are unread."""
    return panels.NavItem(
        label=_("Concerns"), url_name="concerns:list", count=_unread, is_to_do=True, order=58
    )


def tasks(request: SignedInRequest, person: Person) -> Asked:
    """What waits to be read, and the way to report."""
    return Asked(rows=_told_unread, tell=_to_read)


def _told_unread(person: Person) -> QuerySet[Any, Any]:
    rows = _unread(person).order_by("seated_at", "pk")
    return rows.values("concern__number", "why", "level")


def reports(request: SignedInRequest, person: Person) -> Asked:
    """What the person began to report and has not sent, and what they reported and is open."""
    return Asked(rows=_told_of_reporter, tell=_of_reporter)


def _told_of_reporter(person: Person) -> QuerySet[Any, Any]:
    rows = Concern.objects.filter(reported_by_me(person), state__in=[State.DRAFT, State.OPEN])
    read = Receiver.objects.filter(concern=OuterRef("pk"), read_at__isnull=False)
    rows = rows.annotate(is_read=Exists(read)).order_by("saved_at", "pk")
    return rows.values("once", "number", "is_read")


def _begun(person: Person) -> QuerySet[Concern]:
    return Concern.objects.filter(reported_by_me(person), state=State.DRAFT)


def duties(request: SignedInRequest, person: Person) -> Asked:
    """The concerns for which the law asks something of the person, the next one first."""
    return Asked(rows=_told_duties, tell=_to_do)


def _told_duties(person: Person) -> QuerySet[Any, Any]:
    rows = clocks.of_person(person).order_by().values("concern__number")
    rows = rows.annotate(next_at=Min("due_at"), duties=Count("pk"))
    return rows.order_by("next_at", "concern__number")


def _with_duties(person: Person) -> QuerySet[Concern]:
    return Concern.objects.filter(pk__in=clocks.of_person(person).order_by().values("concern"))


def old_pack(request: SignedInRequest, person: Person) -> Asked:
    """For who settles it: that the state pack in use was last checked over a year ago."""
    return Asked(rows=_told_unchecked, tell=_to_check)


def _told_unchecked(person: Person) -> QuerySet[Any, Any]:
    return _unchecked(person).values("pk", "place")


def _unchecked(person: Person) -> QuerySet[StatePack]:
    rows = StatePack.objects.filter(in_use=True, checked_on__lt=today() - keeping.GOOD_FOR)
    return rows if can(person, "state_packs.settle") else rows.none()


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
                meta=_how_it_came(row) % {"number": row["concern__number"]},
                status=_("Unread"),
                kind="bad",
            )
            for row in rows
        ],
        wishes=[Wish(label=_("Report a concern"), url=reverse("concerns:start"))],
    )


def _how_it_came(row: dict[str, Any]) -> str:
    return {
        "added": _("You were added to it: %(number)s"),
        "up": _("It came to you because nobody had read it in time: %(number)s"),
    }.get(notifying.came(row["why"], row["level"]), _("It was reported to you: %(number)s"))


def _of_reporter(rows: list[dict[str, Any]]) -> Tasks:
    return Tasks(
        to_do=[
            Task(
                title=_("Send the concern that you began"),
                url=reverse("concerns:draft", args=[row["once"]]),
                meta=_("Nobody has seen it yet"),
                status=_("Not sent"),
                kind="bad",
            )
            for row in rows
            if not row["number"]
        ],
        waiting=[
            Task(
                title=_("A concern that you reported"),
                url=reverse("concerns:concern", args=[row["number"]]),
                meta=row["number"],
                status=pgettext("concern", "Read") if row["is_read"] else _("Not read yet"),
                kind="info" if row["is_read"] else "warn",
            )
            for row in rows
            if row["number"]
        ],
    )


def _to_do(rows: list[dict[str, Any]]) -> Tasks:
    return Tasks(
        to_do=[
            Task(
                title=_("Record what the law asks for"),
                url=reverse("concerns:concern", args=[row["concern__number"]]),
                meta=ngettext(
                    "Concern %(number)s: %(n)d thing",
                    "Concern %(number)s: %(n)d things; the date is when the first is due",
                    row["duties"],
                )
                % {"number": row["concern__number"], "n": row["duties"]},
                due=today(dt.datetime.fromisoformat(row["next_at"])),
            )
            for row in rows
        ]
    )


def _to_check(rows: list[dict[str, Any]]) -> Tasks:
    return Tasks(
        to_do=[
            Task(
                title=_("Have the state pack checked"),
                url=reverse("concerns:pack", args=[row["pk"]]),
                meta=_("%(place)s: nobody has checked it for over a year") % row,
                status=_("To check"),
                kind="warn",
            )
            for row in rows
        ]
    )


panels.register("navigation", concerns)
panels.register("tasks", tasks, order=5)
panels.register("tasks", reports, order=6)
panels.register("tasks", duties, order=7)
panels.register("tasks", old_pack, order=60)
panels.register("waiting", _begun)
panels.register("waiting", _with_duties)
panels.register("waiting", _unchecked)
panels.register("below_policy", report, order=90)
