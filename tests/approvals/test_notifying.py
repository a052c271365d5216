"""Who is told what, once."""

from __future__ import annotations

import pytest

from accounts.signals import people_moved
from approvals import withdrawing
from district_portal.mailing.models import Message
from tests.factories import approvals as factory


@pytest.fixture
def mails():
    """The mails queued since, as (name, person)."""
    seen = set()

    def since():
        new = [mail for mail in Message.objects.order_by("pk") if mail.pk not in seen]
        seen.update(mail.pk for mail in new)
        return [(mail.name, str(mail.person)) for mail in new]

    return since


def test_each_step_tells_those_who_decide_next_and_the_requester(cast, mails):
    asked = factory.sent(cast.lou, manager=cast.hana, place=cast.northside)
    assert mails() == [("request_waiting", "Pat Novak")]
    factory.decided(asked, by=cast.pat)
    assert mails() == [("request_waiting", "Ada Lindqvist"), ("decision_forwarded", "Lou Berg")]
    factory.decided(asked, by=cast.ada)
    assert mails() == [("account_waiting", "Lou Berg"), ("decision_approved", "Lou Berg")]


@pytest.mark.parametrize("outcome", ["returned", "denied"])
def test_a_refusal_is_told_with_its_reason(cast, asked, mails, outcome):
    mails()
    factory.decided(asked, by=cast.pat, outcome=outcome, reason="Because <b>of</b> the logo.")
    assert mails() == [(f"decision_{outcome}", "Lou Berg")]
    mail = Message.objects.latest("pk")
    assert "Because <b>of</b> the logo." in mail.text
    assert "Because &lt;b&gt;of&lt;/b&gt; the logo." in mail.html
    assert f"/requests/{asked.pk}/" in mail.text


def test_every_notice_is_held_in_doubt_and_leads_to_its_page(cast, asked):
    mail = Message.objects.get(name="request_waiting")
    assert mail.in_doubt == "hold"
    assert f"/queue/{asked.pk}/" in mail.text
    assert "Instagram account for Northside Band" in mail.subject


def test_one_not_yet_final_approval_says_that_nothing_may_go_live(cast, asked):
    factory.decided(asked, by=cast.pat, reason="Good idea.")
    mail = Message.objects.get(name="decision_forwarded")
    assert "You do not have consent yet" in mail.text
    assert "It now goes to Ada Lindqvist." in mail.text
    assert "Good idea." in mail.text


def test_a_stand_in_reads_why_it_comes_to_them(cast, asked, mails):
    mails()
    cast.pat.postings.current().update(on_leave=True)
    people_moved.send(sender=None, people={cast.pat.pk})
    assert mails() == [("request_waiting", "Ada Lindqvist")]
    assert "Pat Novak is on leave" in Message.objects.latest("pk").text


def test_a_resubmission_says_so(cast, asked, mails):
    factory.decided(asked, by=cast.pat, outcome="returned")
    mails()
    factory.send(asked)
    assert mails() == [("request_waiting", "Pat Novak")]
    assert "changed and sent again" in Message.objects.latest("pk").text


def test_a_withdrawal_is_told_to_those_who_were_to_decide(cast, asked, mails):
    mails()
    withdrawing.withdraw(asked, by=cast.lou)
    assert mails() == [("request_withdrawn", "Pat Novak")]
