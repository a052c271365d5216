"""What cases of impostors say in the navigation and on My tasks."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.signed_in import SignedInRequest
from approvals.impostors.models import Impostor
from approvals.impostors.permissions import HANDLERS
from district_portal.permissions import can
from district_portal.ui import panels
from district_portal.ui.dates import date_in_words
from district_portal.ui.tasks import Task, Tasks

MOST: Final = 5
ANSWER_WITHIN: Final = dt.timedelta(days=7)
"""After that long without a step, a case with the platform is looked at again."""


def impostors(request: SignedInRequest) -> panels.NavItem:
    """The way to the cases, with how many are new, for those who deal with them."""
    return panels.NavItem(
        label=_("Impostors"),
        url_name="impostors:list",
        count=Impostor.objects.filter(state=Impostor.State.NEW),
        order=55,
        visible=can(request.user, "impostors.handle"),
    )


def tasks(request: SignedInRequest, person: Person) -> Tasks:
    """New cases, and those of which the platform has said nothing for a week."""
    if person.roles.isdisjoint(HANDLERS):
        return Tasks()
    rows = _to_look_at().select_related("platform").order_by("opened_at", "pk")
    return Tasks(to_do=[_task(impostor) for impostor in rows[:MOST]])


def _to_look_at() -> QuerySet[Impostor]:
    silent = Q(state=Impostor.State.REPORTED, changed_at__lt=timezone.now() - ANSWER_WITHIN)
    return Impostor.objects.filter(Q(state=Impostor.State.NEW) | silent)


def _task(impostor: Impostor) -> Task:
    is_new = impostor.state == Impostor.State.NEW
    title = _("Look at %(account)s") if is_new else _("Ask the platform about %(account)s")
    return Task(
        title=title % {"account": impostor},
        url=reverse("impostors:case", args=[impostor.pk]),
        meta=_("It may pose as the district; reported on %(day)s")
        % {"day": date_in_words(impostor.opened_at, style="short")},
        status=_("New") if is_new else _("No answer for a week"),
        kind="warn",
    )


panels.register("navigation", impostors)
panels.register("tasks", tasks, order=25)
