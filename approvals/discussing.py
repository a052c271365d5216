"""Questions about a request before it is decided, and their answers; the step stays open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from accounts.models import Person
from accounts.naming import called
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
    """Everything that was asked and answered, in order; `is_open` for what is not answered yet."""
    rows = Remark.objects.filter(request=request).annotate(is_open=_waits())
    return list(rows.order_by("pk").select_related("person"))


def unanswered(said: list[Remark]) -> Remark | None:
    """Of what `remarks` found, the question that waits for the requester, if one does."""
    return next((remark for remark in reversed(said) if getattr(remark, "is_open", False)), None)


def open_questions(requests: Iterable[int]) -> dict[int, Remark]:
    """Request id → the question that waits for its requester, of these requests (ids)."""
    rows = Remark.objects.filter(_waits(), request__in=list(requests)).select_related("person")
    return {remark.request_id: remark for remark in rows.order_by("pk")}


def asked_of(person: Person) -> QuerySet[Request]:
    """The requests of `person` about which a question waits for them."""
    asks = Remark.objects.filter(_waits(), request=OuterRef("pk"))
    return Request.objects.filter(Exists(asks), requester=person, state=Request.State.OPEN)


def asks() -> Subquery:
    """The name of whoever asks the requester what waits for them, to annotate requests with."""
    asked = Remark.objects.filter(_waits(), request=OuterRef("pk")).order_by("-pk")
    return Subquery(asked.values(name=called("person"))[:1])


def answered_at(requests: Iterable[int]) -> dict[int, dt.datetime]:
    """Request id → when its last question was answered, of these requests (ids)."""
    asked: set[int] = set()
    found: dict[int, dt.datetime] = {}
    rows = Remark.objects.filter(request__in=list(requests)).select_related("request")
    for remark in rows.order_by("pk"):
        if remark.person_id != remark.request.requester_id:
            asked.add(remark.request_id)
        elif remark.request_id in asked:
            asked.remove(remark.request_id)
            found[remark.request_id] = remark.written_at
    return found


def _waits() -> Q:
    """Which remarks are questions that wait for the requester, who has said nothing since.

    They were asked at the open step by somebody who sits there still.
    """
    open_seats = Seat.objects.filter(
        person=OuterRef("person"),
        left_at=None,
        step__state=Step.State.OPEN,
        step__opened_at__lte=OuterRef("written_at"),
        step__submission__request=OuterRef("request"),
    )
    answers = Remark.objects.filter(
        request=OuterRef("request"), person=F("request__requester"), pk__gt=OuterRef("pk")
    )
    return Q(Exists(open_seats), ~Exists(answers), request__state=Request.State.OPEN)


def _seats(request: Request) -> list[Seat]:
    live = Seat.objects.filter(
        step__submission__request=request, step__state=Step.State.OPEN, left_at=None
    )
    return list(live.select_related("person"))
