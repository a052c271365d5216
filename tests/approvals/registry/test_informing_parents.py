"""Nothing is active before parents were told."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from approvals.registry import informing_parents
from approvals.registry.models import ParentNotice
from district_portal import audit
from district_portal.district.current import today
from district_portal.mailing.models import Message
from tests.factories import approvals as factory
from tests.standing import standing


@standing
def account(cast):
    return factory.registered(
        cast.lou, deciders=[cast.pat, cast.ada], manager=cast.hana, place=cast.northside
    )


def notice(account, by, **changes):
    told = {
        "told_on": today(),
        "channel": "letter",
        "text": "Dear parents,\r\nwe begin.",
        **changes,
    }
    return informing_parents.record_notice(account, by=by, **told)


def test_the_letter_says_what_parents_must_know(account):
    letter = informing_parents.draft_letter(account)
    for words in (
        "Northside School",
        "Northside Band",
        "https://www.instagram.com/northsideband",
        "Concert dates and rehearsal clips for families",
        "Lou Berg",
        "band@marlow.example",
    ):
        assert words in letter


def test_the_recorded_notice_makes_it_active_and_is_kept_word_for_word(cast, account):
    kept = notice(account, cast.lou)
    account.refresh_from_db()
    assert account.state == "active"
    assert account.active_from == kept.recorded_at
    assert kept.text == "Dear parents,\nwe begin."
    told = Message.objects.filter(name="account_active").values_list(
        "person__given_name", flat=True
    )
    assert set(told) == {"Lou", "Hana"}
    acts = [event.act for event in audit.history(account)]
    assert acts == ["registry.activated", "registry.notice_recorded", "registry.opened"]


def test_the_school_year_is_that_of_the_day_on_which_they_were_told(cast, account):
    account.request.sent_at = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)
    account.request.save()
    assert notice(account, cast.lou, told_on=dt.date(2026, 6, 30)).school_year == "2025–26"


def test_parents_cannot_have_been_told_before_it_was_asked_for(cast, account):
    with pytest.raises(informing_parents.NoticeError, match="since the account was asked for"):
        notice(account, cast.lou, told_on=dt.date(2001, 1, 1))


def test_the_same_notice_twice_is_one(cast, account):
    assert notice(account, cast.lou) == notice(account, cast.lou)
    assert Message.objects.filter(name="account_active").count() == 2
    notice(account, cast.lou, channel="meeting")
    assert ParentNotice.objects.count() == 2
    assert Message.objects.filter(name="account_active").count() == 2


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"told_on": dt.date(2999, 1, 1)}, "not in the future"),
        ({"text": " \n "}, "what parents were told"),
    ],
)
def test_what_is_no_notice_does_not_make_it_active(cast, account, changes, words):
    with pytest.raises(informing_parents.NoticeError, match=words):
        notice(account, cast.lou, **changes)
    account.refresh_from_db()
    assert account.state == "waiting"


def test_a_closed_account_takes_no_notice(cast, account):
    account.state = "closed"
    account.save()
    with pytest.raises(informing_parents.NoticeError, match="closed"):
        notice(account, cast.lou)


def test_the_database_knows_no_active_account_without_a_time(account):
    account.state = "active"
    with pytest.raises(IntegrityError), transaction.atomic():
        account.save()
