"""Legal holds: what each kind of them keeps."""

from __future__ import annotations

import datetime as dt

import pytest

from accounts import moving
from approvals.registry import looking_after
from district_portal.district.current import today
from district_portal.records import holding
from district_portal.records.models import Hold, Lifting
from tests.district_portal.records.test_reading import facts
from tests.factories import approvals as requests
from tests.factories import records as factory
from tests.standing import standing


@standing
def account(cast):
    return factory.closed_account(
        cast.lou, deciders=[cast.pat, cast.ada], manager=cast.val, place=cast.northside
    )


def hold_on(on, name, *, cast, account):
    what = {on: name if on == "word" else getattr(cast, name, None)}
    if on == "record":
        what = {"kind": name, "record": account.pk if name == "account" else account.request_id}
    return factory.held(by=cast.ada, on=on, **what)


def is_held(account):
    return bool(facts("account", account.pk).holds)


@pytest.mark.parametrize(
    ("on", "name"),
    [
        ("word", "BAND"),
        ("person", "lou"),
        ("person", "val"),
        ("person", "ada"),
        ("place", "northside"),
        ("place", "district"),
        ("record", "account"),
        ("record", "request"),
    ],
)
def test_it_keeps_what_it_is_on_until_it_is_lifted(cast, account, on, name):
    hold = hold_on(on, name, cast=cast, account=account)
    assert is_held(account)
    assert holding.in_words(hold)
    holding.lift(hold, reason="Settled.", by=cast.ada)
    assert not is_held(account)


@pytest.mark.parametrize(
    ("on", "name"),
    [
        ("word", "zebra"),
        ("word", "%"),
        ("person", "gus"),
        ("place", "transportation"),
    ],
)
def test_it_keeps_nothing_else(cast, account, on, name):
    hold_on(on, name, cast=cast, account=account)
    assert not is_held(account)


def test_a_request_is_kept_with_those_who_sat_over_it(cast, account):
    factory.held(by=cast.ada, on="person", person=cast.pat)
    assert facts("request", account.request_id).holds


def test_a_hold_on_an_account_holds_all_requests_about_it(cast):
    account = requests.registered(
        cast.lou, deciders=[cast.pat, cast.ada], manager=cast.val, place=cast.northside
    )
    denied = requests.change_sent(account, by=cast.lou, purpose="Only concerts")
    requests.decided(denied, by=cast.pat, outcome="denied")
    changing = requests.change_sent(account, by=cast.lou, purpose="Concerts and trips")
    for person in (cast.pat, cast.ada):
        requests.decided(changing, by=person)
    assert account.approved_changes.get().request == changing
    other = factory.denied(cast.lou, decider=cast.pat, place=cast.northside)
    factory.held(by=cast.ada, on="record", kind="account", record=account.pk)
    for pk in (account.request_id, denied.pk, changing.pk):
        assert facts("request", pk).holds
    assert not facts("request", other.pk).holds


def test_a_hold_on_a_denied_change_holds_its_account(cast):
    account = requests.registered(
        cast.lou, deciders=[cast.pat, cast.ada], manager=cast.val, place=cast.northside
    )
    change = requests.change_sent(account, by=cast.lou, purpose="Only concerts")
    requests.decided(change, by=cast.pat, outcome="denied")
    factory.held(by=cast.ada, on="record", kind="request", record=change.pk)
    assert is_held(account)


@standing
def open_account(cast):
    return requests.registered(
        cast.lou, deciders=[cast.pat, cast.ada], manager=cast.val, place=cast.northside
    )


def care(account, person):
    return looking_after.Care(
        managers=(person,),
        recovery_owner=person,
        district_address=account.district_address,
        comment_rules="",
    )


def test_a_hold_keeps_an_account_for_who_looked_after_it_before(cast, open_account):
    for person in (cast.mia, cast.pat):
        looking_after.change(open_account, care(open_account, person), by=cast.lou)
    factory.held(by=cast.ada, on="person", person=cast.mia)
    assert is_held(open_account)


def test_a_hold_keeps_an_account_for_whoever_left_it(cast, open_account):
    looking_after.change(open_account, care(open_account, cast.mia), by=cast.lou)
    moving.leave(cast.mia, by=cast.hana)
    assert cast.mia not in open_account.managers.all()
    factory.held(by=cast.ada, on="person", person=cast.mia)
    assert is_held(open_account)


def test_a_hold_keeps_a_request_for_who_is_named_in_it(cast):
    request = requests.sent(cast.lou, manager=cast.val, place=cast.northside)
    requests.decided(request, by=cast.pat, outcome="denied")
    factory.held(by=cast.ada, on="person", person=cast.val)
    assert facts("request", request.pk).holds


def test_the_same_hold_twice_is_one_and_so_is_its_lifting(cast):
    first = factory.held(by=cast.ada)
    assert factory.held(by=cast.ada) == first
    lifted = holding.lift(first, reason="Settled.", by=cast.ada)
    assert holding.lift(first, reason="Settled. ", by=cast.ada) == lifted
    with pytest.raises(holding.LiftedError):
        holding.lift(first, reason="Other", by=cast.ada)
    assert (Hold.objects.count(), Lifting.objects.count()) == (1, 1)
    with pytest.raises(holding.HoldError):
        holding.lift(first, reason=" ", by=cast.ada)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"case_name": " "}, "case_name"),
        ({"reason": ""}, "reason"),
        ({"held_since": dt.date(2199, 1, 1)}, "held_since"),
        ({"word": " "}, "word"),
        ({"on": "person"}, "person"),
        ({"on": "place"}, "place"),
        ({"on": "record", "kind": "account", "record": 12345}, "record"),
    ],
)
def test_what_is_missing_is_told(cast, changes, field):
    said = {"on": "word", "word": "band", "case_name": "Case", "reason": "Why", "by": cast.ada}
    with pytest.raises(holding.HoldError) as refused:
        holding.place(**{**said, "held_since": today(), **changes})
    assert refused.value.field == field


def test_a_hold_on_somebody_who_has_left_finds_them_by_name(cast, client):
    client.force_login(cast.ada)
    asked = {"on": "person", "person": "l", "act": "look"}
    page = client.post("/records/holds/new/", asked).text
    assert "Whom do you mean?" in page
    assert "Ada Lindqvist" in page
    assert "has left" in page
    page = client.post("/records/holds/new/", {**asked, "person_pick": cast.left.pk}).text
    assert "It keeps 1 record" in page
    assert "Person who left Lena Past" in page
