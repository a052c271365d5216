"""Questions about a request before it is decided, and their answers; the step stays open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from accounts.models import Person
from approvals import moving_on, notifying
from approvals.models import Remark, Request, Seat, Step
from district_portal import audit

LONGEST = 2000


class NotDiscussedError(Exception):
    """The request does not wait for a decision, or the person neither asked nor decides."""


@transaction.atomic
def say(request: Request, *, by: Person, text: str, at: dt.datetime | None = None) -> Remark:
    """Ask about an open request, or answer; the other side is told by mail.

    Whoever may decide it now asks, the requester answers or adds something. The same words twice
    in a row are one remark. Raises NotDiscussedError, ValueError for no text.
    """
    at, text = at or timezone.now(), text.strip().replace("\r\n", "\n")
    if not text:
        raise ValueError("a remark says something")
    held = moving_on.lock(request.pk)
    seats = _seats(held)
    concerned = [held.requester, *(seat.person for seat in seats)]
    if held.state != Request.State.OPEN or by not in concerned:
        raise NotDiscussedError
    last = Remark.objects.filter(request=held).order_by("pk").last()
    if last and (last.person, last.text) == (by, text):
        return last
    remark = Remark.objects.create(request=held, person=by, text=text, written_at=at)
    Request.objects.filter(pk=held.pk).update(changed_at=at)
    audit.record("requests.discussed", by=by, on=held, person=held.requester, at=at)
    if by == held.requester:
        notifying.tell_answer(remark, request=held, seats=seats)
    else:
        notifying.tell_question(remark, request=held)
    return remark


def remarks(request: Request) -> list[Remark]:
    """Everything that was asked and answered, in order."""
    return list(Remark.objects.filter(request=request).order_by("pk").select_related("person"))


def unanswered(request: Request, said: list[Remark]) -> Remark | None:
    """The question that waits for the requester of an open request, if one does."""
    is_open = request.state == Request.State.OPEN
    if is_open and said and said[-1].person_id != request.requester_id:
        return said[-1]
    return None


def last_remarks(requests: Iterable[int]) -> dict[int, Remark]:
    """Request id → what was said last about it, of these requests (ids); one statement."""
    rows = Remark.objects.filter(request__in=list(requests)).select_related("person")
    last = rows.order_by("request_id", "-pk").distinct("request_id")
    return {remark.request_id: remark for remark in last}


def _seats(request: Request) -> list[Seat]:
    live = Seat.objects.filter(
        step__submission__request=request, step__state=Step.State.OPEN, left_at=None
    )
    return list(live.select_related("person"))
