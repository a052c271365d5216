"""What this part says in the navigation and on My tasks."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.consequences import Prospect
from accounts.models import Person, RoleGrant
from accounts.naming import called
from accounts.signed_in import SignedInRequest
from approvals import discussing, following, unseated, waiting
from approvals.models import Request, Seat, Step
from district_portal.district import wording
from district_portal.district.current import school_year_bounds, zone
from district_portal.permissions import Role, can
from district_portal.ui import panels
from district_portal.ui.dates import date_in_words
from district_portal.ui.tasks import Asked, Task, Tasks, Wish

MOST = 5
_DECIDERS = frozenset({Role.SUPERVISOR, Role.DISTRICT_ADMINISTRATOR, Role.BOARD_OFFICER})


def requests(request: SignedInRequest) -> panels.NavItem:
    """The way to my requests, with how many came back to be changed."""
    return panels.NavItem(
        label=_("Requests"),
        url_name="approvals:requests",
        count=_came_back,
        is_to_do=True,
        order=30,
        visible=can(request.user, "requests.make"),
        also=("exemptions:list", "relationships:list", "speaking:list", "confirming:list"),
    )


def _came_back(person: Person) -> QuerySet[Request]:
    return Request.objects.filter(requester=person, state=Request.State.RETURNED)


def queue(request: SignedInRequest) -> panels.NavItem:
    """The way to my queue, for those who decide: by their place, or because something waits."""
    return panels.NavItem(
        label=_("Queue"),
        url_name="approvals:queue",
        count=waiting.waiting_for,
        is_to_do=True,
        order=40,
        only_with_count=request.user.roles.isdisjoint(_DECIDERS),
    )


def tasks(request: SignedInRequest, person: Person) -> Tasks:
    """Decisions that wait for the person, returned requests, and what waits on others."""
    steps, queue_length = _queue_of(person)
    mine = _mine(person)
    sentence = ngettext("%(n)s request to decide.", "%(n)s requests to decide.", queue_length)
    return Tasks(
        sentence=sentence % {"n": queue_length} if queue_length else "",
        to_do=[
            *_to_decide(steps, queue_length),
            *_to_answer(mine["open"]),
            *_returned(mine["returned"]),
        ],
        waiting=_with_others(mine["open"][:MOST]),
        done=_closed([*mine["approved"], *mine["denied"]]),
        wishes=[
            Wish(
                label=_("Ask for an account, page or site"),
                url=f"{reverse('approvals:new')}#account",
            ),
        ],
    )


def unseated_tasks(request: SignedInRequest, person: Person) -> Asked:
    """Whose requests nobody may decide, for those who give roles."""
    return Asked(rows=_told_in_vain, tell=_in_vain)


def _told_in_vain(person: Person) -> QuerySet[Any, Any]:
    return _who_ask_in_vain(person).annotate(name=called("person")).values("name")


def _who_ask_in_vain(person: Person) -> QuerySet[RoleGrant]:
    rows = unseated.grants_in_vain()
    return rows if can(person, "roles.grant") else rows.none()


def _in_vain(rows: list[dict[str, Any]]) -> Tasks:
    role = Role.BOARD_OFFICER
    url = f"{reverse('people:give_role')}?role={role.value}"
    return Tasks(
        to_do=[
            Task(
                title=_("Nobody may decide what %(name)s asks for") % row,
                url=url,
                meta=_("Enter another person: %(role)s") % {"role": wording.role(role)},
                status=_("Nobody is there"),
                kind="bad",
            )
            for row in rows
        ]
    )


def _queue_of(person: Person) -> tuple[list[Step], int]:
    """The first steps that wait for the person, and how many there are in all."""
    whole = Window(Count("pk"))
    steps: list[Any] = list(waiting.waiting_for(person).annotate(whole=whole)[:MOST])
    return steps, steps[0].whole if steps else 0


def _mine(person: Person) -> dict[str, list[Any]]:
    """State → the last few requests of the person, and all that wait for themselves.

    Closed ones of this school year only.
    """
    first_day, _last = school_year_bounds()
    start = dt.datetime.combine(first_day, dt.time.min, tzinfo=zone())
    closed = Q(state__in=["approved", "denied"], closed_at__gte=start)
    nth = Window(RowNumber(), partition_by=["state"], order_by=["-changed_at", "-pk"])
    rows = (
        Request.objects.filter(closed | Q(state__in=["returned", "open"]), requester=person)
        .annotate(nth=nth, asks=discussing.asks())
        .filter(Q(nth__lte=MOST) | Q(state="returned") | Q(asks__isnull=False))
        .order_by("-changed_at", "-pk")
    )
    found: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.state].append(row)
    return found


def _to_decide(steps: list[Step], queue_length: int) -> list[Task]:
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
                status=step.waits,
                kind="warn",
            )
        )
    if queue_length > MOST:
        label = _("All %(n)s requests in your queue") % {"n": queue_length}
        rows.append(
            Task(title=label, url=reverse("approvals:queue"), count=queue_length - len(steps))
        )
    return rows


def _to_answer(mine: Iterable[Any]) -> list[Task]:
    """Questions of approvers that nobody has answered."""
    return [
        Task(
            title=_("Answer a question: %(title)s") % {"title": asked.title},
            url=reverse("approvals:discuss", args=[asked.pk]),
            meta=_("Request %(number)s, asked by %(name)s")
            % {"number": asked.number, "name": asked.asks},
            status=_("Waiting for you"),
            kind="warn",
        )
        for asked in mine
        if asked.asks
    ]


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
    seats = Seat.objects.filter(
        step__submission__request__in=rows, step__state=Step.State.OPEN, left_at=None
    )
    at: dict[int, list[Seat]] = defaultdict(list)
    for seat in seats.select_related("person", "step__submission").order_by("pk") if rows else ():
        at[seat.step.submission.request_id].append(seat)
    return [
        Task(
            title=asked.title,
            url=asked.get_absolute_url(),
            meta=_with_whom(asked, at[asked.pk]),
            status=_("Waiting"),
        )
        for asked in rows
    ]


def _with_whom(asked: Request, seats: list[Seat]) -> str:
    step = seats[0].step if seats else None
    if step is None or step.opened_at is None:
        return _("Request %(number)s") % {"number": asked.number}
    people = following.who(seats, all_must=step.all_must)
    return _("Request %(number)s, with %(people)s since %(day)s") % {
        "number": asked.number,
        "people": people,
        "day": date_in_words(step.opened_at, style="short"),
    }


def _closed(mine: list[Request]) -> list[Task]:
    newest = sorted(mine, key=lambda asked: asked.closed_at or asked.changed_at, reverse=True)
    return [
        Task(
            title=asked.title,
            url=asked.get_absolute_url(),
            meta=_("Request %(number)s") % {"number": asked.number},
            status=str(asked.get_state_display()),
        )
        for asked in newest[:MOST]
    ]


def before_a_move(request: SignedInRequest, prospect: Prospect) -> panels.Panel | None:
    """Which open requests lose who decides them, and which of the person's own end."""
    if not (prospect.gone or prospect.away):
        return None
    seats = Seat.objects.filter(person=prospect.person, left_at=None, step__state=Step.State.OPEN)
    waiting = seats.values("step__submission__request").distinct().count()
    own = Request.objects.filter(requester=prospect.person, state=Request.State.OPEN).count()
    own = own if prospect.gone else 0
    context = {"waiting": waiting, "own": own, "person": prospect.person}
    return ("approvals/_before_a_move.html", context) if waiting or own else None


panels.register("navigation", requests)
panels.register("posting", before_a_move)
panels.register("navigation", queue)
panels.register("tasks", tasks, order=20)
panels.register("tasks", unseated_tasks, order=21)
panels.register("waiting", discussing.asked_of)
panels.register("waiting", _who_ask_in_vain)
