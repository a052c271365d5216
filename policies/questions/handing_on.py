"""A question goes to the policy's owner or to the District Administrator, or follows its people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person, RoleGrant
from accounts.standing_in import Standing
from district_portal import audit
from policies.questions import answering, in_hand, notifying
from policies.questions.answering import NotYoursError, OverError
from policies.questions.asking import words_of
from policies.questions.models import Entry, Question

With, What = Question.With, Entry.What


class NobodyElseError(ValueError):
    """It would stay where it is: nobody else is there as whom it was to go to."""


def whither(question: Question) -> list[tuple[str, Standing]]:
    """As whom others may have `question` in hand, and who they are today; never who has it."""
    ways = (With.HR,) if question.is_paper else (With.OWNER, With.ADMINISTRATOR)
    found = [(way.value, in_hand.who_has(question, as_whom=way)) for way in ways]
    others: dict[int, tuple[str, Standing]] = {}
    for way, standing in found:
        if standing and standing.person.pk != question.holder_id:
            others.setdefault(standing.person.pk, (way, standing))
    return list(others.values())


@transaction.atomic
def hand_on(
    question: Question, *, to: str, note: str, by: Person, at: dt.datetime | None = None
) -> Question:
    """Hand `question` on to whoever acts as `to` (one of `whither`), with a note.

    Who asked is told who has it now. Twice is once. Raises WordsError, NotYoursError,
    NobodyElseError, and OverError for what is closed.
    """
    note = words_of(note, missing=_("Say in a few words why you hand it on"))
    at, held = at or timezone.now(), answering.lock(question.pk)
    if held.holder_id != by.pk:
        if held.with_whom == to and _handed_on_by(held) == by.pk:
            return held
        raise NotYoursError
    if held.state == Question.State.CLOSED:
        raise OverError
    if to not in [way for way, _standing in whither(held)]:
        raise NobodyElseError
    held.with_whom, held.state, held.waits_since = to, Question.State.OPEN, at
    answering.seat(held)
    _moved(held, What.HANDED_ON, by=by, text=note, at=at)
    return held


@transaction.atomic
def reseat(people: Collection[int] | None = None, *, at: dt.datetime | None = None) -> int:
    """Let open questions be where they belong when people moved, left, or gained or lost a role.

    Of `people` (ids) only what a change of theirs may touch, all unless given. Answers how many
    have changed hands; safe to repeat.
    """
    at, moved = at or timezone.now(), 0
    for pk in sorted(_touched(people)):
        held = answering.lock(pk)
        if held.state != Question.State.OPEN:
            continue
        before = (held.stands_in_for_id, held.why)
        if answering.seat(held):
            held.waits_since = at
            _moved(held, What.MOVED, by=None, text=held.why, at=at)
            moved += 1
        elif before != (held.stands_in_for_id, held.why):
            held.save(update_fields=["stands_in_for", "why"])
    return moved


def _touched(people: Collection[int] | None) -> list[int]:
    rows = Question.objects.filter(state=Question.State.OPEN)
    if people is None:
        return list(rows.values_list("pk", flat=True))
    named = ("asker", "holder", "stands_in_for", "version__policy__owner")
    facts = list(rows.values_list("pk", "with_whom", "why", *named))
    in_roles = set(RoleGrant.objects.current().values_list("person", flat=True)) if facts else set()
    touches_roles = not in_roles.isdisjoint(people)
    return [
        pk
        for pk, with_whom, why, asker, holder, *others in facts
        if why
        or holder is None
        or not {asker, holder, *others}.isdisjoint(people)
        or (touches_roles and with_whom != With.SUPERVISOR)
    ]


def _handed_on_by(held: Question) -> int | None:
    last = held.entries.order_by("pk").last()
    return last.by_id if last and last.what == What.HANDED_ON else None


def _moved(
    held: Question, what: Entry.What, *, by: Person | None, text: str, at: dt.datetime
) -> None:
    held.save(update_fields=list(Question.moving))
    entry = Entry.objects.create(question=held, what=what, text=text, by=by, to=held.holder, at=at)
    audit.record(
        "questions.handed_on" if by else "questions.moved",
        by=by,
        on=held,
        person=held.asker,
        after={"with": str(held.holder) if held.holder else None},
        at=at,
    )
    notifying.tell_holder(held)
    notifying.tell_asker_who(held, entry=entry)
