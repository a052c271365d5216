"""Say beside a clause what was asked before, in words of the district's own, and take it back."""

from __future__ import annotations

import datetime as dt
import re

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from district_portal import audit
from policies.models import Clause, Version
from policies.questions import answering
from policies.questions.asking import WordsError, words_of
from policies.questions.models import AskedBefore, Entry, Question


class FieldError(ValueError):
    """What can't be published; `field` has to be corrected, the message says why."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(words)
        self.field = field


class NotPublishableError(Exception):
    """It was not answered, or the clause was changed since."""


@transaction.atomic
def publish(
    question: Question, *, asked: str, answer: str, by: Person, at: dt.datetime | None = None
) -> AskedBefore:
    """Publish what was asked and answered beside the clause, for everybody who reads it.

    One at a time for each question: the first stays until it is withdrawn. Neither text may name
    who asked. Raises FieldError, NotPublishableError.
    """
    held = answering.lock(question.pk)
    texts = {}
    for field, text, missing in (
        ("asked", asked, _("Write the question in your own words")),
        ("answer", answer, _("Write the answer")),
    ):
        texts[field] = _without_name(field, text, missing=missing, asker=held.asker)
    if there := live().filter(question=held).first():
        return there
    if not may_be_published(held):
        raise NotPublishableError
    published = AskedBefore.objects.create(
        question=held,
        version=held.version,
        clause=held.clause,
        published_by=by,
        published_at=at or timezone.now(),
        **texts,
    )
    audit.record("questions.published", by=by, on=held, after={"asked_before": published.pk}, at=at)
    return published


@transaction.atomic
def withdraw(
    published: AskedBefore, *, reason: str, by: Person, at: dt.datetime | None = None
) -> AskedBefore:
    """Take back what was published; harmless when it was already. Raises FieldError."""
    try:
        reason = words_of(reason, missing=_("Say why you withdraw it"))
    except WordsError as wrong:
        raise FieldError("reason", str(wrong)) from wrong
    rows = AskedBefore.objects.select_for_update(of=("self",), no_key=True)
    held = rows.select_related("question__version", "version__policy").get(pk=published.pk)
    if held.withdrawn_at is None:
        held.withdrawn_at, held.withdrawn_by, held.withdrawn_why = at or timezone.now(), by, reason
        held.save(update_fields=list(AskedBefore.moving))
        audit.record(
            "questions.withdrawn",
            by=by,
            on=held.question,
            after={"asked_before": held.pk, "reason": reason},
            at=at,
        )
    return held


def live() -> QuerySet[AskedBefore]:
    """What is published and not withdrawn."""
    return AskedBefore.objects.filter(withdrawn_at=None)


def carried() -> Q:
    """Which of what was asked before, or of the questions, is about text that binds today.

    About the version in force, or a clause that is the same there word for word; about a whole
    version only as long as none replaced it by other words.
    """
    binding = Version.objects.filter(
        policy=OuterRef("version__policy"), state=Version.State.IN_FORCE
    )
    same = Clause.objects.filter(
        version__policy=OuterRef("version__policy"),
        version__state=Version.State.IN_FORCE,
        key=OuterRef("clause__key"),
        text=OuterRef("clause__text"),
    )
    whole = Q(clause=None) & Exists(binding.filter(sha256=OuterRef("version__sha256")))
    return whole | Q(clause__isnull=False) & Exists(same)


def may_be_published(question: Question) -> bool:
    """Whether it was answered and is about text that binds today."""
    if question.is_paper or not question.entries.filter(what=Entry.What.ANSWERED).exists():
        return False
    return Question.objects.filter(carried(), pk=question.pk).exists()


def _without_name(field: str, text: str, *, missing: str, asker: Person) -> str:
    try:
        text = words_of(text, missing=missing)
    except WordsError as wrong:
        raise FieldError(field, str(wrong)) from wrong
    if re.search(rf"\b{re.escape(asker.family_name)}\b", text):
        raise FieldError(field, _("Leave out the name of whoever asked"))
    return text
