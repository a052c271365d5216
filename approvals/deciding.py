"""Decide a step: approve, return for changes, or deny. Exactly one decision ends it.

That is the first one; where all of its approvers must approve, a refusal or the last approval.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from accounts.models import Person
from approvals import moving_on, notifying
from approvals.models import Decision, Request, Seat, Step
from approvals.moving_on import still_asked
from approvals.signals import request_returned
from district_portal import audit


class AlreadyDecidedError(Exception):
    """Somebody decided this step before."""

    def __init__(self, decision: Decision) -> None:
        super().__init__(f"decided by {decision.person} at {decision.decided_at}")
        self.decision = decision


class NoLongerOpenError(Exception):
    """The step ended without a decision: the request was withdrawn, or others decided it."""


class NotYourSeatError(Exception):
    """The step is another's to decide."""


class ReasonMissingError(ValueError):
    """A return or a denial without a reason."""


class CannotApproveError(Exception):
    """What approval would bring into being cannot be; says why, in words for the approver."""


@transaction.atomic
def decide(
    step: Step, *, by: Person, outcome: str, reason: str = "", at: dt.datetime | None = None
) -> Decision:
    """Decide `step` and move the request on, in one transaction.

    `outcome` is one of Decision.Outcome; `reason` is required to return or deny, and holds a
    comment or conditions otherwise: the requester reads it word for word. Whoever comes second
    gets AlreadyDecidedError with the decision that stands. Raises NoLongerOpenError,
    NotYourSeatError, ReasonMissingError, NobodyToDecideError and CannotApproveError.
    """
    at = at or timezone.now()
    request = moving_on.lock(_request_of(step))
    step = Step.objects.select_for_update(of=("self",)).select_related("submission").get(pk=step.pk)
    seat = _seat(step, by=by, request=request)
    outcome, reason = Decision.Outcome(outcome), reason.strip()
    if outcome != Decision.Outcome.APPROVED and not reason:
        raise ReasonMissingError
    ends = outcome != Decision.Outcome.APPROVED or not still_asked(step, besides=seat)
    decision = Decision.objects.create(
        step=step, seat=seat, person=by, outcome=outcome, reason=reason, decided_at=at, ends=ends
    )
    if ends:
        moving_on.end(step, at=at)
    else:
        seats = moving_on.leave_what_is_decided(step, at=at)
    Request.objects.filter(pk=request.pk).update(changed_at=at)
    audit.record(
        "requests.decided",
        by=by,
        on=request,
        person=request.requester,
        place=request.place,
        after={
            "outcome": outcome.value,
            "step": step.order,
            "stood_in": bool(seat.stands_in_for_id),
        },
        at=at,
    )
    if ends:
        seats = _consequences(decision, request=request, at=at)
    notifying.tell_decision(decision, request=request, seats=seats)
    return decision


def _request_of(step: Step) -> int:
    return Step.objects.values_list("submission__request", flat=True).get(pk=step.pk)


def _seat(step: Step, *, by: Person, request: Request) -> Seat:
    if step.state == Step.State.DECIDED:
        ending = step.decisions.select_related("person").get(ends=True)
        raise AlreadyDecidedError(ending)
    if step.state != Step.State.OPEN or request.state != Request.State.OPEN:
        raise NoLongerOpenError
    seat = step.seats.filter(person=by, left_at=None).first()
    if seat is None and (mine := step.decisions.filter(person=by).first()):
        raise AlreadyDecidedError(mine)
    if seat is None or request.requester_id == by.pk:
        raise NotYourSeatError
    return seat


def _consequences(decision: Decision, *, request: Request, at: dt.datetime) -> list[Seat]:
    submission = decision.step.submission
    if decision.outcome == Decision.Outcome.APPROVED:
        return moving_on.move_on(submission, request=request, decided_by=decision.person, at=at)
    if decision.outcome == Decision.Outcome.DENIED:
        moving_on.finish(request, state=Request.State.DENIED, by=decision.person, at=at)
    else:
        request.state = Request.State.RETURNED
        request.save(update_fields=["state"])
        request_returned.send(sender=Request, request=request, by=decision.person, at=at)
    moving_on.skip_the_rest(submission, request=request, at=at)
    return []
