"""Answers, further questions, the end of both; and a sheet that is handed over."""

from __future__ import annotations

import pytest

from accounts import moving
from district_portal.mailing.models import Message
from policies.questions import answering, asking, handing_on
from policies.questions.models import Entry, Question
from tests.factories.asking import answered, asked
from tests.factories.policies import published
from tests.races.together import together


@pytest.fixture
def version(cast):
    return published("529", "Staff Use of Social Media", clauses=["Be kind.", "Ask first."])


def whats(question):
    return list(question.entries.order_by("pk").values_list("what", flat=True))


def sent(name):
    return [str(mail.person) for mail in Message.objects.filter(name=name).order_by("pk")]


@pytest.mark.django_db
def test_an_answer_is_told_to_whoever_asked_and_stays_with_its_version(cast, version):
    question = answered(asked(version, by=cast.lou))
    assert question.state == "answered"
    assert whats(question) == ["asked", "answered"]
    assert sent("question_answered") == ["Lou Berg"]
    assert "own device" not in Message.objects.get(name="question_answered").text
    published("529", "Staff Use of Social Media", clauses=["Be kinder.", "Ask first."])
    question.refresh_from_db()
    assert question.version == version


@pytest.mark.django_db
def test_asking_further_opens_it_again_and_the_supervisor_is_told(cast, version):
    question = answered(asked(version, by=cast.lou))
    question = answering.write(question, "On Sundays too?", by=cast.lou)
    assert question.state == "open"
    assert sent("question_asked") == ["Pat Novak", "Pat Novak"]
    assert whats(question) == ["asked", "answered", "asked_further"]


@pytest.mark.django_db
def test_the_same_words_twice_in_a_row_are_one_answer(cast, version):
    question = asked(version, by=cast.lou)
    answered(question)
    answered(question)
    answering.write(question, question.text, by=cast.lou)
    assert whats(question) == ["asked", "answered", "asked_further"]


@pytest.mark.django_db
def test_repeating_the_question_itself_adds_nothing(cast, version):
    question = asked(version, by=cast.lou)
    answering.write(question, question.text, by=cast.lou)
    assert whats(question) == ["asked"]


@pytest.mark.django_db
def test_nobody_else_writes(cast, version):
    question = asked(version, by=cast.lou)
    for person in (cast.gus, cast.polly, cast.ada):
        with pytest.raises(answering.NotYoursError):
            answering.write(question, "Hello", by=person)


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["", " ", "x" * (asking.LONGEST + 1)])
def test_an_answer_has_words_and_not_too_many(cast, version, text):
    question = asked(version, by=cast.lou)
    with pytest.raises(asking.WordsError):
        answering.write(question, text, by=cast.pat)


@pytest.mark.django_db
def test_whoever_asked_closes_it_and_opens_it_again_by_writing(cast, version):
    question = answered(asked(version, by=cast.lou))
    answering.close(question, by=cast.lou)
    question = answering.close(question, by=cast.lou)
    assert question.state == "closed"
    assert whats(question) == ["asked", "answered", "closed"]
    assert answering.write(question, "One more thing.", by=cast.lou).state == "open"


@pytest.mark.django_db
def test_the_supervisor_closes_it_only_after_the_answer(cast, version):
    question = asked(version, by=cast.lou)
    with pytest.raises(answering.NotYoursError):
        answering.close(question, by=cast.pat)
    answered(question)
    assert answering.close(question, by=cast.pat).state == "closed"


@pytest.mark.django_db
def test_a_sheet_is_handed_over_by_supervisor_or_human_resources_and_never_by_oneself(
    cast, version
):
    sheet = asking.ask_for_paper(version, by=cast.lou)
    with pytest.raises(answering.NotYoursError):
        answering.hand_over(sheet, by=cast.lou)
    assert answering.write(sheet, "On Monday.", by=cast.pat).state == "open"
    answering.hand_over(sheet, by=cast.hana)
    assert answering.hand_over(sheet, by=cast.pat).state == "closed"
    assert whats(sheet) == ["asked", "answered", "sheet"]
    with pytest.raises(answering.OverError):
        answering.write(sheet, "Thank you", by=cast.lou)


@pytest.mark.django_db
def test_a_sheet_that_was_taken_back_is_not_handed_over(cast, version):
    sheet = asking.ask_for_paper(version, by=cast.lou)
    answering.close(sheet, by=cast.lou)
    with pytest.raises(answering.OverError):
        answering.hand_over(sheet, by=cast.pat)


@pytest.mark.django_db
def test_what_leavers_asked_is_closed_by_the_portal(cast, version):
    question = asked(version, by=cast.lou)
    moving.leave(cast.lou, by=None)
    question.refresh_from_db()
    assert question.state == "closed"
    assert question.entries.latest("pk").by is None


@pytest.mark.django_db(transaction=True)
def test_one_question_sent_by_ten_clicks_is_one(cast, version):
    results = together([lambda: asked(version, by=cast.lou)] * 10)
    assert {type(result) for result in results} == {Question}
    assert Question.objects.count() == Entry.objects.count() == 1
    assert Message.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_answers_at_once_both_stand_in_order(cast, version):
    question = asked(version, by=cast.lou)
    together([lambda n=n: answering.write(question, f"Answer {n}", by=cast.pat) for n in range(6)])
    texts = list(question.entries.filter(what="answered").values_list("text", flat=True))
    assert sorted(texts) == [f"Answer {n}" for n in range(6)]
    assert len(sent("question_answered")) == 6


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_round", range(3))
def test_an_answer_and_handing_it_on_do_not_pass_each_other(cast, version, _round):
    question = asked(version, by=cast.lou)
    answer, moved = together(
        [
            lambda: answering.write(question, "Yes.", by=cast.pat),
            lambda: handing_on.hand_on(question, to="administrator", note="Ask Ada.", by=cast.pat),
        ]
    )
    question.refresh_from_db()
    assert isinstance(moved, Question)
    assert (question.holder, question.state) == (cast.ada, "open")
    answered_first = isinstance(answer, Question)
    assert answered_first or isinstance(answer, answering.NotYoursError)
    expected = ["asked", "answered", "handed_on"] if answered_first else ["asked", "handed_on"]
    assert whats(question) == expected
