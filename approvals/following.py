"""Where a request is and how it came there: its way, its history, what changed since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import Person
from approvals import routing
from approvals.deciders import Asker
from approvals.models import Attestation, Decision, Request, Seat, Step, Submission
from district_portal.district.keeping_words import as_read
from district_portal.ui.listing import all_of, any_of

CLAUSE = "clause__version__policy"
UNREAD = ("clause__words", "clause__version__canonical_text", "clause__version__alignment")
_OUTCOME_KINDS = {"approved": "ok", "returned": "warn", "denied": "bad"}


@dataclass(frozen=True)
class Stage:
    """One line of the way: a badge, who or what, when, and why somebody stands in."""

    kind: str
    badge: str
    text: str
    at: dt.datetime | None = None
    why: str = ""


@dataclass(frozen=True)
class Happening:
    """One line of the history: when, what, by whom, and the words that were given."""

    at: dt.datetime
    text: str
    words: str = ""


@dataclass(frozen=True)
class Change:
    """One answer that differs between two submissions."""

    label: str
    before: str
    after: str


def latest(request: Request) -> Submission | None:
    """The newest submission with its steps, seats, decisions and promises."""
    return next(reversed(submissions(request)), None)


def submissions(request: Request) -> list[Submission]:
    """Every submission with its steps, seats, decisions and promises, the newest last."""
    seats = Seat.objects.select_related("person", "stands_in_for", "decision__person")
    return list(
        request.submissions.order_by("number")
        .select_related("sent_by")
        .prefetch_related(
            "steps",
            Prefetch("steps__seats", seats),
            Prefetch("attestations", Attestation.objects.select_related(CLAUSE).defer(*UNREAD)),
        )
    )


def decisions(step: Step) -> list[Decision]:
    """What was decided at a step, in order, out of its seats."""
    found = [seat.decision for seat in step.seats.all() if hasattr(seat, "decision")]
    return sorted(found, key=lambda decision: (decision.decided_at, decision.pk))


def way(
    request: Request,
    submission: Submission,
    *,
    afterwards: str = "",
    ahead: list[routing.Expected] | None = None,
) -> list[Stage]:
    """The way of a submission: what was decided, who decides now, who would come next.

    `ahead` is what `coming` answered, computed here unless given.
    """
    stages = [Stage("ok", pgettext("request", "Sent"), str(submission.sent_by), submission.sent_at)]
    stages += [stage for step in submission.steps.all() for stage in _behind(step)]
    if request.state == Request.State.OPEN:
        steps = _ahead(request, submission) if ahead is None else ahead
        stages += [_next(step) for step in steps]
    if afterwards and request.state == Request.State.OPEN:
        stages.append(Stage("plain", _("Then"), afterwards))
    return stages


def coming(
    request: Request, submission: Submission, *, decided_by: Person | None
) -> list[routing.Expected]:
    """How the steps still to come would go today, if `decided_by` decides the open one."""
    waiting = [step for step in submission.steps.all() if step.state == Step.State.WAITING]
    if not waiting:
        return []
    return routing.expected(waiting, asker=Asker.of(request), decided_by=decided_by)


def either(people: list[Person]) -> str:
    """One of these people: "Pat Novak or Ada Lindqvist"."""
    return any_of(people)


def who(chairs: Iterable[routing.Chair | Seat], *, all_must: bool) -> str:
    """Who decides: "Pat Novak or Ada Lindqvist"; where all must, "Ada Lindqvist and Tom Reyes"."""
    if not all_must:
        return either([chair.person for chair in chairs])
    for_each: dict[tuple[str, ...], list[Person]] = {}
    for chair in chairs:
        for_each.setdefault(tuple(chair.approvers), []).append(chair.person)
    return all_of(either(people) for people in for_each.values())


def history(request: Request, sent: Iterable[Submission]) -> list[Happening]:
    """Everything that happened, newest first; `sent` is what `submissions` answered."""
    happened, ends = [], set()
    if request.state == Request.State.WITHDRAWN and request.closed_at:
        text = _("%(name)s withdrew it") % {"name": request.requester}
        if request.why_ended:
            text = _("It ended without a decision")
        happened.append(Happening(request.closed_at, text, as_read(request.why_ended)))
        ends.add(request.closed_at)
    skipped = []
    for submission in sent:
        words = _("%(name)s sent it") if submission.number == 1 else _("%(name)s sent it again")
        happened.append(Happening(submission.sent_at, words % {"name": submission.sent_by}))
        for step in submission.steps.all():
            for row in decisions(step):
                happened.append(Happening(row.decided_at, _decided(row), row.reason))
                if row.outcome != Decision.Outcome.APPROVED:
                    ends.add(row.decided_at)
            if step.state == Step.State.SKIPPED:
                skipped.append(step)
    for step in skipped:
        if step.ended_at and step.ended_at not in ends:
            label = _("%(step)s: not asked") % {"step": step.label}
            happened.append(Happening(step.ended_at, label, as_read(step.why_skipped)))
    return sorted(happened, key=lambda row: row.at, reverse=True)


def changes(sent: Sequence[Submission]) -> list[Change]:
    """What differs between the last submission and the one before it, in the order of the form."""
    if len(sent) <= 1:
        return []
    old = {row["name"]: row for row in sent[-2].words}
    new = {row["name"]: row for row in sent[-1].words}
    labels = {**_labels(old), **_labels(new)}
    return [
        Change(label, was, now)
        for name, label in labels.items()
        if (was := old.get(name, {}).get("text", "")) != (now := new.get(name, {}).get("text", ""))
    ]


def _labels(rows: dict[str, dict[str, Any]]) -> dict[str, str]:
    return {name: row["label"] for name, row in rows.items()}


def _behind(step: Step) -> list[Stage]:
    stages = [_decided_stage(decision) for decision in decisions(step)]
    if step.state == Step.State.SKIPPED:
        why = as_read(step.why_skipped)
        stages.append(Stage("plain", _("Not asked"), step.label, None, why))
    if step.state == Step.State.OPEN:
        live = [seat for seat in step.seats.all() if seat.left_at is None]
        why = " ".join(dict.fromkeys(seat.why for seat in live if seat.why))
        people = who(live, all_must=step.all_must) or _("Nobody can decide it now")
        stages.append(Stage("warn", _("Now"), people, step.opened_at, why))
    return stages


def _decided_stage(decision: Decision) -> Stage:
    kind = _OUTCOME_KINDS[decision.outcome]
    badge = str(decision.get_outcome_display())
    return Stage(kind, badge, str(decision.person), decision.decided_at, decision.seat.why)


def _ahead(request: Request, submission: Submission) -> list[routing.Expected]:
    sitting = [
        seat.person
        for step in submission.steps.all()
        if step.state == Step.State.OPEN
        for seat in step.seats.all()
        if seat.left_at is None
    ]
    sole = sitting[0] if len(sitting) == 1 else None
    return coming(request, submission, decided_by=sole)


def _next(step: routing.Expected) -> Stage:
    if step.why_skipped:
        return Stage("plain", _("Not asked"), step.label, None, step.why_skipped)
    people = who(step.chairs, all_must=step.all_must)
    why = " ".join(dict.fromkeys(chair.why for chair in step.chairs if chair.why))
    text = f"{people}, {step.label}" if people and not why else people
    return Stage("plain", _("Next"), text or step.label, None, why)


def _decided(decision: Decision) -> str:
    words = {
        "approved": _("%(name)s approved it"),
        "returned": _("%(name)s returned it for changes"),
        "denied": _("%(name)s denied it"),
    }
    text = words[decision.outcome] % {"name": decision.person}
    if decision.seat.stands_in_for:
        instead = _("%(text)s, in place of %(name)s")
        return instead % {"text": text, "name": decision.seat.stands_in_for}
    return text
