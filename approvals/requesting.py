"""Ask for something: begin, remember what was typed, send, and send again after a return."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.models import Person
from approvals import attesting, conditions, lookalikes, moving_on, routing
from approvals.answers import Answers
from approvals.models import Request, Step, Submission
from approvals.signals import request_discarded
from district_portal import audit
from district_portal.district.current import today

EDITABLE = (Request.State.DRAFT, Request.State.RETURNED)


class NotEditableError(Exception):
    """The request was sent or closed in the meantime, or belongs to somebody else."""


class ChangedError(Exception):
    """The draft was changed after its answers were read: they are not what is there now."""


class AskedForAlreadyError(Exception):
    """What may be asked for only once at a time was asked for by another in the meantime."""


@transaction.atomic
def start(
    kind: str,
    *,
    by: Person,
    about: str = "",
    title: str = "",
    at: dt.datetime | None = None,
) -> Request:
    """Begin a request of `kind`; an empty draft that is there already is taken up again.

    So is any draft of theirs, where it is said what it is `about` before anything is answered;
    `title` then names it in lists.
    """
    at = at or timezone.now()
    Person.objects.select_for_update(no_key=True).get(pk=by.pk)
    drafts = Request.objects.filter(requester=by, kind=kind, state="draft", about=about)
    there = drafts.first() if about else drafts.filter(draft={}).first()
    if there:
        return there
    request = Request.objects.create(
        kind=kind, about=about, title=title[:200], requester=by, created_at=at, changed_at=at
    )
    audit.record("requests.started", by=by, on=request, after={"kind": kind}, at=at)
    return request


@transaction.atomic
def save_step(
    request: Request,
    *,
    by: Person,
    step: str,
    typed: Any,
    title: str = "",
    seen: str = "",
    at: dt.datetime | None = None,
) -> Request:
    """Remember what was typed in one step, checked or not; `title` names the draft in lists.

    `seen` is the fingerprint of the step as the page showed it, where it did. Raises
    NotEditableError when the request has been sent, or is another's, and ChangedError where
    another window has changed the step since.
    """
    held = _editable(request, by=by)
    if seen and seen != fingerprint(held, step) and typed != held.draft.get(step):
        raise ChangedError
    held.draft = {**held.draft, step: typed}
    held.title = title[:200] or held.title
    held.changed_at = at or timezone.now()
    held.save(update_fields=["draft", "title", "changed_at"])
    return held


def fingerprint(request: Request, step: str) -> str:
    """A short text that differs where the step of that name was typed otherwise."""
    told = json.dumps(request.draft.get(step), sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


@transaction.atomic
def discard(request: Request, *, by: Person) -> None:
    """Delete a draft that was never sent. Raises NotEditableError."""
    held = _editable(request, by=by)
    if held.state != Request.State.DRAFT:
        raise NotEditableError
    audit.record("requests.discarded", by=by, on=held, after={"title": held.title})
    request_discarded.send(sender=Request, request=held, by=by, at=timezone.now())
    held.delete()


@transaction.atomic
def send(
    request: Request, *, by: Person, answers: Answers, at: dt.datetime | None = None
) -> Submission:
    """Send a draft, or a returned request again, on its way; sending twice is harmless.

    `answers` were read out of `request` as it was fetched. The first step opens and its people
    are told. A request sent again goes the whole way anew, since what was approved before has
    changed. Raises NotEditableError, ChangedError, AskedForAlreadyError, UnpromisedError,
    NobodyToDecideError.
    """
    at = at or timezone.now()
    held = moving_on.lock(request.pk)
    if held.state == Request.State.OPEN and held.requester_id == by.pk:
        return held.submissions.latest("number")
    held = _editable(request, by=by)
    if held.changed_at != request.changed_at:
        raise ChangedError
    _open(held, answers=answers, at=at)
    submission = Submission.objects.create(
        request=held,
        number=held.submissions.count() + 1,
        answers=dict(answers.values),
        words=list(answers.words),
        sent_at=at,
        sent_by=by,
    )
    asked = attesting.asked_of(answers, kind=held.kind)
    attesting.attest(submission, asked=asked, promised=promised(held, asked))
    _copy_route(submission, request=held)
    moving_on.move_on(submission, request=held, decided_by=None, at=at)
    audit.record(
        "requests.sent",
        by=by,
        on=held,
        person=held.requester,
        place=held.place,
        after={"submission": submission.number},
        at=at,
    )
    return submission


def promised(request: Request, asked: list[attesting.Asked]) -> set[int]:
    """Which of the promises `asked` were ticked in the draft, in the words they have now."""
    ticked = request.draft.get("promises", {})
    return {
        row.promise.pk for row in asked if ticked.get(str(row.promise.pk)) == row.promise.wording
    }


def _editable(request: Request, *, by: Person) -> Request:
    held = moving_on.lock(request.pk)
    if held.state not in EDITABLE or held.requester_id != by.pk:
        raise NotEditableError
    return held


def _open(request: Request, *, answers: Answers, at: dt.datetime) -> None:
    try:
        with transaction.atomic():
            _number(request, answers=answers, at=at)
    except IntegrityError as error:
        if "asked_for_once_at_a_time" in str(error):
            raise AskedForAlreadyError from error
        raise


def _number(request: Request, *, answers: Answers, at: dt.datetime) -> None:
    if request.number is None:
        year = today(at).year
        request.number = f"{year}-{_next_number(year)}"
        request.route = routing.route_for(request.kind)
        request.sent_at = at
    request.title, request.about = answers.title[:200], answers.about[:300]
    request.looks = lookalikes.look(request.about)
    request.posting, request.place = answers.posting, answers.place
    request.creates, request.state = answers.creates, Request.State.OPEN
    request.changed_at = at
    request.save()


def _next_number(year: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO approvals_numberseries AS series (year, last) VALUES (%s, 1)
            ON CONFLICT (year) DO UPDATE SET last = series.last + 1
            RETURNING last
            """,
            [year],
        )
        return int(cursor.fetchone()[0])


def _copy_route(submission: Submission, *, request: Request) -> None:
    assert request.route is not None  # noqa: S101 – set when it got its number
    rows = request.route.steps.all()
    holding = conditions.holding(submission.answers)
    steps = routing.steps_of(rows, holding, place=request.place)
    Step.objects.bulk_create(
        Step(
            submission=submission,
            order=order,
            approvers=step.approvers,
            all_must=step.all_must,
            source=step.source,
        )
        for order, step in enumerate(steps, start=1)
    )
