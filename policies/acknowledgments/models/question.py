from __future__ import annotations

from typing import Final

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Deferrable, F, Q
from django.utils.translation import gettext_lazy as _

from district_portal.freezing import Frozen, frozen

MOST_QUESTIONS: Final = 10
"""That a version can have at a time."""
FEWEST_ANSWERS: Final = 2
MOST_ANSWERS: Final = 5
TRIES: Final = 2
"""Wrong answers to a question, after which reading its clause goes on as well."""

_RESTS_ON_A_CLAUSE: Final = """
    IF NOT EXISTS (
        SELECT FROM policies_clause WHERE id = NEW.clause_id AND version_id = NEW.version_id
    ) THEN
        RAISE EXCEPTION 'a check question rests on a clause of its own version';
    END IF;
    RETURN NEW;
"""
_STAYS: Final = """
    IF OLD.ended_at IS NOT NULL THEN
        RAISE EXCEPTION 'a check question that has ended stays as it is';
    END IF;
    IF (OLD.version_id, OLD.clause_id, OLD.text, OLD.answers, OLD."right")
        IS DISTINCT FROM (NEW.version_id, NEW.clause_id, NEW.text, NEW.answers, NEW."right")
        AND EXISTS (SELECT FROM acknowledgments_attempt WHERE question_id = OLD.id)
    THEN
        RAISE EXCEPTION 'a check question that was answered stays as it is';
    END IF;
    RETURN NEW;
"""
_POSSIBLE: Final = """
    SELECT * INTO question FROM acknowledgments_checkquestion
        WHERE id = NEW.question_id FOR SHARE;
    IF question.ended_at IS NOT NULL OR question.version_id <> NEW.version_id THEN
        RAISE EXCEPTION 'this check question is not asked for that version';
    END IF;
    IF NEW.answer >= cardinality(question.answers) THEN
        RAISE EXCEPTION 'the check question has no such answer';
    END IF;
    IF NEW.answer IS NULL AND TRIES > (
        SELECT count(*) FROM acknowledgments_attempt
        WHERE person_id = NEW.person_id AND question_id = NEW.question_id
        AND school_year = NEW.school_year AND answer <> question."right"
    ) THEN
        RAISE EXCEPTION 'a check question is to be tried before its clause counts as read';
    END IF;
    RETURN NEW;
""".replace("TRIES", str(TRIES))


class CheckQuestion(models.Model):
    """A short question on a version, asked before it is signed; it rests on one of its clauses.

    `right` is the place of the one right answer in `answers`, from 0; `order` that of the question
    among those that have not ended, from 1: there are as many places as questions may be. Once
    somebody has answered, the database refuses to change it; then it ends, and another takes its
    place, whose `former` it is. So is that of an earlier version, which was carried over.
    """

    version = models.ForeignKey(
        "policies.Version", on_delete=models.PROTECT, related_name="check_questions"
    )
    clause = models.ForeignKey("policies.Clause", on_delete=models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField()
    text = models.CharField(_("question"), max_length=300)
    answers = ArrayField(models.CharField(max_length=200), size=MOST_ANSWERS)
    right = models.PositiveSmallIntegerField()
    former = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="successors"
    )
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        ordering = ["version", "order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(order__gte=1, order__lte=MOST_QUESTIONS),
                name="at_most_ten_check_questions",
            ),
            ExclusionConstraint(
                name="check_questions_have_an_order",
                expressions=[("version", "="), ("order", "=")],
                condition=Q(ended_at=None),
                deferrable=Deferrable.IMMEDIATE,
            ),
            models.CheckConstraint(
                condition=Q(answers__len__gte=FEWEST_ANSWERS, answers__len__lte=MOST_ANSWERS)
                & Q(answers__len__gt=F("right"))
                & ~Q(text=""),
                name="one_of_the_answers_is_right",
            ),
            models.UniqueConstraint(
                fields=["former", "version"], name="followed_once_in_a_version"
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="rests_on_a_clause",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=_RESTS_ON_A_CLAUSE,
            ),
            pgtrigger.Trigger(
                name="stays", when=pgtrigger.Before, operation=pgtrigger.Update, func=_STAYS
            ),
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.text


class Attempt(Frozen):
    """What somebody answered to a check question before they signed; part of that record.

    `answer` is the place of the answer, from 0; None says that the person, after TRIES wrong
    ones, read the clause instead. `number` counts the attempts of a person at a question in a
    school year, from 1.
    """

    person = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, related_name="attempts", db_index=False
    )
    version = models.ForeignKey(
        "policies.Version", on_delete=models.PROTECT, related_name="attempts"
    )
    question = models.ForeignKey(CheckQuestion, on_delete=models.PROTECT, related_name="attempts")
    school_year = models.CharField(max_length=12)
    number = models.PositiveSmallIntegerField()
    answer = models.PositiveSmallIntegerField(null=True)
    answered_at = models.DateTimeField()

    class Meta:
        ordering = ["answered_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "question", "school_year", "number"], name="each_attempt_once"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="attempts_count_from_one"),
        ]
        triggers = [
            *frozen(),
            pgtrigger.Trigger(
                name="possible",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=[("question", "acknowledgments_checkquestion%ROWTYPE")],
                func=_POSSIBLE,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.question}"

    @property
    def is_right(self) -> bool:
        """Whether it was the right answer; needs the question."""
        return self.answer == self.question.right

    @property
    def chosen(self) -> str:
        """The words of the answer, empty when the clause was read instead; needs the question."""
        return "" if self.answer is None else self.question.answers[self.answer]
