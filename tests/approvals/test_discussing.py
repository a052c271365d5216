"""A question before the decision: asked, answered, kept; the step stays open."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from approvals import discussing, withdrawing
from approvals.models import Remark, Request
from district_portal.mailing.models import Message
from tests.factories import approvals as factory


def mails(name):
    return [str(mail.person) for mail in Message.objects.filter(name=name)]


def test_the_approver_asks_and_the_requester_is_told(cast, asked):
    discussing.say(asked, by=cast.pat, text="Who reads the comments?")
    assert mails("request_question") == ["Lou Berg"]
    assert "Who reads the comments?" in Message.objects.get(name="request_question").text
    asked.refresh_from_db()
    assert asked.state == Request.State.OPEN


def test_the_answer_goes_to_those_who_decide(cast, asked):
    discussing.say(asked, by=cast.pat, text="Who reads the comments?")
    assert discussing.unanswered(discussing.remarks(asked)).person == cast.pat
    discussing.say(asked, by=cast.lou, text="Hana does.")
    assert mails("request_answer") == ["Pat Novak"]
    said = discussing.remarks(asked)
    assert [(str(row.person), row.text) for row in said] == [
        ("Pat Novak", "Who reads the comments?"), ("Lou Berg", "Hana does."),
    ]  # fmt: skip
    assert discussing.unanswered(said) is None


def test_a_double_click_says_it_once(cast, asked):
    first = discussing.say(asked, by=cast.pat, text="Why?")
    assert discussing.say(asked, by=cast.pat, text=" Why? ") == first
    assert mails("request_question") == ["Lou Berg"]


@pytest.mark.parametrize("name", ["ada", "tom", "gus", "val"])
def test_others_say_nothing(cast, asked, name):
    with pytest.raises(discussing.NotDiscussedError):
        discussing.say(asked, by=getattr(cast, name), text="Hello")


def test_nothing_is_said_once_it_is_over(cast, asked):
    withdrawing.withdraw(asked, by=cast.lou)
    with pytest.raises(discussing.NotDiscussedError):
        discussing.say(asked, by=cast.lou, text="One more thing")


def test_nothing_said_is_refused(cast, asked):
    with pytest.raises(ValueError, match="says something"):
        discussing.say(asked, by=cast.pat, text="  ")


def test_what_was_said_stays(cast, asked):
    remark = discussing.say(asked, by=cast.pat, text="Why?")
    with pytest.raises(DatabaseError), transaction.atomic():
        Remark.objects.filter(pk=remark.pk).update(text="Never mind")


def test_the_pages_show_it_and_lead_to_the_answer(cast, asked, client):
    client.force_login(cast.pat)
    page = client.post(factory.url("discuss", asked), {"text": "Who reads them?"}, follow=True)
    assert page.redirect_chain[-1][0] == factory.url("decide", asked)
    assert "has not answered yet" in page.text
    client.force_login(cast.lou)
    assert "Answer a question: " in client.get("/").text
    assert "A question waits for your answer" in client.get(asked.get_absolute_url()).text
    page = client.post(factory.url("discuss", asked), {"text": "Hana does."}, follow=True)
    assert "Your answer is sent to those who decide." in page.text
    assert "Answer a question: " not in client.get("/").text
    client.force_login(cast.pat)
    assert "Hana does." in client.get(factory.url("decide", asked)).text


def test_who_is_asked_nothing_adds_something_and_answers_nothing(cast, asked, client):
    client.force_login(cast.lou)
    page = client.get(factory.url("discuss", asked)).text
    assert "What those who decide should know" in page
    assert "answer" not in page
    page = client.post(factory.url("discuss", asked), {"text": "Hana reads them."}, follow=True)
    assert "It is sent to those who decide." in page.text


def test_an_empty_question_is_told_beside_the_field(cast, asked, client):
    client.force_login(cast.pat)
    page = client.post(factory.url("discuss", asked), {"text": "  "})
    assert "Write what you want to ask or answer" in page.text
    assert not Remark.objects.exists()


def test_a_page_that_is_stale_says_so(cast, asked, client):
    client.force_login(cast.lou)
    withdrawing.withdraw(asked, by=cast.lou)
    page = client.post(factory.url("discuss", asked), {"text": "Wait"}, follow=True)
    assert "does not wait for a decision any more" in page.text
