"""What comes after a step: the next one opens, or the request is approved or closed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Final

from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from approvals import notifying, routing
from approvals.deciders import Asker
from approvals.models import Request, Seat, Step, Submission
from approvals.signals import request_decided
from district_portal import audit
from district_portal.district.keeping_words import in_own_language

_ENDED: Final = {
    Request.State.DENIED: _("The request was denied."),
    Request.State.RETURNED: _("The request was returned for changes."),
    Request.State.WITHDRAWN: _("The request was withdrawn."),
}


class NobodyToDecideError(Exception):
    """A step would open and nobody is left who may decide it."""


def lock(request_id: int) -> Request:
    """The request, held until the end of the transaction: every act on it waits in this line."""
    held = Request.objects.select_for_update(of=("self",))
    return held.select_related("requester", "posting", "place").get(pk=request_id)


def hold(request_ids: Iterable[int]) -> list[int]:
    """Lock many requests, always in the same order, so that two who do so never wait in a ring."""
    rows = Request.objects.select_for_update().filter(pk__in=set(request_ids)).order_by("pk")
    return list(rows.values_list("pk", flat=True))


def move_on(
    submission: Submission, *, request: Request, decided_by: Person | None, at: dt.datetime
) -> list[Seat]:
    """Open the next step, skipping those that fall away; approve the request when none is left.

    `decided_by` is who decided the step before, None when the request was just sent. Answers the
    new seats. The caller holds the request's lock. Raises NobodyToDecideError.
    """
    asker = Asker.of(request)
    for step in submission.steps.filter(state=Step.State.WAITING):
        with in_own_language():
            way = routing.expect(step, asker=asker, decided_by=decided_by)
        if way.why_skipped:
            skip(step, why=way.why_skipped, request=request, at=at)
            continue
        if way.nobody:
            raise NobodyToDecideError
        step.state, step.opened_at = Step.State.OPEN, at
        step.save(update_fields=["state", "opened_at"])
        seats = routing.seat(step, chairs=way.chairs, request=request, at=at)
        notifying.ask_to_decide(seats, request=request, again=submission.number > 1)
        return seats
    if decided_by is None:
        raise NobodyToDecideError
    finish(request, state=Request.State.APPROVED, by=decided_by, at=at)
    return []


def still_asked(step: Step, *, besides: Seat | None = None) -> list[str]:
    """Those of a step's approvers for whom nobody has decided yet; `besides` decides now.

    Where one suffices, all of them until the first decision.
    """
    seats = [*Seat.objects.filter(decision__step=step), *([besides] if besides else [])]
    done = {approver for seat in seats for approver in seat.approvers}
    if not step.all_must:
        return [] if done else step.approvers
    return [approver for approver in step.approvers if approver not in done]


def end(step: Step, *, at: dt.datetime) -> None:
    """End a step by its decision; nobody sits there any more."""
    step.state, step.ended_at = Step.State.DECIDED, at
    step.save(update_fields=["state", "ended_at"])
    empty(step, at=at)


def leave_what_is_decided(step: Step, *, at: dt.datetime) -> list[Seat]:
    """Let those leave a step for whose approvers it was approved; answer who still decides."""
    waiting = set(still_asked(step))
    seats = list(step.seats.filter(left_at=None).select_related("person"))
    done = [seat.pk for seat in seats if waiting.isdisjoint(seat.approvers)]
    step.seats.filter(pk__in=done).update(left_at=at)
    return [seat for seat in seats if seat.pk not in done]


def skip(step: Step, *, why: str, request: Request, at: dt.datetime) -> None:
    """End a step undecided, and say why."""
    step.state, step.ended_at, step.why_skipped = Step.State.SKIPPED, at, why[:300]
    step.save(update_fields=["state", "ended_at", "why_skipped"])
    empty(step, at=at)
    audit.record(
        "requests.step_skipped", by=None, on=request, after={"step": step.order, "why": why}, at=at
    )


@in_own_language()
def skip_the_rest(submission: Submission, *, request: Request, at: dt.datetime) -> list[Seat]:
    """End every step that is not decided, since the request was; answer who sat there."""
    sitting = list(
        Seat.objects.filter(step__submission=submission, left_at=None).select_related("person")
    )
    for step in submission.steps.filter(state__in=[Step.State.WAITING, Step.State.OPEN]):
        skip(
            step,
            why=str(_ENDED[Request.State(request.state)]),
            request=request,
            at=at,
        )
    return sitting


def empty(step: Step, *, at: dt.datetime) -> None:
    """Let everybody leave an ended step."""
    step.seats.filter(left_at=None).update(left_at=at)


def finish(request: Request, *, state: str, by: Person, at: dt.datetime) -> None:
    """Close a request for good as approved or denied, and say so to what rests on it."""
    request.state, request.closed_at = state, at
    request.save(update_fields=["state", "closed_at"])
    request_decided.send(sender=Request, request=request, by=by, at=at)
