"""Answer a question, ask further, say that it is answered; hand a sheet over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from district_portal import audit
from policies.questions import in_hand, notifying
from policies.questions.asking import words_of
from policies.questions.models import Entry, Question

State, What = Question.State, Entry.What


class NotYoursError(Exception):
    """The person neither asked nor has it in hand; somebody else may have it by now."""


class OverError(Exception):
    """What was asked for is done: a sheet was handed over, or is not wanted any more."""


@transaction.atomic
def write(question: Question, text: str, *, by: Person, at: dt.datetime | None = None) -> Question:
    """Answer `question`, or ask further; what was closed is open again by that.

    Whoever asked asks further, whoever has it in hand answers; two at once both stand, in the
    order in which they came. The same words twice in a row are one. Raises WordsError,
    NotYoursError, and OverError for a sheet that is not asked for any more.
    """
    at, held = at or timezone.now(), lock(question.pk)
    asks = by.pk == held.asker_id
    missing = _("Write what you want to know") if asks else _("Write your answer")
    text = words_of(text, missing=missing)
    if not asks and by.pk != held.holder_id:
        raise NotYoursError
    if held.is_paper and not held.is_open:
        raise OverError
    if _said_last(held) == (by.pk, text):
        return held
    what = What.ASKED_FURTHER if asks else What.ANSWERED
    if asks:
        held.waits_since = at
        seat(held)
    state = State.OPEN if asks or held.is_paper else State.ANSWERED
    entry = _record(
        "questions.asked_further" if asks else "questions.answered",
        held,
        what,
        state=state,
        by=by,
        at=at,
        text=text,
        to=held.holder if asks else None,
    )
    if asks:
        notifying.tell_holder(held)
    else:
        notifying.tell_answer(held, entry=entry)
    return held


@transaction.atomic
def close(question: Question, *, by: Person, at: dt.datetime | None = None) -> Question:
    """Say that `question` is answered, or is not asked any more; harmless when it is closed.

    Whoever asked may do so at any time, whoever has it in hand once it is answered. Raises
    NotYoursError.
    """
    held = lock(question.pk)
    answers = by.pk == held.holder_id and held.state != State.OPEN
    if by.pk != held.asker_id and not answers:
        raise NotYoursError
    if held.state != State.CLOSED:
        at = at or timezone.now()
        _record("questions.closed", held, What.CLOSED, state=State.CLOSED, by=by, at=at)
    return held


@transaction.atomic
def hand_over(question: Question, *, by: Person, at: dt.datetime | None = None) -> Question:
    """Say that the sheet that was asked for was handed over; harmless when it was already.

    Raises NotYoursError for whoever asked, and for what is no sheet; OverError where it was taken
    back.
    """
    held = lock(question.pk)
    if by.pk == held.asker_id or not held.is_paper:
        raise NotYoursError
    if held.state == State.CLOSED:
        if not held.entries.filter(what=What.SHEET).exists():
            raise OverError
        return held
    at = at or timezone.now()
    _record("questions.sheet_handed_over", held, What.SHEET, state=State.CLOSED, by=by, at=at)
    return held


@transaction.atomic
def close_for_leavers(people: Collection[int], *, at: dt.datetime | None = None) -> None:
    """Close what people asked who left the district."""
    at = at or timezone.now()
    theirs = Question.objects.filter(asker__in=people).exclude(state=State.CLOSED)
    for pk in theirs.order_by("pk").values_list("pk", flat=True):
        held = lock(pk)
        if held.state != State.CLOSED:
            _record("questions.closed", held, What.CLOSED, state=State.CLOSED, by=None, at=at)


def lock(pk: int) -> Question:
    """The question as it stands, held until the end of the caller's transaction."""
    rows = Question.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("asker", "holder", "version__policy__owner").get(pk=pk)


def seat(held: Question) -> bool:
    """Put a question that is held into the right hand, without saving; whether that is another."""
    standing = in_hand.who_has(held)
    before = held.holder_id
    held.holder = standing.person if standing else None
    held.stands_in_for = standing.stands_in_for if standing else None
    held.why = standing.why if standing else ""
    return held.holder_id != before


def _said_last(held: Question) -> tuple[int | None, str]:
    """Who wrote last, and what."""
    last = held.entries.order_by("pk").last()
    if last is None:
        return None, ""
    return last.by_id, held.text if last.what == What.ASKED else last.text


def _record(
    act: str,
    held: Question,
    what: Entry.What,
    *,
    state: str,
    by: Person | None,
    at: dt.datetime,
    text: str = "",
    to: Person | None = None,
) -> Entry:
    held.state = state
    held.save(update_fields=list(Question.moving))
    entry = Entry.objects.create(question=held, what=what, text=text, by=by, to=to, at=at)
    audit.record(act, by=by, on=held, person=held.asker, after={"state": state}, at=at)
    return entry
