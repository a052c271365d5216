"""A question goes to the supervisor as they act today, and is one however often it is sent."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import delegating, moving
from accounts.models import Person
from district_portal import audit
from district_portal.district.current import today
from district_portal.mailing.models import Message
from policies.questions import answering, asking
from policies.questions.models import Entry, Question
from tests.factories.asking import asked
from tests.factories.policies import published

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(cast):
    return published("529", "Staff Use of Social Media", clauses=["Be kind.", "Ask first."])


def mails():
    return sorted(Message.objects.values_list("name", "person__given_name"))


def test_a_question_goes_to_the_supervisor_who_is_told_without_its_words(cast, version):
    question = asked(version, by=cast.lou, place=1)
    assert (question.holder, question.state, question.with_whom) == (cast.pat, "open", "supervisor")
    assert (question.about, question.where) == ("2", "529, clause 2")
    assert mails() == [("question_asked", "Pat")]
    mail = Message.objects.get()
    assert "Lou Berg asks about 529, clause 2" in mail.subject
    assert "from home" not in mail.text + mail.html + mail.subject
    [event] = audit.events(act="questions.asked")
    assert "from home" not in f"{event.before} {event.after} {event.object}"


def test_the_policy_as_a_whole_can_be_asked_about(cast, version):
    question = asked(version, by=cast.lou, place=None)
    assert (question.clause, question.about, question.where) == (None, "", "529")


def test_the_mail_speaks_the_language_of_whoever_gets_it(cast, version):
    Person.objects.filter(pk=cast.pat.pk).update(language="es")
    asked(version, by=cast.lou)
    mail = Message.objects.get()
    assert mail.subject == "Lou Berg pregunta sobre 529, cláusula 1"
    assert "Leer la pregunta" in mail.text


def test_the_same_words_sent_twice_are_one_question(cast, version):
    first = asked(version, by=cast.lou)
    assert asked(version, by=cast.lou, text="  May I post from home?\r\n") == first
    assert Question.objects.count() == Entry.objects.count() == Message.objects.count() == 1
    assert asked(version, by=cast.lou, place=1) != first
    assert asked(version, by=cast.val) != first
    tomorrow = timezone.now() + dt.timedelta(days=1)
    assert asked(version, by=cast.lou, at=tomorrow) != first


def test_the_database_knows_one_question_by_the_same_words(cast, version):
    question = asked(version, by=cast.lou, place=None)
    question.pk = question.id = None
    with pytest.raises(IntegrityError), transaction.atomic():
        question.save(force_insert=True)


@pytest.mark.parametrize("text", ["", "  \n", "x" * (asking.LONGEST + 1)])
def test_no_words_and_too_many_are_refused(cast, version, text):
    with pytest.raises(asking.WordsError):
        asking.ask(version, text, by=cast.lou)
    assert not Question.objects.exists()


def test_a_clause_of_another_version_is_refused(cast, version):
    other = published("740", "Driving")
    with pytest.raises(asking.NotOfVersionError):
        asking.ask(version, "Why?", by=cast.lou, clause=other.clauses.first())


def test_whoever_stands_in_for_an_absent_supervisor_gets_it_and_it_is_said_why(cast, version):
    moving.go_on_leave(cast.pat, by=None)
    question = asked(version, by=cast.lou)
    assert (question.holder, question.stands_in_for) == (cast.ada, cast.pat)
    assert "Pat Novak is on leave" in question.why


def test_whoever_looks_after_the_supervisor_s_people_answers_them(cast, version):
    days = {"since": today(), "until": today() + dt.timedelta(days=3)}
    [left] = delegating.delegate(
        cast.pat, to=cast.theo, matters=["acknowledgments"], by=cast.pat, **days
    )
    delegating.accept(left, by=cast.theo)
    assert asked(version, by=cast.lou).holder == cast.theo


def test_the_district_administrator_asks_the_board_officer(cast, version):
    assert asked(version, by=cast.ada).holder == cast.bea


def test_where_nobody_is_left_it_waits_for_whoever_comes(cast, version):
    moving.leave(cast.bea, by=None)
    question = asked(version, by=cast.ada)
    assert question.holder is None
    assert not Message.objects.exists()


def test_a_sheet_on_paper_is_asked_for_once_at_a_time(cast, version):
    first = asking.ask_for_paper(version, by=cast.lou)
    assert asking.ask_for_paper(version, by=cast.lou, text="Please.") == first
    assert (first.kind, first.holder, first.text) == ("paper", cast.pat, "")
    assert mails() == [("question_paper", "Pat")]
    answering.hand_over(first, by=cast.pat)
    assert asking.ask_for_paper(version, by=cast.lou) != first


def test_a_question_cannot_be_changed_or_deleted(cast, version):
    question = asked(version, by=cast.lou)
    for change in (
        lambda: Question.objects.filter(pk=question.pk).update(text="Other"),
        lambda: Entry.objects.update(text="Other"),
        lambda: Question.objects.filter(pk=question.pk).delete(),
    ):
        with pytest.raises(Exception, match="Cannot"), transaction.atomic():
            change()
