from __future__ import annotations

import datetime as dt

import pytest
from django.db import Error, transaction
from django.utils import timezone

from district_portal import audit
from policies.acknowledgments import assigning, signing
from policies.acknowledgments.models import Attempt, Signature
from policies.acknowledgments.quizzing import answering, passing, writing
from policies.acknowledgments.quizzing.answering import Given
from tests.factories.acknowledgments import required, signed
from tests.factories.policies import published
from tests.factories.questions import answered, marks, questioned
from tests.standing import standing

pytestmark = pytest.mark.django_db
AUTUMN = dt.datetime(2026, 9, 1, 15, tzinfo=dt.UTC)


@standing
def version(cast):
    version = published("529", "Staff Use of Social Media")
    required(version)
    return version


def test_nobody_signs_before_every_question_is_answered(cast, version):
    first, second = questioned(version), questioned(version, "And then?")
    answered(cast.lou, first, 0)
    with pytest.raises(signing.QuestionsOpenError):
        signed(cast.lou, version)
    assert not Signature.objects.exists()
    answered(cast.lou, second, 0)
    assert signed(cast.lou, version).person == cast.lou


def test_a_wrong_answer_is_tried_again_as_often_as_one_likes(cast, version):
    question = questioned(version)
    answered(cast.lou, question, 1, 2, 1, 1)
    with pytest.raises(signing.QuestionsOpenError):
        signed(cast.lou, version)
    answered(cast.lou, question, 0)
    assert signed(cast.lou, version)
    kept = Attempt.objects.values_list("number", "answer", "person", "version", "school_year")
    assert [row[:2] for row in kept] == [(1, 1), (2, 2), (3, 1), (4, 1), (5, 0)]
    assert {row[2:4] for row in kept} == {(cast.lou.pk, version.pk)}
    assert audit.events(act="acknowledgments.answered").count() == 5


def test_after_two_wrong_answers_reading_the_clause_goes_on(cast, version):
    question = questioned(version)
    [row] = answered(cast.lou, question, 1, None)
    assert not row.is_passed, "one wrong answer is not enough"
    [row] = answered(cast.lou, question, 2, None)
    assert row.is_passed
    assert row.is_read
    assert signed(cast.lou, version)


def test_what_is_answered_right_is_not_asked_again(cast, version):
    question = questioned(version)
    answered(cast.lou, question, 0, 1)
    assert Attempt.objects.get().answer == 0


def test_the_same_answer_sent_twice_from_one_page_is_one_attempt(cast, version):
    question = questioned(version)
    seen = marks(cast.lou, version)[question.pk]
    for _click in range(2):
        answering.answer(cast.lou, version, {question.pk: Given(1, seen)})
    assert Attempt.objects.count() == 1
    answering.answer(cast.lou, version, {question.pk: Given(0, seen)})
    assert passing.asked(cast.lou, version, school_year="")[0].given == []
    assert not passing.is_open(cast.lou, version, school_year=Attempt.objects.first().school_year)


def test_an_answer_to_other_words_than_those_on_the_page_does_not_count(cast, version):
    question = questioned(version)
    seen = marks(cast.lou, version)[question.pk]
    writing.change(
        question, by=cast.polly, text="What comes last?", answers=["Nothing", "Ask first"],
        right=1, clause=question.clause,
    )  # fmt: skip
    answering.answer(cast.lou, version, {question.pk: Given(0, seen)})
    assert not Attempt.objects.exists()


@pytest.mark.parametrize("answer", [3, 99, -1])
def test_an_answer_that_is_not_there_does_not_count(cast, version, answer):
    question = questioned(version)
    answered(cast.lou, question, answer)
    assert not Attempt.objects.exists()


def test_who_has_nothing_to_sign_answers_nothing(cast, version):
    question = questioned(version)
    answered(cast.lou, question, 0)
    signed(cast.lou, version)
    with pytest.raises(signing.NotAskedError):
        answered(cast.lou, question, 1)


def test_who_has_signed_is_not_asked_what_is_written_later(cast, version):
    first = signed(cast.lou, version)
    questioned(version)
    assert signed(cast.lou, version) == first


def test_a_question_that_has_ended_is_asked_no_more(cast, version):
    question = questioned(version)
    writing.end(question, by=cast.polly)
    assert signed(cast.lou, version)


def test_another_school_year_asks_anew(cast):
    version = published("511", "Conduct")
    requirement = required(version, cycle="school_year", at=AUTUMN)
    question = questioned(version, at=AUTUMN)
    answered(cast.lou, question, 0, at=AUTUMN)
    signed(cast.lou, version, at=AUTUMN)
    later = AUTUMN.replace(year=2027)
    assigning.reconcile(requirement, at=later)
    with pytest.raises(signing.QuestionsOpenError):
        signed(cast.lou, version, at=later)
    answered(cast.lou, question, 0, at=later)
    assert signed(cast.lou, version, at=later).school_year == "2027–28"


def test_questions_come_before_the_password(cast, version):
    questioned(version)
    with pytest.raises(signing.QuestionsOpenError):
        signed(cast.lou, version, signed_in_at=None)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"answer": 3}, "no such answer"),
        ({"answer": None}, "to be tried"),
        ({"version": "other"}, "not asked for that version"),
    ],
)
def test_the_database_refuses_an_impossible_attempt(cast, version, fields, words):
    question = questioned(version)
    if fields.get("version"):
        fields = {"answer": 0, "version": published("511", "Conduct")}
    told = {"person": cast.lou, "version": version, "school_year": "2026–27", "number": 1}
    told |= {"question": question, "answered_at": timezone.now(), **fields}
    with pytest.raises(Error, match=words), transaction.atomic():
        Attempt.objects.create(**told)


def test_the_database_refuses_an_attempt_at_what_has_ended(cast, version):
    question = questioned(version)
    writing.end(question, by=cast.polly)
    with pytest.raises(Error, match="not asked"), transaction.atomic():
        Attempt.objects.create(
            person=cast.lou, version=version, question=question, school_year="2026–27",
            number=1, answer=0, answered_at=timezone.now(),
        )  # fmt: skip
