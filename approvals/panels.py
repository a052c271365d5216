"""What this part says in the navigation and on My tasks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Person
from accounts.signed_in import SignedInRequest
from approvals import following, waiting
from approvals.models import Request, Step
from district_portal.district.current import school_year_bounds, zone
from district_portal.permissions import Role, can
from district_portal.ui import panels
from district_portal.ui.dates import date_in_words
from district_portal.ui.tasks import Task, Tasks, Wish

MOST = 5
_DECIDERS = frozenset({Role.SUPERVISOR, Role.DISTRICT_ADMINISTRATOR, Role.BOARD_OFFICER})


def requests(request: SignedInRequest) -> panels.NavItem:
    """The way to my requests."""
    return panels.NavItem(
        label=_("Requests"),
        url_name="approvals:requests",
        order=30,
        visible=can(request.user, "requests.make"),
    )


def queue(request: SignedInRequest) -> panels.NavItem:
    """The way to my queue, for those who decide: by their place, or because something waits."""
    count = waiting.waiting_for(request.user).count()
    return panels.NavItem(
        label=_("Queue"),
        url_name="approvals:queue",
        count=count,
        order=40,
        visible=bool(count or _DECIDERS & request.user.roles),
    )


def tasks(request: SignedInRequest, person: Person) -> Tasks:
    """Decisions that wait for the person, returned requests, and what waits on others."""
    queue_length = waiting.waiting_for(person).count()
    mine = Request.objects.filter(requester=person)
    sentence = ngettext("%(n)s request to decide.", "%(n)s requests to decide.", queue_length)
    return Tasks(
        sentence=sentence % {"n": queue_length} if queue_length else "",
        to_do=[*_to_decide(person, queue_length), *_returned(mine.filter(state="returned")[:MOST])],
        waiting=_with_others(mine.filter(state="open")[:MOST]),
        done=_closed(person),
        wishes=[
            Wish(label=_("Ask for an account, page or site"), url=reverse("approvals:new")),
        ],
    )


def _to_decide(person: Person, queue_length: int) -> list[Task]:
    steps = list(waiting.waiting_for(person)[:MOST])
    waiting.tell_age(steps)
    rows = []
    for step in steps:
        asked = step.submission.request
        rows.append(
            Task(
                title=_("Decide: %(title)s") % {"title": asked.title},
                url=reverse("approvals:decide", args=[asked.pk]),
                meta=_("Request %(number)s by %(name)s")
                % {"number": asked.number, "name": asked.requester},
                status=step.age,
                kind="warn",
            )
        )
    if queue_length > MOST:
        label = _("All %(n)s requests in your queue") % {"n": queue_length}
        rows.append(Task(title=label, url=reverse("approvals:queue")))
    return rows


def _returned(mine: Iterable[Request]) -> list[Task]:
    return [
        Task(
            title=_("Change and send again: %(title)s") % {"title": asked.title},
            url=asked.get_absolute_url(),
            meta=_("Request %(number)s") % {"number": asked.number},
            status=_("Returned"),
            kind="warn",
        )
        for asked in mine
    ]


def _with_others(mine: Iterable[Request]) -> list[Task]:
    rows = list(mine)
    steps = Step.objects.filter(submission__request__in=rows, state=Step.State.OPEN)
    at = {
        step.submission.request_id: step
        for step in steps.select_related("submission").prefetch_related("seats__person")
    }
    return [
        Task(
            title=asked.title,
            url=asked.get_absolute_url(),
            meta=_with_whom(asked, at.get(asked.pk)),
            status=_("Waiting"),
        )
        for asked in rows
    ]


def _with_whom(asked: Request, step: Step | None) -> str:
    if step is None or step.opened_at is None:
        return _("Request %(number)s") % {"number": asked.number}
    people = following.either([seat.person for seat in step.seats.all() if not seat.left_at])
    return _("Request %(number)s, with %(people)s since %(day)s") % {
        "number": asked.number,
        "people": people,
        "day": date_in_words(step.opened_at, style="short"),
    }


def _closed(person: Person) -> list[Task]:
    first_day, _last = school_year_bounds()
    start = dt.datetime.combine(first_day, dt.time.min, tzinfo=zone())
    closed = Request.objects.filter(
        requester=person, state__in=["approved", "denied"], closed_at__gte=start
    )
    return [
        Task(
            title=asked.title,
            url=asked.get_absolute_url(),
            meta=_("Request %(number)s") % {"number": asked.number},
            status=str(asked.get_state_display()),
        )
        for asked in closed.order_by("-closed_at")[:MOST]
    ]


panels.register("navigation", requests)
panels.register("navigation", queue)
panels.register("tasks", tasks, order=20)
