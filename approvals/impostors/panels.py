"""What cases of impostors say in the navigation and on My tasks."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.db.models import Count, Q, QuerySet, Window
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from accounts.models import Person
from accounts.signed_in import SignedInRequest
from approvals.impostors.models import Impostor
from approvals.impostors.permissions import HANDLERS
from approvals.models import Platform
from district_portal.district.current import today, zone
from district_portal.permissions import can
from district_portal.ui import panels
from district_portal.ui.dates import date_in_words
from district_portal.ui.tasks import Asked, Task, Tasks

MOST: Final = 5
_OF_PLATFORM: Final = ("platform__name", "platform__paths")
ANSWER_WITHIN: Final = dt.timedelta(days=7)
"""After that long without a step, a case with the platform is looked at again."""


def impostors(request: SignedInRequest) -> panels.NavItem:
    """The way to the cases, with how many are new, for those who deal with them."""
    return panels.NavItem(
        label=_("Impostors"),
        url_name="impostors:list",
        count=_new,
        is_to_do=True,
        order=55,
        area=panels.Area.ACCOUNTS,
        visible=can(request.user, "impostors.handle"),
    )


def _new(_person: Person) -> QuerySet[Impostor]:
    return Impostor.objects.filter(state=Impostor.State.NEW)


def tasks(request: SignedInRequest, person: Person) -> Asked:
    """New cases, and those of which the platform has said nothing for a week."""
    return Asked(rows=_told_on_my_tasks, tell=_tasks)


def _told_on_my_tasks(person: Person) -> QuerySet[Any, Any]:
    rows = _to_look_at().annotate(all=Window(Count("pk"))).order_by("opened_at", "pk")
    rows = rows.none() if person.roles.isdisjoint(HANDLERS) else rows[: MOST + 1]
    return rows.values("pk", "state", "opened_at", "address_key", "handle", "all", *_OF_PLATFORM)


def waiting(person: Person) -> QuerySet[Impostor]:
    """For who deals with them: those of which the platform has said nothing for a week."""
    silent = Impostor.objects.filter(_silent())
    return silent.none() if person.roles.isdisjoint(HANDLERS) else silent


def _to_look_at() -> QuerySet[Impostor]:
    return Impostor.objects.filter(Q(state=Impostor.State.NEW) | _silent())


def _silent() -> Q:
    since = dt.datetime.combine(today() - ANSWER_WITHIN, dt.time.max, zone())
    return Q(state=Impostor.State.REPORTED, changed_at__lte=since)


def _tasks(rows: list[dict[str, Any]]) -> Tasks:
    return Tasks(to_do=[*map(_task, rows[:MOST]), *map(_more, rows[MOST:])])


def _more(row: dict[str, Any]) -> Task:
    more = row["all"] - MOST
    words = ngettext("Look at %(n)d more case", "Look at %(n)d more cases", more)
    return Task(title=words % {"n": more}, url=reverse("impostors:list"), kind="warn", count=more)


def _task(row: dict[str, Any]) -> Task:
    platform = Platform(name=row["platform__name"], paths=row["platform__paths"])
    told = {"handle": row["handle"], "address_key": row["address_key"]}
    is_new = row["state"] == Impostor.State.NEW
    title = _("Look at %(account)s") if is_new else _("Ask the platform about %(account)s")
    day = date_in_words(dt.datetime.fromisoformat(row["opened_at"]), style="short")
    return Task(
        title=title % {"account": Impostor(platform=platform, **told)},
        url=reverse("impostors:case", args=[row["pk"]]),
        meta=_("It may pose as the district; reported on %(day)s") % {"day": day},
        status=pgettext("impostor", "New") if is_new else _("No answer for a week"),
        kind="warn",
    )


panels.register("navigation", impostors)
panels.register("tasks", tasks, order=25)
panels.register("waiting", waiting)
