"""Check questions answered, changed and signed past at the same moment."""

from __future__ import annotations

import pytest

from policies.acknowledgments import signing
from policies.acknowledgments.models import Attempt, CheckQuestion, Signature
from policies.acknowledgments.quizzing import answering, writing
from policies.acknowledgments.quizzing.answering import Given
from tests.factories.acknowledgments import required, signed
from tests.factories.policies import published
from tests.factories.questions import ANSWERS, marks, questioned
from tests.races.together import together

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def version(cast):
    version = published("529", "Staff Use of Social Media")
    required(version)
    return version


def test_one_answer_clicked_ten_times_is_one_attempt(cast, version):
    question = questioned(version)
    given = {question.pk: Given(1, marks(cast.lou, version)[question.pk])}
    results = together([lambda: answering.answer(cast.lou, version, given)] * 10)
    assert not [result for result in results if isinstance(result, Exception)]
    assert Attempt.objects.count() == 1


@pytest.mark.parametrize("_round", range(5))
def test_a_question_is_written_before_or_after_a_signature_and_never_past_it(cast, version, _round):
    signature, question = together(
        [lambda: signed(cast.lou, version), lambda: questioned(version, by=cast.polly)]
    )
    assert isinstance(question, CheckQuestion)
    if not isinstance(signature, Signature):
        assert isinstance(signature, signing.QuestionsOpenError)
        assert not Signature.objects.exists()


@pytest.mark.parametrize("_round", range(5))
def test_a_question_is_answered_as_it_was_shown_or_not_at_all(cast, version, _round):
    question = questioned(version)
    given = {question.pk: Given(1, marks(cast.lou, version)[question.pk])}
    other = {"text": "Other words?", "answers": ANSWERS, "right": 0, "clause": question.clause}
    together(
        [
            lambda: answering.answer(cast.lou, version, given),
            lambda: writing.change(question, by=cast.polly, **other),
        ]
    )
    live = CheckQuestion.objects.get(ended_at=None)
    assert live.text == "Other words?"
    if attempt := Attempt.objects.select_related("question").first():
        assert attempt.question.text == "What comes first?"
    else:
        assert live == question


def test_ten_people_who_write_at_once_fill_ten_places(cast, version):
    made = together([lambda n=n: questioned(version, f"Question {n}?") for n in range(12)])
    assert sum(isinstance(result, writing.FullError) for result in made) == 2
    live = CheckQuestion.objects.filter(ended_at=None).order_by("order")
    assert [question.order for question in live] == list(range(1, 11))


def test_moves_at_the_same_moment_leave_every_place_taken_once(cast, version):
    questions = [questioned(version, f"Question {n}?") for n in range(4)]
    moves = [(0, 4), (3, 1), (1, 3), (2, 1)]
    results = together(
        [lambda at=at, to=to: writing.move(questions[at], to=to, by=cast.polly) for at, to in moves]
    )
    assert not [result for result in results if isinstance(result, Exception)]
    live = CheckQuestion.objects.order_by("order")
    assert [question.order for question in live] == [1, 2, 3, 4]
