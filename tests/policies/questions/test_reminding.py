"""Whoever has a question in hand is reminded every second school day, in one mail."""

from __future__ import annotations

import datetime as dt

import pytest

from district_portal.mailing.models import Message
from policies.questions import asking, reminding
from tests.factories.asking import answered, asked
from tests.factories.policies import published

pytestmark = pytest.mark.django_db
MONDAY = dt.datetime(2026, 9, 14, 15, tzinfo=dt.UTC)  # 10:00 in the district


def later(days):
    return MONDAY + dt.timedelta(days=days)


@pytest.fixture
def version(cast):
    return published("529", "Staff Use of Social Media", at=MONDAY)


def reminders():
    return Message.objects.filter(name="questions_waiting").order_by("pk")


def test_a_reminder_goes_out_every_second_school_day(cast, version):
    asked(version, by=cast.lou, at=MONDAY)
    counts = [reminding.sweep(at=later(days)) for days in range(10)]
    #         Mon Tue Wed Thu Fri Sat Sun Mon Tue Wed
    assert counts == [0, 0, 1, 0, 1, 0, 0, 0, 1, 0]
    mail = reminders().latest("pk")
    assert str(mail.person) == "Pat Novak"
    assert "Lou Berg, 529, clause 1: 6 school days" in mail.text
    assert "post from home" not in mail.text


def test_the_same_day_reminds_once(cast, version):
    asked(version, by=cast.lou, at=MONDAY)
    assert [reminding.remind(at=later(2)) for _ in range(2)] == [1, 0]


def test_one_mail_names_all_that_wait(cast, version):
    asked(version, by=cast.lou, at=MONDAY)
    asking.ask_for_paper(version, by=cast.val, at=MONDAY)
    assert reminding.remind(at=later(2)) == 1
    assert reminders().get().subject == "Still to answer: 2 questions"


def test_nobody_is_reminded_of_what_is_answered(cast, version):
    answered(asked(version, by=cast.lou, at=MONDAY), at=MONDAY)
    assert reminding.remind(at=later(4)) == 0
