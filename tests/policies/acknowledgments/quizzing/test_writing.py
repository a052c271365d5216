from __future__ import annotations

import pytest
from django.db import Error, IntegrityError, transaction

from district_portal import audit
from district_portal.district.current import today
from policies.acknowledgments.models import CheckQuestion
from policies.acknowledgments.quizzing import writing
from tests.factories.acknowledgments import required
from tests.factories.policies import published
from tests.factories.questions import ANSWERS, answered, questioned
from tests.standing import standing

pytestmark = pytest.mark.django_db


@standing
def version(cast):
    version = published("529", "Staff Use of Social Media")
    required(version)
    return version


def order(version) -> list[str]:
    live = version.check_questions.filter(ended_at=None).order_by("order")
    assert [question.order for question in live] == list(range(1, len(live) + 1))
    return [question.text for question in live]


def content(question, **other) -> dict:
    said = {"text": question.text, "answers": question.answers, "right": question.right}
    return {**said, "clause": question.clause, **other}


def test_a_question_is_written_once_however_often_it_is_sent(cast, version):
    first = questioned(version, by=cast.polly)
    assert questioned(version, by=cast.polly) == first
    assert CheckQuestion.objects.count() == 1
    assert audit.events(act="check_questions.written").count() == 1
    assert first.created_by == cast.polly


def test_ten_are_the_limit(cast, version):
    for number in range(10):
        questioned(version, f"Question {number}?")
    with pytest.raises(writing.FullError):
        questioned(version, "One more?")
    writing.end(CheckQuestion.objects.first(), by=cast.polly)
    questioned(version, "One more?")
    assert order(version)[-1] == "One more?"


@pytest.mark.parametrize(
    "unfit",
    [
        {"text": "  "},
        {"answers": ["Only one"], "right": 0},
        {"answers": ["The same", "the  SAME"], "right": 0},
        {"answers": ["One", ""], "right": 0},
        {"answers": list("abcdef"), "right": 0},
        {"right": 3},
        {"right": -1},
    ],
)
def test_what_can_not_be_asked_is_refused(cast, version, unfit):
    with pytest.raises(writing.UnfitError):
        questioned(version, unfit.pop("text", "What?"), **unfit)


def test_the_clause_is_one_of_the_version(cast, version):
    other = published("511", "Conduct").clauses.first()
    with pytest.raises(writing.UnfitError):
        questioned(version, clause=other)
    with pytest.raises(Error, match="rests on a clause"), transaction.atomic():
        CheckQuestion.objects.filter(pk=questioned(version).pk).update(clause=other)


def test_as_long_as_nobody_answered_it_is_changed_as_it_stands(cast, version):
    question = questioned(version)
    changed = writing.change(question, by=cast.polly, **content(question, text="And now?"))
    assert changed.pk == question.pk
    assert order(version) == ["And now?"]


def test_once_answered_another_takes_its_place(cast, version):
    first, second = questioned(version, "First?"), questioned(version, "Second?")
    answered(cast.lou, first, 1)
    changed = writing.change(first, by=cast.polly, **content(first, text="Better?"))
    assert changed.pk != first.pk
    assert changed.former == first
    assert order(version) == ["Better?", "Second?"]
    first.refresh_from_db()
    assert (first.text, first.ended_by) == ("First?", cast.polly)
    assert first.attempts.count() == 1
    assert writing.change(changed, by=cast.polly, **content(changed)).pk == changed.pk
    assert second.text in order(version)


@pytest.mark.parametrize("field", ["text", "answers", "right", "clause"])
def test_the_database_keeps_what_was_answered(cast, version, field):
    question = questioned(version)
    answered(cast.lou, question, 1)
    other = {"text": "New?", "answers": ["a", "b"], "right": 1, "clause": version.clauses.first()}
    with pytest.raises(Error, match="was answered stays"), transaction.atomic():
        CheckQuestion.objects.filter(pk=question.pk).update(**{field: other[field]})
    with pytest.raises(Error, match="Cannot delete"), transaction.atomic():
        CheckQuestion.objects.filter(pk=question.pk).delete()
    CheckQuestion.objects.filter(pk=question.pk).update(order=5)


def test_the_database_keeps_what_has_ended(cast, version):
    question = questioned(version)
    writing.end(question, by=cast.polly)
    with pytest.raises(Error, match="has ended"), transaction.atomic():
        CheckQuestion.objects.filter(pk=question.pk).update(ended_at=None)


@pytest.mark.parametrize(
    "broken", [{"order": 0}, {"order": 11}, {"right": 3}, {"text": ""}, {"answers": ["a"]}]
)
def test_the_database_refuses_what_is_no_question(cast, version, broken):
    question = questioned(version)
    with pytest.raises(IntegrityError), transaction.atomic():
        CheckQuestion.objects.filter(pk=question.pk).update(**broken)


def test_no_two_stand_at_the_same_place(cast, version):
    questioned(version, "First?")
    second = questioned(version, "Second?")
    with pytest.raises(IntegrityError), transaction.atomic():
        CheckQuestion.objects.filter(pk=second.pk).update(order=1)


@pytest.mark.parametrize(
    ("at", "to", "expected"),
    [(1, 3, "BCAD"), (4, 1, "DABC"), (2, 2, "ABCD"), (2, 1, "BACD"), (3, 99, "ABDC")],
)
def test_a_question_moves_to_its_new_place_however_often_it_is_sent(
    cast, version, at, to, expected
):
    questions = [questioned(version, text) for text in "ABCD"]
    for _click in range(2):
        writing.move(questions[at - 1], to=to, by=cast.polly)
    assert order(version) == list(expected)


def test_what_is_no_longer_asked_can_be_asked_again(cast, version):
    first = questioned(version, "First?")
    questioned(version, "Second?")
    for _click in range(2):
        writing.end(first, by=cast.polly)
    assert order(version) == ["Second?"]
    first.refresh_from_db()
    again = writing.put_back(first, by=cast.polly)
    assert writing.put_back(first, by=cast.polly) == again
    assert order(version) == ["Second?", "First?"]
    writing.end(again, by=cast.polly)
    again.refresh_from_db()
    writing.put_back(again, by=cast.polly)
    assert order(version) == ["Second?", "First?"]


def test_nothing_is_asked_about_a_version_that_is_over(cast, version):
    question = questioned(version)
    published("529", "Staff Use of Social Media", clauses=["Other words.", "All new."])
    version.refresh_from_db()
    with pytest.raises(writing.OverError):
        questioned(version, "Late?")
    with pytest.raises(writing.OverError):
        writing.change(question, by=cast.polly, **content(question, answers=ANSWERS[:2]))
    with pytest.raises(writing.OverError):
        writing.move(question, to=1, by=cast.polly)


def test_a_version_that_waits_for_its_day_has_questions_already(cast):
    later = published("540", "Phones", effective_on=today().replace(year=today().year + 1))
    assert questioned(later).order == 1
