"""Two who act on one account at the same moment: each act once, one after the other."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from accounts import moving
from accounts.models import Person
from approvals.registry import (
    certifying,
    closing,
    handing_over,
    looking_after,
    reminding,
    taking_over,
)
from approvals.registry.models import (
    Account,
    Certification,
    Entry,
    Handover,
    Manager,
    YearlyCheck,
)
from approvals.registry.presence import Presence
from district_portal.district.current import school_year, school_year_bounds, today
from district_portal.mailing.models import Message
from district_portal.schooldays.counting import add_school_days
from tests.factories import approvals as factory
from tests.races.together import together

pytestmark = [pytest.mark.thorough, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def account(cast):
    return factory.registered(
        cast.lou,
        deciders=[cast.pat, cast.ada],
        manager=cast.hana,
        place=cast.northside,
        writes_to_students="no",
    )


def acts():
    return list(Entry.objects.values_list("act", flat=True))


def test_many_who_close_it_close_it_once(cast, account):
    people = [cast.lou, cast.ada, cast.lou, cast.ada]
    found = together([lambda by=by: closing.close(account, reason="Gone.", by=by) for by in people])
    assert all(isinstance(row, Account) and row.state == "closed" for row in found), found
    assert acts() == ["closed"]


def test_who_suspends_and_who_closes_at_once_leave_it_closed(cast, account):
    found = together(
        [
            lambda: closing.suspend(account, reason="Strange.", by=cast.tom),
            lambda: closing.close(account, reason="Gone.", by=cast.lou),
        ]
    )
    assert acts() in (["suspended", "closed"], ["closed"]), found
    account.refresh_from_db()
    assert account.state == "closed"


def test_an_opening_and_a_new_account_of_its_address_do_not_both_stand(cast, account):
    closing.close(account, reason="Gone.", by=cast.ada)
    asked = factory.sent(cast.val, manager=cast.hana, place=cast.northside, writes_to_students="no")
    factory.decided(asked, by=cast.pat)
    found = together(
        [
            lambda: closing.reopen(account, reason="On.", seen="closed", by=cast.ada),
            lambda: factory.decided(asked, by=cast.ada),
        ]
    )
    assert sum(isinstance(row, Exception) for row in found) == 1, found
    assert Account.objects.filter(state="active").count() == 1


def test_two_who_change_the_managers_leave_one_of_both_and_never_nobody(cast, account):
    def change(person, by):
        care = dataclasses.replace(looking_after.care_of(account), managers=(person,))
        return lambda: looking_after.change(account, care, by=by)

    together([change(cast.val, cast.ada), change(cast.theo, cast.tom)])
    named = set(Manager.objects.filter(account=account).values_list("person", flat=True))
    assert named in ({cast.lou.pk, cast.val.pk}, {cast.lou.pk, cast.theo.pk})


def next_care(account, *managers):
    return dataclasses.replace(looking_after.care_of(account), managers=managers)


def test_two_who_hand_it_over_at_once_do_it_once_and_the_other_is_told(cast, account):
    moving.leave(cast.lou, by=cast.hana)
    handover, care = handing_over.of(account), next_care(account, cast.polly)

    def take(owner, by):
        return lambda: taking_over.hand_over(handover, owner=owner, care=care, by=by)

    found = together([take(cast.val, cast.pat), take(cast.theo, cast.ada)])
    assert sum(isinstance(row, Account) for row in found) == 1, found
    assert sum(isinstance(row, taking_over.SettledError) for row in found) == 1, found
    assert acts().count("handed_over") == 1


def test_whoever_leaves_while_they_are_named_does_not_end_up_with_it(cast, account):
    for number in range(4):
        owner = Account.objects.get().owner
        moving.leave(owner, by=cast.hana)
        handover = handing_over.of(account)
        care = next_care(Account.objects.get(), cast.polly)
        name = f"Next{number}"
        after = Person.objects.enter(given_name=name, family_name="One", email=f"{name}@m.example")
        moving.hire(
            after, place=cast.northside, position="Teacher", supervisor=cast.pat, by=cast.hana
        )
        leaving = Person.objects.get(pk=after.pk)
        together(
            [
                lambda h=handover, o=after, c=care: taking_over.hand_over(
                    h, owner=o, care=c, by=cast.pat
                ),
                lambda who=leaving: moving.leave(who, by=cast.hana),
            ]
        )
        is_whole = Presence([account.pk]).is_whole(account.pk)
        assert is_whole == (handing_over.of(account) is None)
        assert Handover.objects.filter(ended_at=None).count() == 1


def test_many_departures_at_once_open_one_handover(cast, account):
    looking_after.change(account, next_care(account, cast.val), by=cast.lou)
    people = {cast.lou.pk, cast.val.pk}
    Person.objects.filter(pk__in=people).update(is_active=False)
    found = together([lambda: handing_over.look_after_moves(people)] * 4)
    assert found == [None] * 4
    assert Handover.objects.count() == 1
    assert acts() == ["care", "left", "left"], "the manager, and the owner"


def test_many_clicks_certify_once(cast, account):
    asked = {"asked_on": today(), "due_on": today()}
    account.yearly_checks.create(school_year=school_year(), **asked)
    seen = certifying.digest(account)
    every = certifying.STATEMENTS
    found = together(
        [lambda: certifying.certify(account, every, seen=seen, by=cast.lou) for _ in range(4)]
    )
    assert set(found) == {Certification.objects.get()}
    assert acts() == ["certified"]


def test_many_clocks_ask_once_and_remind_once(cast, account):
    first = school_year_bounds()[1] + dt.timedelta(days=1)
    day = add_school_days(first - dt.timedelta(days=1), 1)
    at = dt.datetime.combine(day, dt.time(15), tzinfo=dt.UTC)
    found = together([lambda: certifying.ask(at=at)] * 4)
    assert not any(isinstance(row, Exception) for row in found), found
    assert YearlyCheck.objects.count() == 1
    found = together([lambda: reminding.remind(at=at)] * 4)
    assert not any(isinstance(row, Exception) for row in found), found
    assert Message.objects.filter(name="checks_due").count() == 1
