"""What comes after a step: the next one opens, or the request is approved or closed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _

from accounts.models import Person
from approvals import notifying, routing
from approvals.models import Request, Seat, Step, Submission
from approvals.signals import request_decided
from district_portal import audit


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
    for step in submission.steps.filter(state=Step.State.WAITING):
        standings = routing.who_decides(
            step.approver, requester=request.requester, posting=request.posting
        )
        if why := routing.why_skipped(standings, decided_by=decided_by):
            skip(step, why=why, request=request, at=at)
            continue
        if not standings:
            raise NobodyToDecideError
        step.state, step.opened_at = Step.State.OPEN, at
        step.save(update_fields=["state", "opened_at"])
        seats = routing.seat(step, standings=standings, request=request, at=at)
        notifying.ask_to_decide(seats, request=request, again=submission.number > 1)
        return seats
    if decided_by is None:
        raise NobodyToDecideError
    finish(request, state=Request.State.APPROVED, by=decided_by, at=at)
    return []


def skip(step: Step, *, why: str, request: Request, at: dt.datetime) -> None:
    """End a step undecided, and say why."""
    step.state, step.ended_at, step.why_skipped = Step.State.SKIPPED, at, why[:300]
    step.save(update_fields=["state", "ended_at", "why_skipped"])
    empty(step, at=at)
    audit.record(
        "requests.step_skipped", by=None, on=request, after={"step": step.order, "why": why}, at=at
    )


def skip_the_rest(submission: Submission, *, request: Request, at: dt.datetime) -> list[Seat]:
    """End every step that is not decided, since the request was; answer who sat there."""
    sitting = list(
        Seat.objects.filter(step__submission=submission, left_at=None).select_related("person")
    )
    for step in submission.steps.filter(state__in=[Step.State.WAITING, Step.State.OPEN]):
        skip(
            step,
            why=_("The request was %(state)s.") % {"state": _in_words(request)},
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


def _in_words(request: Request) -> str:
    return str(request.get_state_display()).lower()
