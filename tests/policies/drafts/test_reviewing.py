"""Named people are asked what they think of a draft, and answer once."""

import datetime as dt

import pytest

from district_portal import audit
from district_portal.mailing.models import Message
from policies.drafts import editing, reviewing
from policies.models import Opinion
from policies.publication import publishing
from tests.factories.policies import draft
from tests.standing import standing

pytestmark = pytest.mark.django_db


@standing
def text(cast):
    return draft("529", "Staff Networks", clauses=["Be kind.", "Ask first."])


@standing
def question(text, cast):
    asked = reviewing.ask(
        text, [cast.lou], by=cast.polly, question="Is 2 clear?", due_on=dt.date(2030, 1, 4)
    )
    return asked[0]


def mails():
    return list(Message.objects.order_by("pk").values_list("name", "person__given_name"))


def test_people_are_asked_by_mail_and_once(text, question, cast):
    again = reviewing.ask(text, [cast.lou, cast.pat, cast.left], by=cast.polly)
    assert [opinion.reader for opinion in again] == [cast.pat]
    assert mails() == [("review_asked", "Lou"), ("review_asked", "Pat")]
    mail = Message.objects.get(person=cast.lou)
    assert "Please read: draft of 529 Staff Networks" in mail.subject
    assert "answer by Fri, Jan 4" in mail.text
    assert "Is 2 clear?" in mail.text
    assert f"/policies/drafts/{text.pk}/review/" in mail.text


def test_the_answer_reaches_who_asked_with_the_text_that_was_read(text, question, cast):
    editing.indent(text, 1, revision=1, by=cast.polly)
    answered = reviewing.answer(question, by=cast.lou, answer="changes", note="Whom?", revision=1)
    assert (answered.revision, answered.get_answer_display()) == (1, "Should be changed")
    assert mails()[-1] == ("review_answered", "Polly")
    assert "it should be changed" in Message.objects.order_by("pk").last().text
    assert audit.events(act="reviews.answered").count() == 1


def test_what_should_be_changed_is_said(question, cast):
    with pytest.raises(ValueError, match="note"):
        reviewing.answer(question, by=cast.lou, answer="changes", note=" ", revision=1)


def test_nobody_answers_for_another_or_twice(question, cast):
    with pytest.raises(reviewing.NotAskedError):
        reviewing.answer(question, by=cast.pat, answer="fine", revision=1)
    reviewing.answer(question, by=cast.lou, answer="fine", revision=1)
    with pytest.raises(reviewing.AlreadyAnsweredError):
        reviewing.answer(question, by=cast.lou, answer="fine", revision=1)


def test_who_has_answered_may_be_asked_again(text, question, cast):
    reviewing.answer(question, by=cast.lou, answer="fine", revision=1)
    second = reviewing.ask(text, [cast.lou], by=cast.polly)[0]
    assert reviewing.asked_of(cast.lou, text) == second
    assert list(reviewing.waiting_for(cast.lou)) == [second]


def test_one_reminder_a_day(question, cast):
    assert reviewing.remind(question, by=cast.polly)
    assert not reviewing.remind(question, by=cast.ada)
    assert [mail.subject[:14] for mail in Message.objects.order_by("pk")] == [
        "Please read: d",
        "Still to read:",
    ]


def test_a_question_is_withdrawn_until_it_is_answered(question, cast):
    reviewing.withdraw(question, by=cast.polly)
    reviewing.withdraw(question, by=cast.polly)
    assert not Opinion.objects.exists()
    with pytest.raises(reviewing.NotAskedError):
        reviewing.answer(question, by=cast.lou, answer="fine", revision=1)
    with pytest.raises(reviewing.NotAskedError):
        reviewing.remind(question, by=cast.polly)


def test_answers_stay_with_the_version(text, question, cast):
    reviewing.answer(question, by=cast.lou, answer="fine", revision=1)
    version = publishing.publish(text, by=cast.polly)
    assert version.opinions.get().answer == "fine"


def test_a_name_is_found_without_its_accents(cast):
    assert list(reviewing.found("alvarez mi")) == [cast.mia]
    assert cast.left not in reviewing.found("Lena")
