"""Accounts of the demo that are to be another than they were approved: one waits, one is so."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.utils import timezone

from approvals import as_it_stands, attesting, deciding, kinds, requesting
from approvals.models import Request, Step
from approvals.registry.models import Account

WAITS: Final = (
    "Marlow Bend Athletics",
    {
        "why": "Families ask under the posts when the bus leaves. I would answer there.",
        "comments": "open",
        "comment_rules": "The coach on duty reads them each evening and hides what is unkind.",
    },
)
DONE: Final = (
    "Cedar Landing Band",
    {
        "why": "Since fall the jazz band is on it, too.",
        "purpose": "Dates, places and recordings of the concert band and the jazz band.",
    },
)


def ask() -> None:
    """Let two owners ask for a change; one of them has it."""
    now = timezone.now()
    _ask(*WAITS, at=now - dt.timedelta(days=1, hours=2))
    asked = _ask(*DONE, at=now - dt.timedelta(days=9))
    while step := Step.objects.filter(submission__request=asked, state=Step.State.OPEN).first():
        seat = step.seats.filter(left_at=None).select_related("person")[0]
        deciding.decide(
            step, by=seat.person, outcome="approved", at=now - dt.timedelta(days=8 - step.order)
        )


def _ask(name: str, changes: dict[str, str], *, at: dt.datetime) -> Request:
    account = Account.objects.select_related("owner").get(name=name)
    owner = account.owner
    about, title = as_it_stands.about(account.pk), f"Change of {name}"
    request = requesting.start("account_change", by=owner, about=about, title=title, at=at)
    details = {**_as_it_is(request), **{field: [value] for field, value in changes.items()}}
    request = requesting.save_step(request, by=owner, step="details", typed=details, at=at)
    answers = kinds.complete(request, at=at)
    asked = attesting.asked_of(answers, kind=request.kind)
    promised = {str(row.promise.pk): row.promise.wording for row in asked}
    request = requesting.save_step(request, by=owner, step="promises", typed=promised, at=at)
    requesting.send(request, by=owner, answers=answers, at=at)
    return request


def _as_it_is(request: Request) -> dict[str, list[str]]:
    form = kinds.details_form(request, check=False)
    shown = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    return {
        name: value if isinstance(value, list) else [str(value)]
        for name, value in shown.items()
        if value is not None
    }
