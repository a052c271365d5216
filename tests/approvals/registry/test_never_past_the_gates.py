"""An account is live only by an approval that holds and with parents told in that school year."""

from __future__ import annotations

import datetime as dt

import pytest

from approvals.confirming.signals import approval_refused
from approvals.registry import certifying, closing, informing_parents
from district_portal.mailing.models import Message
from tests.factories import approvals as factory
from tests.standing import standing

MARCH = dt.datetime(2026, 3, 2, 18, tzinfo=dt.UTC)
SEPTEMBER = dt.datetime(2026, 9, 14, 18, tzinfo=dt.UTC)


@standing
def account(cast):
    request = factory.sent(
        cast.lou, manager=cast.hana, place=cast.northside, at=MARCH, launch_on="2026-03-20"
    )
    for person in (cast.pat, cast.ada):
        factory.decided(request, by=person, at=MARCH)
    return request.account


def tell(account, by, told_on, *, at=None):
    at = at or dt.datetime.combine(told_on, dt.time(18), tzinfo=dt.UTC)
    informing_parents.record_notice(
        account, told_on=told_on, channel="mail", text=f"Dear parents, {told_on}", by=by, at=at
    )
    account.refresh_from_db()


def reopened(account, cast):
    tell(account, cast.lou, dt.date(2026, 3, 10))
    closing.close(account, reason="It rests.", by=cast.ada, at=SEPTEMBER)
    return closing.reopen(account, reason="It is needed.", seen="closed", by=cast.ada, at=SEPTEMBER)


def test_a_reopened_one_waits_for_the_notice_of_this_year(cast, account):
    account = reopened(account, cast)
    tell(account, cast.lou, dt.date(2026, 3, 11), at=SEPTEMBER)
    assert account.state == "waiting"
    tell(account, cast.lou, dt.date(2026, 9, 14))
    assert account.state == "active"


def test_who_looks_after_it_is_told_each_time_it_goes_live(cast, account):
    account = reopened(account, cast)
    before = Message.objects.filter(name="account_active").count()
    tell(account, cast.lou, dt.date(2026, 9, 14))
    assert Message.objects.filter(name="account_active").count() == 2 * before


def test_one_that_was_refused_before_it_was_live_can_not_be_told_of(cast, account):
    approval_refused.send(
        sender=None, request=account.request, by=cast.ada, reason="Not so.", at=SEPTEMBER
    )
    with pytest.raises(informing_parents.NoticeError):
        tell(account, cast.lou, dt.date(2026, 9, 14))


def test_who_is_gone_gets_no_mail_of_it(cast, account):
    type(account.owner).objects.filter(pk=cast.val.pk).update(is_active=False)
    account.managers.add(cast.val)
    tell(account, cast.lou, dt.date(2026, 3, 10))
    told = {str(mail.person) for mail in Message.objects.filter(name="account_active")}
    assert told == {"Lou Berg", str(cast.hana)}


def test_nothing_but_every_statement_certifies(cast, account):
    tell(account, cast.lou, dt.date(2026, 3, 10))
    certifying.ask(at=SEPTEMBER)
    with pytest.raises(certifying.UnconfirmedError):
        certifying.certify(
            account, ["nonsense"], seen=certifying.digest(account), by=cast.lou, at=SEPTEMBER
        )
