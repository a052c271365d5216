"""What was asked before stands beside its clause, without a name, while the clause is the same."""

from __future__ import annotations

import pytest

from policies.questions import publishing
from policies.questions.models import AskedBefore
from tests.factories.asking import answered, asked
from tests.factories.policies import published
from tests.races.together import together

TEXTS = {"asked": "May one post from home?", "answer": "Yes."}


@pytest.fixture
def version(cast):
    return published("529", "Staff Use of Social Media", clauses=["Be kind.", "Ask first."])


@pytest.fixture
def question(cast, version):
    return answered(asked(version, by=cast.lou))


def shown():
    return list(publishing.live().filter(publishing.carried()))


@pytest.mark.django_db
def test_it_is_carried_on_while_the_clause_is_the_same(cast, question):
    row = publishing.publish(question, **TEXTS, by=cast.polly)
    assert shown() == [row]
    published("529", "Staff Use of Social Media", clauses=["Be kind.", "Ask twice."])
    assert shown() == [row]
    published("529", "Staff Use of Social Media", clauses=["Be very kind.", "Ask twice."])
    assert shown() == []
    assert row.version == question.version


@pytest.mark.django_db
def test_about_the_whole_it_stands_until_a_word_is_changed(cast, version):
    row = publishing.publish(
        answered(asked(version, by=cast.lou, place=None)), **TEXTS, by=cast.polly
    )
    assert shown() == [row]
    published("529", "Staff Use of Social Media", clauses=["Be kind.", "Ask twice."])
    assert shown() == []


@pytest.mark.django_db
def test_once_until_it_is_withdrawn_with_a_reason(cast, question):
    first = publishing.publish(question, **TEXTS, by=cast.polly)
    assert publishing.publish(question, asked="Else?", answer="No.", by=cast.polly) == first
    with pytest.raises(publishing.FieldError):
        publishing.withdraw(first, reason=" ", by=cast.polly)
    publishing.withdraw(first, reason="It was wrong.", by=cast.polly)
    assert publishing.withdraw(first, reason="Else.", by=cast.ada).withdrawn_why == "It was wrong."
    assert shown() == []
    assert publishing.publish(question, **TEXTS, by=cast.polly) != first


@pytest.mark.django_db
def test_neither_text_names_whoever_asked_and_both_have_words(cast, question):
    for wrong, field in (
        ({**TEXTS, "asked": "Lou Berg asked?"}, "asked"),
        ({**TEXTS, "answer": "Yes, Ms. Berg."}, "answer"),
        ({**TEXTS, "answer": "  "}, "answer"),
    ):
        with pytest.raises(publishing.FieldError) as refused:
            publishing.publish(question, **wrong, by=cast.polly)
        assert refused.value.field == field
    assert not AskedBefore.objects.exists()


@pytest.mark.django_db
def test_only_what_was_answered_and_still_stands_is_published(cast, version, question):
    open_one = asked(version, by=cast.val)
    with pytest.raises(publishing.NotPublishableError):
        publishing.publish(open_one, **TEXTS, by=cast.polly)
    published("529", "Staff Use of Social Media", clauses=["Be very kind.", "Ask first."])
    with pytest.raises(publishing.NotPublishableError):
        publishing.publish(question, **TEXTS, by=cast.polly)


@pytest.mark.django_db(transaction=True)
def test_two_who_publish_at_once_publish_one(cast, question):
    results = together([lambda: publishing.publish(question, **TEXTS, by=cast.polly)] * 6)
    assert {type(result) for result in results} == {AskedBefore}
    assert AskedBefore.objects.count() == 1
