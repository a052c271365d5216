"""Take a request back."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from accounts.models import Person
from approvals import moving_on, notifying
from approvals.models import Request
from approvals.signals import request_withdrawn
from district_portal import audit


class NotWithdrawableError(Exception):
    """The request was decided in the meantime, was never sent, or belongs to somebody else."""


@transaction.atomic
def withdraw(request: Request, *, by: Person, at: dt.datetime | None = None) -> Request:
    """Take back a request that is open or was returned; those who were to decide are told.

    Doing it twice is harmless. Raises NotWithdrawableError.
    """
    held = moving_on.lock(request.pk)
    if held.requester_id != by.pk:
        raise NotWithdrawableError
    return _withdraw(held, by=by, at=at or timezone.now())


@transaction.atomic
def withdraw_for_leavers(people: set[int], *, at: dt.datetime | None = None) -> None:
    """Take back what people who left the district had asked for."""
    for pk in moving_on.hold(of_leavers(people)):
        _withdraw(moving_on.lock(pk), by=None, at=at or timezone.now())


@transaction.atomic
def end(request: int, *, why: str, at: dt.datetime | None = None) -> Request:
    """End the request of this id, since what it is about is no longer so; `why` is shown.

    Those who were to decide are told. Raises NotWithdrawableError for one that was decided.
    """
    return _withdraw(moving_on.lock(request), by=None, why=why, at=at or timezone.now())


def of_leavers(people: set[int]) -> set[int]:
    """Ids of the requests of these people that are not closed yet."""
    unclosed = [Request.State.OPEN, Request.State.RETURNED]
    theirs = Request.objects.filter(requester__in=people, state__in=unclosed)
    return set(theirs.values_list("pk", flat=True))


def _withdraw(held: Request, *, by: Person | None, at: dt.datetime, why: str = "") -> Request:
    if held.state == Request.State.WITHDRAWN:
        return held
    if held.state not in (Request.State.OPEN, Request.State.RETURNED):
        raise NotWithdrawableError
    held.state, held.closed_at, held.changed_at = Request.State.WITHDRAWN, at, at
    held.why_ended = why[:200]
    held.save(update_fields=["state", "closed_at", "changed_at", "why_ended"])
    submission = held.submissions.latest("number")
    sitting = moving_on.skip_the_rest(submission, request=held, at=at)
    notifying.tell_withdrawn(sitting, request=held)
    after = {"why": why} if why else None
    audit.record("requests.withdrawn", by=by, on=held, person=held.requester, after=after, at=at)
    request_withdrawn.send(sender=Request, request=held, by=by, at=at)
    return held
