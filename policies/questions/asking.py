"""Ask one's supervisor about a clause, about a policy, or for a sheet to sign on paper.

Asking ends no obligation: what is to be signed stays open, and its due date runs on.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from district_portal import audit
from district_portal.district.current import today
from policies import naming
from policies.models import Clause, Version
from policies.questions import in_hand, notifying
from policies.questions.models import Entry, Question

LONGEST: Final = 2000
"""Characters of a question, an answer or a note."""
_ABOUT: Final = 120


class WordsError(ValueError):
    """No words, or too many; the message says so."""


class NotOfVersionError(ValueError):
    """The clause stands in another version."""


def words_of(text: str, *, missing: str) -> str:
    """`text` as it is kept; raises WordsError with `missing` for none, or where it is too long."""
    text = text.strip().replace("\r\n", "\n").replace("\x00", "")
    if not text:
        raise WordsError(missing)
    if len(text) > LONGEST:
        raise WordsError(_("Write at most %(n)d characters") % {"n": LONGEST})
    return text


@transaction.atomic
def ask(
    version: Version,
    text: str,
    *,
    by: Person,
    clause: Clause | None = None,
    at: dt.datetime | None = None,
) -> Question:
    """Ask the supervisor of `by` about `clause`, or about `version` as a whole.

    The same words about the same on one day are one question. `at` is aware, now unless given.
    Raises WordsError, NotOfVersionError. The preamble of 401.15 sends questions to the supervisor.
    """
    at = at or timezone.now()
    text = words_of(text, missing=_("Write what you want to know"))
    if clause is not None and clause.version_id != version.pk:
        raise NotOfVersionError
    asker = _lock(by)
    day = today(at)
    same = Question.objects.filter(
        asker=asker, version=version, clause=clause, text=text, asked_on=day, kind="question"
    )
    if there := same.first():
        return there
    question = Question(
        asker=asker,
        version=version,
        clause=clause,
        about=_called(version, clause),
        text=text,
        asked_at=at,
        asked_on=day,
        waits_since=at,
    )
    return _begin(question)


@transaction.atomic
def ask_for_paper(
    version: Version, *, by: Person, text: str = "", at: dt.datetime | None = None
) -> Question:
    """Ask for a sheet to sign `version` on paper; one at a time. Raises WordsError for a long text.

    It is answered when the sheet was handed over.
    """
    at = at or timezone.now()
    text = words_of(text, missing="") if text.strip() else ""
    asker = _lock(by)
    waiting = Question.objects.filter(asker=asker, version=version, kind="paper", state="open")
    if there := waiting.first():
        return there
    question = Question(
        asker=asker,
        version=version,
        kind=Question.Kind.PAPER,
        text=text,
        asked_at=at,
        asked_on=today(at),
        waits_since=at,
    )
    return _begin(question)


def _begin(question: Question) -> Question:
    standing = in_hand.who_has(question)
    if standing:
        question.holder, question.why = standing.person, standing.why
        question.stands_in_for = standing.stands_in_for
    question.save(force_insert=True)
    Entry.objects.create(
        question=question,
        what=Entry.What.ASKED,
        by=question.asker,
        to=question.holder,
        at=question.asked_at,
    )
    audit.record(
        "questions.paper_asked" if question.is_paper else "questions.asked",
        by=question.asker,
        on=question,
        person=question.asker,
        after={"with": str(question.holder) if question.holder else None},
        at=question.asked_at,
    )
    notifying.tell_holder(question)
    return question


def _lock(person: Person) -> Person:
    """The person as they are now; who asks twice at once waits for themselves."""
    return Person.objects.select_for_update(no_key=True).get(pk=person.pk)


def _called(version: Version, clause: Clause | None) -> str:
    if clause is None:
        return ""
    clauses = list(version.clauses.all())
    naming.name(clauses)
    called = next(row.called for row in clauses if row.pk == clause.pk)
    return called if len(called) <= _ABOUT else f"{called[: _ABOUT - 1]}…"
