"""Whoever is named hears of it once a day at most, in steps; who names people hears the rest."""

from __future__ import annotations

import datetime as dt

from approvals.claiming import answering, reminding
from approvals.claiming.models import ExistingAccount
from district_portal.mailing.models import Message
from tests.factories import approvals as requests
from tests.factories import existing as factory
from tests.factories.existing import CHOIR
from tests.standing import standing

MONDAY = dt.datetime(2026, 9, 14, 15, tzinfo=dt.UTC)
WEEK = dt.timedelta(days=7)
BAND = "Instagram,@band,Band,lou@marlow.example\n"


@standing
def two(cast):
    requests.enter_presets()
    sheet = factory.brought(CHOIR, BAND, by=cast.tom, at=MONDAY)
    return factory.taken(sheet, by=cast.tom, at=MONDAY)


def mails(name="existing_to_claim"):
    return Message.objects.filter(name=name)


def test_one_mail_names_all_and_comes_again_in_steps(cast, two):
    assert reminding.sweep(at=MONDAY) == 1
    assert reminding.sweep(at=MONDAY) == 0
    mail = mails().get()
    assert mail.person == cast.lou
    assert "Northside Choir" in mail.text
    assert "Band" in mail.text
    days = [MONDAY + dt.timedelta(days=n) for n in range(1, 44)]
    sent = [at for at in days if reminding.remind(at=at)]
    told = mails().order_by("pk").values_list("key", flat=True)
    assert [key.rpartition(":")[2] for key in told] == [
        "2026-09-14",
        "2026-09-21",
        "2026-09-28",
        "2026-10-13",  # the day before is a holiday
        "2026-10-26",
    ]
    assert sent


def test_nobody_is_mailed_when_there_is_no_school(two):
    assert reminding.remind(at=MONDAY - dt.timedelta(days=1)) == 0
    assert reminding.remind(at=MONDAY + dt.timedelta(hours=12)) == 0


def test_what_is_claimed_and_not_sent_is_reminded_too(cast, two):
    for account in two.accounts.all():
        answering.claim(account, by=cast.lou, at=MONDAY)
    assert reminding.remind(at=MONDAY) == 1
    assert "the request is not sent yet" in mails().get().text


def test_what_came_back_is_told_to_who_names_people_the_same_day_and_every_two_weeks(cast, two):
    reminding.sweep(at=MONDAY)
    choir = two.accounts.get(name="Northside Choir")
    answering.say_not_mine(choir, "Ask Val.", by=cast.lou, at=MONDAY)
    assert reminding.remind(at=MONDAY) == 2
    told = mails("existing_back")
    assert {mail.person for mail in told.all()} == {cast.ada, cast.tom}
    assert "Northside Choir" in told.earliest("pk").text
    for days in range(1, 14):
        reminding.remind(at=MONDAY + dt.timedelta(days=days))
    assert told.count() == 2
    reminding.remind(at=MONDAY + 2 * WEEK)
    assert told.count() == 4


def test_what_nobody_answers_is_told_to_who_names_people_after_four_weeks(cast, two):
    reminding.remind(at=MONDAY)
    reminding.remind(at=MONDAY + 3 * WEEK)
    assert not mails("existing_back").exists()
    reminding.remind(at=MONDAY + 5 * WEEK)
    mail = mails("existing_back").first()
    assert mail.subject == "2 existing accounts to settle"
    assert "no answer for four weeks" in mail.text


def test_who_is_on_leave_is_not_mailed_but_their_accounts_come_back(cast, two):
    cast.lou.postings.update(on_leave=True)
    reminding.sweep(at=MONDAY)
    assert not mails().exists()
    assert mails("existing_back").count() == 2
    assert set(ExistingAccount.objects.values_list("state", flat=True)) == {"back"}
