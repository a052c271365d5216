"""Questions about policies are kept by the schedule, held and disposed of."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import DatabaseError, transaction

from district_portal.district.current import today
from district_portal.records import confirming, holding, proposing, ruling
from district_portal.records.kinds import named
from district_portal.records.models import Hold, Tombstone
from policies.questions import publishing
from policies.questions.models import AskedBefore, Entry, Question
from tests.factories import records
from tests.factories.asking import answered, asked
from tests.factories.policies import published
from tests.factories.records import LONG_AGO

KIND = named("question")


@pytest.fixture
def question(cast):
    records.adopted(by=cast.ada)
    version = published("529", "Staff Use of Social Media", clauses=["Be kind.", "Ask first."])
    row = answered(asked(version, by=cast.lou, at=LONG_AGO), at=LONG_AGO)
    ruling.note_archived(KIND, row.pk, archived_on=today(), where="Archive", by=cast.ada)
    return row


def propose(question, by):
    asked_for = [("question", question.pk)]
    return proposing.propose(asked_for, reason="The years are over.", by=by)


@pytest.mark.django_db(transaction=True)
def test_a_question_leaves_with_all_that_was_written_and_withdrawn(cast, question):
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.all().delete()
    beside = publishing.publish(question, asked="May I?", answer="Ask first.", by=cast.polly)
    with pytest.raises(proposing.ProposalError, match="published beside the policy"):
        propose(question, cast.ada)
    publishing.withdraw(beside, reason="Old.", by=cast.polly)
    confirming.confirm(propose(question, cast.ada), by=cast.tom)
    said = StringIO()
    call_command("dispose_records", stdout=said)
    assert "1 gone, 0 stay." in said.getvalue()
    for model in (Question, Entry, AskedBefore):
        assert not model.objects.exists(), model
    assert str(Tombstone.objects.get()) == f"Question {question.pk}"


@pytest.mark.django_db
def test_what_waits_for_an_answer_stays(cast, question):
    waits = asked(question.version, by=cast.val, at=LONG_AGO)
    with pytest.raises(proposing.ProposalError):
        propose(waits, cast.ada)


@pytest.mark.django_db
@pytest.mark.parametrize("on", ["lou", "pat", "word", "record"])
def test_a_hold_keeps_it(cast, question, on):
    what = {
        "word": {"on": Hold.On.WORD, "word": "social media"},
        "record": {"on": Hold.On.RECORD, "kind": "question", "record": question.pk},
    }.get(on) or {"on": Hold.On.PERSON, "person": getattr(cast, on)}
    said = {"case_name": "Doe v. District", "reason": "A lawsuit.", "held_since": today()}
    holding.place(by=cast.ada, **said, **what)
    with pytest.raises(proposing.ProposalError, match="legal hold"):
        propose(question, cast.ada)


def test_its_page_says_what_it_is(client, cast, question):
    client.force_login(cast.tom)
    for address in (f"/records/of/question/{question.pk}/", "/records/due/?kind=question"):
        page = client.get(address).text
        assert f"Question {question.pk}" in page
        assert "Staff Use of Social Media" in page
        assert "Asked by Lou Berg" in page
        assert "own device" not in page
