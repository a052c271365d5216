from __future__ import annotations

import datetime as dt

import pytest

from district_portal.district.current import today, zone
from policies.acknowledgments.quizzing import carrying_over, writing
from policies.publication import enforcing
from tests.factories.acknowledgments import required
from tests.factories.policies import draft, published
from tests.factories.questions import answered, questioned
from tests.standing import standing

pytestmark = pytest.mark.django_db
OLD = ["Be kind to each other.", "Ask first, then post.", "Answer within two school days."]
NEW = ["Be kind to each other.", "Ask the principal first, then post.", "Nothing else is left."]


def texts(version) -> list[str]:
    live = version.check_questions.filter(ended_at=None).order_by("order")
    return [question.text for question in live]


@standing
def version(cast):
    """A version with a question on each of its three clauses."""
    version = published("529", "Staff Use of Social Media", clauses=OLD)
    required(version)
    for number, text in enumerate(["Kind?", "First?", "When?"], start=1):
        questioned(version, text, path=str(number))
    return version


def test_what_asks_after_an_unchanged_clause_goes_over_by_itself(cast, version):
    newer = published("529", "Staff Use of Social Media", clauses=NEW)
    assert texts(newer) == ["Kind?"]
    carried = newer.check_questions.get()
    assert carried.clause == newer.clauses.get(path="1")
    assert carried.former.version == version
    assert [row.question.text for row in carrying_over.waiting(newer)] == ["First?", "When?"]
    assert not any(row.is_same for row in carrying_over.waiting(newer))
    assert texts(version) == ["Kind?", "First?", "When?"], "those of the old version stay"


def test_a_clause_that_only_got_another_number_still_says_the_same(cast, version):
    newer = published(
        "529", "Staff Use of Social Media", clauses=["All new here, and first.", *OLD]
    )
    assert texts(newer) == ["Kind?", "First?", "When?"]
    assert newer.check_questions.first().clause.path == "2"


def test_what_publishing_does_is_told_before(cast, version):
    written = draft("529", "Staff Use of Social Media", clauses=NEW)
    assert carrying_over.foreseen(written) == (1, 2)
    assert carrying_over.foreseen(draft("511", "Conduct")) == (0, 0)


def test_carrying_twice_carries_once(cast, version):
    newer = published("529", "Staff Use of Social Media", clauses=OLD)
    assert carrying_over.carry(newer, by=cast.polly) == []
    assert len(texts(newer)) == 3


def test_what_was_looked_at_waits_no_more(cast, version):
    newer = published("529", "Staff Use of Social Media", clauses=NEW)
    first, when = (row.question for row in carrying_over.waiting(newer))
    questioned(newer, "Whom first?", former=first)
    writing.end(when, by=cast.polly)
    assert carrying_over.waiting(newer) == []
    assert texts(newer) == ["Kind?", "Whom first?"]
    with pytest.raises(writing.TakenOverError):
        questioned(newer, "Whom at first?", former=first)


def test_what_was_not_looked_at_waits_still_in_the_version_after(cast, version):
    published("529", "Staff Use of Social Media", clauses=NEW)
    newest = published("529", "Staff Use of Social Media", clauses=[*OLD[:2], NEW[2]])
    assert {*texts(newest)} == {"Kind?", "First?"}, "clause 2 reads again as it was asked"
    assert [row.question.text for row in carrying_over.waiting(newest)] == ["When?"]


def test_a_question_removed_from_the_new_version_does_not_come_back(cast, version):
    newer = published("529", "Staff Use of Social Media", clauses=OLD)
    writing.end(newer.check_questions.first(), by=cast.polly)
    assert carrying_over.carry(newer, by=cast.polly) == []
    newest = published("529", "Staff Use of Social Media", clauses=OLD)
    assert texts(newest) == ["First?", "When?"]


def test_a_scheduled_version_is_asked_about_when_its_day_comes(cast, version):
    day = today() + dt.timedelta(days=3)
    newer = published("529", "Staff Use of Social Media", clauses=OLD, effective_on=day)
    assert texts(newer) == []
    assert len(carrying_over.waiting(newer)) == 3
    late = questioned(version, "Late?", path="3")
    noon = dt.datetime.combine(day, dt.time(12), tzinfo=zone())
    enforcing.bring_into_force(newer, at=noon)
    assert texts(newer) == ["Kind?", "First?", "When?", late.text]


def test_a_withdrawn_version_keeps_nothing_back(cast, version):
    day = today() + dt.timedelta(days=3)
    newer = published("529", "Staff Use of Social Media", clauses=OLD, effective_on=day)
    assert len(carrying_over.carry(newer, by=cast.polly)) == 3
    enforcing.withdraw(newer, by=cast.polly, reason="Not yet.")
    newest = published("529", "Staff Use of Social Media", clauses=OLD)
    assert texts(newest) == ["Kind?", "First?", "When?"]


def test_who_answered_the_old_version_is_asked_anew(cast, version):
    question = version.check_questions.first()
    answered(cast.lou, question, 0)
    newer = published("529", "Staff Use of Social Media", clauses=OLD)
    assert not newer.check_questions.filter(attempts__isnull=False).exists()


def test_what_finds_no_place_waits(cast, version):
    for number in range(7):
        questioned(version, f"Question {number}?", path="1")
    day = today() + dt.timedelta(days=3)
    newer = published("529", "Staff Use of Social Media", clauses=OLD, effective_on=day)
    questioned(newer, "My own?")
    carrying_over.carry(newer, by=cast.polly)
    assert len(texts(newer)) == 10
    assert len(carrying_over.waiting(newer)) == 1
