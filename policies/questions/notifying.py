"""Mails about questions. None holds their words: these are for those alone who see the question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from district_portal import mailing

if TYPE_CHECKING:
    from policies.questions.models import Entry, Question

ONCE = "hold"
"""A notice goes out once: where a crash leaves doubt, a person looks before it is repeated."""


def tell_holder(question: Question) -> None:
    """Tell who has `question` in hand now that it waits for them; once each time it comes."""
    if question.holder is None:
        return
    mailing.queue(
        "question_paper" if question.is_paper else "question_asked",
        key=f"question:{question.pk}:{question.holder_id}:{question.waits_since.isoformat()}",
        to=question.holder,
        context=_context(question),
        in_doubt=ONCE,
    )


def tell_asker_who(question: Question, *, entry: Entry) -> None:
    """Tell who asked that somebody else has it in hand now."""
    if question.holder is None or not question.asker.is_active:
        return
    mailing.queue(
        "question_handed_on",
        key=f"question_handed_on:{entry.pk}",
        to=question.asker,
        context={**_context(question), "name": str(question.holder)},
        in_doubt=ONCE,
    )


def tell_answer(question: Question, *, entry: Entry) -> None:
    """Tell who asked that it was answered, or written about."""
    if not question.asker.is_active:
        return
    mailing.queue(
        "question_answered",
        key=f"question_answered:{entry.pk}",
        to=question.asker,
        context={**_context(question), "name": str(entry.by)},
        in_doubt=ONCE,
    )


def _context(question: Question) -> dict[str, Any]:
    return {
        "asker": str(question.asker),
        "question": question,
        "title": question.version.title,
        "link": question.get_absolute_url(),
    }
