"""Mails about requests: to those who decide, and to those who asked."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from approvals.models import Decision, Remark, Request, Seat, Step
from district_portal import mailing

ONCE = "hold"
"""A notice goes out once: where a crash leaves doubt, a person looks before it is repeated."""


def ask_to_decide(seats: Iterable[Seat], *, request: Request, again: bool = False) -> None:
    """Tell those newly seated that `request` waits for them; `again` after it came back."""
    for seat in seats:
        mailing.queue(
            "request_waiting",
            key=f"request_waiting:{seat.pk}",
            to=seat.person,
            context={
                "request": request,
                "requester": request.requester,
                "seat": seat,
                "again": again,
                "link": reverse("approvals:decide", args=[request.pk]),
            },
            in_doubt=ONCE,
        )


def tell_decision(decision: Decision, *, request: Request, seats: Iterable[Seat]) -> None:
    """Tell the requester what was decided; `seats` are those who decide next."""
    goes_on = decision.outcome == Decision.Outcome.APPROVED and request.state == "open"
    mailing.queue(
        "decision_forwarded" if goes_on else f"decision_{decision.outcome}",
        key=f"decision:{decision.pk}",
        to=request.requester,
        context={
            "request": request,
            "decision": decision,
            "seats": list(seats),
            "link": request.get_absolute_url(),
        },
        in_doubt=ONCE,
    )


def tell_question(remark: Remark, *, request: Request) -> None:
    """Tell the requester what an approver asks before they decide."""
    mailing.queue(
        "request_question",
        key=f"request_question:{remark.pk}",
        to=request.requester,
        context={
            "request": request,
            "remark": remark,
            "link": reverse("approvals:discuss", args=[request.pk]),
        },
        in_doubt=ONCE,
    )


def tell_answer(remark: Remark, *, request: Request, seats: Iterable[Seat]) -> None:
    """Tell those who decide what the requester answered."""
    for seat in seats:
        mailing.queue(
            "request_answer",
            key=f"request_answer:{remark.pk}:{seat.pk}",
            to=seat.person,
            context={
                "request": request,
                "remark": remark,
                "link": reverse("approvals:decide", args=[request.pk]),
            },
            in_doubt=ONCE,
        )


def tell_escalation(
    step: Step, *, request: Request, before: Iterable[Seat], added: Iterable[Seat]
) -> None:
    """Tell the requester who is asked as well, since `before` have not decided."""
    mailing.queue(
        "request_escalated",
        key=f"request_escalated:{step.pk}",
        to=request.requester,
        context={
            "request": request,
            "before": [seat.person for seat in before],
            "added": [seat.person for seat in added],
            "link": request.get_absolute_url(),
        },
        in_doubt=ONCE,
    )


def tell_withdrawn(seats: Iterable[Seat], *, request: Request) -> None:
    """Tell those who were to decide that they need not."""
    for seat in seats:
        mailing.queue(
            "request_withdrawn",
            key=f"request_withdrawn:{seat.pk}",
            to=seat.person,
            context={
                "request": request,
                "requester": request.requester,
                "link": request.get_absolute_url(),
            },
            in_doubt=ONCE,
        )
