"""What was approved is entered, once."""

from __future__ import annotations

import pytest
from django.utils import timezone

from approvals.deciding import CannotApproveError
from approvals.models import Decision
from approvals.registry import opening
from approvals.registry.models import Account
from district_portal import audit
from district_portal.mailing.models import Message
from tests.factories import approvals as factory


def test_an_account_that_writes_to_students_waits_for_parents(cast, asked):
    factory.decided(asked, by=cast.pat)
    assert not Account.objects.exists()
    factory.decided(asked, by=cast.ada, reason="Use the logo as it is.")
    account = Account.objects.get()
    assert account.state == "waiting"
    assert account.active_from is None
    assert account.address == "https://www.instagram.com/northsideband"
    assert account.owner == cast.lou
    assert set(account.managers.all()) == {cast.lou, cast.hana}
    assert account.conditions == "Use the logo as it is."
    assert account.audience == "Parents and guardians; Students"


def test_one_that_does_not_is_active_at_once_and_its_managers_are_told(cast):
    account = factory.registered(
        cast.lou,
        deciders=[cast.pat, cast.ada],
        manager=cast.hana,
        place=cast.northside,
        writes_to_students="no",
    )
    assert account.state == "active"
    assert account.active_from == account.approved_at
    told = Message.objects.filter(name="account_active").values_list(
        "person__given_name", flat=True
    )
    assert set(told) == {"Hana"}, "Lou asked, and reads that it is approved"
    assert not Message.objects.filter(name="account_waiting").exists()


def test_a_second_opening_answers_the_same_row(cast, asked):
    factory.decided(asked, by=cast.pat)
    factory.decided(asked, by=cast.ada)
    again = opening.open_account(asked, by=cast.ada, at=timezone.now())
    assert [again] == list(Account.objects.all())
    opened = [event for event in audit.history(again) if event.act == "registry.opened"]
    assert len(opened) == 1


def test_a_denied_request_enters_nothing(cast, asked):
    factory.decided(asked, by=cast.pat, outcome="denied")
    assert not Account.objects.exists()


def test_an_address_is_registered_once_and_a_refused_approval_leaves_nothing(cast, asked):
    second = factory.sent(cast.pat, manager=cast.hana, place=cast.northside)
    factory.decided(asked, by=cast.pat)
    factory.decided(asked, by=cast.ada)
    with pytest.raises(CannotApproveError, match="registered already: Northside Band, Lou Berg"):
        factory.decided(second, by=cast.ada)
    second.refresh_from_db()
    assert second.state == "open"
    assert Decision.objects.count() == 2
    assert Account.objects.count() == 1
    assert not audit.events(act="requests.decided", object_id=str(second.pk)).exists()


def test_a_closed_account_leaves_its_address_free(cast, asked):
    factory.decided(asked, by=cast.pat)
    factory.decided(asked, by=cast.ada)
    Account.objects.update(state="closed")
    again = factory.registered(
        cast.lou, deciders=[cast.pat, cast.ada], manager=cast.hana, place=cast.northside
    )
    assert again.state == "waiting"
