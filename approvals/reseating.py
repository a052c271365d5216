"""When people move, leave, or gain or lose a role: open steps find those who may decide them."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person, RoleGrant
from approvals import moving_on, notifying, routing, withdrawing
from approvals.deciders import Asker
from approvals.deciding import CannotApproveError
from approvals.models import Decision, Request, Seat, Step
from district_portal import audit
from district_portal.district.keeping_words import in_own_language

MANY: Final = 200
"""As many people at once are looked up one by one, more by what names them."""


@transaction.atomic
def reseat(people: set[int], *, at: dt.datetime | None = None) -> None:
    """Seat anew every open step that a change of these people may touch; safe to repeat.

    Those who lose a seat find the request gone from their queue, those who gain one are told.
    """
    for pk in moving_on.hold(_touched(people)):
        _reseat_request(pk, at=at or timezone.now())


@transaction.atomic
def let_go(people: set[int], *, at: dt.datetime | None = None) -> None:
    """When people left the district: their own requests end, others take over their seats."""
    held = moving_on.hold({*withdrawing.of_leavers(people), *_touched(people)})
    withdrawing.withdraw_for_leavers(people, at=at)
    for pk in held:
        _reseat_request(pk, at=at or timezone.now())


def _touched(people: set[int]) -> set[int]:
    """Ids of the requests whose open step a change of these people may touch."""
    if len(people) > MANY:
        people = _concerned(people)
    seats = Seat.objects.filter(left_at=None).filter(
        Q(person__in=people) | Q(stands_in_for__in=people) | ~Q(why="")
    )
    touching = Q(pk__in=seats.values("step")) | Q(submission__request__requester__in=people)
    if RoleGrant.objects.current().filter(person__in=people).exists():
        touching = Q(state=Step.State.OPEN)
    touched = Step.objects.filter(touching, state=Step.State.OPEN)
    return set(touched.values_list("submission__request", flat=True))


def _concerned(people: set[int]) -> set[int]:
    """Those of `people` (ids) whom an open step, a seat of one or a role names.

    Few even of a whole district, whose ids would be compared with one another by the database.
    """
    steps = Step.objects.filter(state=Step.State.OPEN)
    seats = Seat.objects.filter(left_at=None, step__in=steps)
    named = (
        seats.values_list("person"),
        seats.values_list("stands_in_for"),
        steps.values_list("submission__request__requester"),
        RoleGrant.objects.current().values_list("person"),
    )
    return people.intersection(pk for found in named for (pk,) in found.order_by().distinct())


def _reseat_request(pk: int, *, at: dt.datetime) -> None:
    request = moving_on.lock(pk)
    step = Step.objects.filter(submission__request=pk, state=Step.State.OPEN).first()
    if step is not None and request.state == Request.State.OPEN:
        reseat_step(step, request=request, at=at)


@in_own_language()
def reseat_step(step: Step, *, request: Request, at: dt.datetime) -> list[Seat]:
    """Seat an open step anew; answer the new seats, whose people are told.

    The caller holds the request's lock.
    """
    asker, seats = Asker.of(request), []
    waiting = moving_on.still_asked(step)
    chairs = routing.seats_for(waiting, asker=asker)
    if step.escalated_at:
        chairs += routing.one_level_up(chairs, asker=asker)
    before = None if step.all_must else _who_decided_before(step)
    others = [chair for chair in chairs if chair.person != before]
    if others:
        seats = routing.seat(step, chairs=others, request=request, at=at)
        notifying.ask_to_decide(seats, request=request)
    elif chairs and before and not _skip(step, before, request=request, at=at):
        seats = routing.seat(step, chairs=chairs, request=request, at=at)
        notifying.ask_to_decide(seats, request=request)
    if not routing.suffice(chairs, approvers=waiting, all_must=step.all_must):
        audit.record("requests.nobody_to_decide", by=None, on=request, at=at)
    return seats


def _skip(step: Step, before: Person, *, request: Request, at: dt.datetime) -> bool:
    """Go on without a step that `before` would decide again; not where it could not go on."""
    why = _("%(name)s decides the step before and is asked only once.") % {"name": before}
    try:
        with transaction.atomic():
            moving_on.skip(step, why=why, request=request, at=at)
            moving_on.move_on(step.submission, request=request, decided_by=before, at=at)
    except (moving_on.NobodyToDecideError, CannotApproveError):
        step.refresh_from_db()
        request.refresh_from_db()
        return False
    return True


def _who_decided_before(step: Step) -> Person | None:
    decision = (
        Decision.objects.filter(step__submission=step.submission_id, step__order__lt=step.order)
        .select_related("person")
        .order_by("-step__order")
        .first()
    )
    return decision.person if decision else None
