"""Handed on with a note, and never left with somebody who is not there."""

from __future__ import annotations

import pytest

from accounts import moving, roles
from accounts.signals import standing_changed
from district_portal.mailing.models import Message
from district_portal.permissions import Role
from policies import keeping
from policies.questions import answering, asking, handing_on
from policies.questions.models import Question
from tests.factories.asking import answered, asked
from tests.factories.policies import published

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(cast):
    return published("529", "Staff Use of Social Media", clauses=["Be kind.", "Ask first."])


@pytest.fixture
def question(cast, version):
    return asked(version, by=cast.lou)


def own(version, person):
    keeping.keep(
        version.policy, by=None, owner=person, series="", review_every=None, is_public=True
    )


def last(question):
    question.refresh_from_db()
    entry = question.entries.latest("pk")
    return entry.what, entry.by, entry.to


def test_it_goes_to_the_policy_s_owner_and_whoever_asked_is_told(cast, version, question):
    own(version, cast.tom)
    held = handing_on.hand_on(question, to="owner", note="Tom wrote it.", by=cast.pat)
    assert (held.holder, held.state) == (cast.tom, "open")
    assert last(question) == ("handed_on", cast.pat, cast.tom)
    told = Message.objects.get(name="question_handed_on")
    assert (told.person, "is with Tom Reyes now" in told.text) == (cast.lou, True)
    assert Message.objects.filter(name="question_asked", person=cast.tom).count() == 1


def test_a_policy_without_an_owner_is_kept_by_the_policy_administrators(cast, question):
    held = handing_on.hand_on(question, to="owner", note="Please.", by=cast.pat)
    assert held.holder == cast.polly


def test_it_goes_to_the_district_administrator(cast, question):
    held = handing_on.hand_on(question, to="administrator", note="Please.", by=cast.pat)
    assert held.holder == cast.ada


def test_an_owner_does_not_get_what_they_asked_themselves(cast, version):
    own(version, cast.lou)
    question = asked(version, by=cast.lou)
    ways = {way: standing.person for way, standing in handing_on.whither(question)}
    assert ways == {"owner": cast.polly, "administrator": cast.ada}


def test_whoever_has_it_is_not_offered_themselves(cast, version):
    question = asked(version, by=cast.polly)
    assert question.holder == cast.ada
    ways = [(way, standing.person) for way, standing in handing_on.whither(question)]
    assert ways == []
    with pytest.raises(handing_on.NobodyElseError):
        handing_on.hand_on(question, to="administrator", note="Me again.", by=cast.ada)


def test_a_sheet_goes_to_human_resources(cast, version):
    sheet = asking.ask_for_paper(version, by=cast.lou)
    held = handing_on.hand_on(sheet, to="hr", note="Please print it.", by=cast.pat)
    assert held.holder == cast.hana


def test_twice_is_once_and_another_s_question_is_nobody_s_to_hand_on(cast, question):
    handing_on.hand_on(question, to="administrator", note="Please.", by=cast.pat)
    handing_on.hand_on(question, to="administrator", note="Please.", by=cast.pat)
    assert question.entries.count() == 2
    with pytest.raises(answering.NotYoursError):
        handing_on.hand_on(question, to="owner", note="Please.", by=cast.pat)
    with pytest.raises(asking.WordsError):
        handing_on.hand_on(question, to="owner", note=" ", by=cast.ada)


def test_what_was_answered_waits_again_once_it_is_handed_on(cast, question):
    answered(question)
    assert handing_on.hand_on(question, to="owner", note="Is it?", by=cast.pat).state == "open"


def test_what_is_closed_stays_where_it_is(cast, question):
    answering.close(question, by=cast.lou)
    with pytest.raises(answering.OverError):
        handing_on.hand_on(question, to="owner", note="Please.", by=cast.pat)


def test_it_follows_the_supervisor_on_leave_and_back(cast, question):
    moving.go_on_leave(cast.pat, by=None)
    assert last(question) == ("moved", None, cast.ada)
    assert "on leave" in question.why
    moving.move(cast.pat, by=None, on_leave=False)
    assert last(question) == ("moved", None, cast.pat)
    assert question.why == ""


def test_it_follows_whoever_asked_to_another_supervisor(cast, question):
    moving.move(cast.lou, by=None, place=cast.transportation, supervisor=cast.theo)
    assert last(question) == ("moved", None, cast.theo)
    assert Message.objects.filter(name="question_asked", person=cast.theo).count() == 1


def test_a_leaver_s_questions_go_to_whoever_is_next(cast, question):
    moving.leave(cast.pat, by=None)
    assert last(question)[2] == cast.ada


def test_an_answer_stays_with_whoever_gave_it(cast, question):
    answered(question)
    moving.leave(cast.pat, by=None)
    assert last(question)[0] == "answered"
    assert answering.write(question, "And now?", by=cast.lou).holder == cast.ada


def test_whoever_comes_into_an_empty_role_gets_what_waits(cast, version):
    moving.leave(cast.bea, by=None)
    question = asked(version, by=cast.ada)
    assert question.holder is None
    roles.appoint(cast.otto, role=Role.BOARD_OFFICER, by=None)
    assert last(question) == ("moved", None, cast.otto)


def test_of_several_administrators_whoever_has_it_keeps_it(cast, question):
    handing_on.hand_on(question, to="administrator", note="Please.", by=cast.pat)
    roles.appoint(cast.theo, role=Role.DISTRICT_ADMINISTRATOR, by=None)
    assert last(question) == ("handed_on", cast.pat, cast.ada)


def test_another_owner_gets_what_the_former_one_had(cast, version, question):
    own(version, cast.tom)
    handing_on.hand_on(question, to="owner", note="Please.", by=cast.pat)
    own(version, cast.polly)
    assert handing_on.reseat() == 1
    assert handing_on.reseat() == 0
    assert last(question) == ("moved", None, cast.polly)


def test_news_that_touch_nothing_move_nothing(cast, question):
    standing_changed.send(sender=None, people={cast.gus.pk})
    assert question.entries.count() == 1
    assert Question.objects.get().holder == cast.pat
