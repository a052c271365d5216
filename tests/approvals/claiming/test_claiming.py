"""Whoever is named claims an existing account, or gives it back; nobody is left out of sight."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from accounts import moving
from accounts.models import Person
from approvals import requesting, withdrawing
from approvals.claiming import answering, bringing, passing_on, settling, telling
from approvals.claiming.acting import MeanwhileError
from approvals.claiming.models import Act, ExistingAccount
from approvals.claiming.passing_on import NamingError
from approvals.models import Request
from approvals.registry import closing
from approvals.registry.models import Account
from approvals.similar import uses
from tests.factories import approvals as requests
from tests.factories import existing as factory
from tests.standing import standing

BAND = "Instagram,@band,Band,val@marlow.example,,,,,\n"


@standing
def choir(cast):
    """The choir's account on Instagram, of which Lou is said to look after it."""
    return factory.listed(by=cast.tom)


def said(account):
    return [act.what for act in account.acts.order_by("pk")]


def state_of(account):
    account.refresh_from_db()
    return account.state, account.person


def test_a_claim_is_a_draft_filled_in_with_what_was_found(cast, choir):
    request = answering.claim(choir, by=cast.lou)
    assert (request.state, request.requester, request.kind) == ("draft", cast.lou, "account")
    typed = request.draft["details"]
    assert typed["handle"] == ["@NorthsideChoir"]
    assert typed["audience"] == ["parents", "students"]
    assert typed["place"] == [str(cast.northside.pk)]
    assert typed["purpose"] == ["Concert dates"]
    assert "launch_on" not in typed
    assert state_of(choir) == ("claimed", cast.lou)
    assert answering.claim(choir, by=cast.lou) == request
    assert said(choir) == ["listed", "claimed"]


def test_it_goes_the_usual_way_and_is_settled_once_it_is_in_the_registry(cast, choir):
    request = factory.claimed(choir, by=cast.lou)
    assert request.submissions.get().attestations.exists()
    requests.decided(request, by=cast.pat)
    assert state_of(choir)[0] == "claimed"
    assert not Account.objects.exists()
    requests.decided(request, by=cast.ada)
    account = Account.objects.get()
    assert account.address_key == choir.address_key
    assert account.state == "waiting"  # students are written to: parents are told first
    assert state_of(choir) == ("settled", cast.lou)
    assert said(choir) == ["listed", "claimed", "settled"]


def test_another_request_for_the_same_address_settles_it_too(cast, choir):
    account = requests.registered(
        cast.lou,
        deciders=[cast.pat, cast.ada],
        manager=cast.hana,
        place=cast.northside,
        handle="@northsidechoir",
        name="Choir",
    )
    choir.refresh_from_db()
    assert (choir.state, choir.request) == ("settled", account.request)


def test_a_claim_that_becomes_one_of_another_address_leaves_it_to_be_claimed(cast, choir):
    request = answering.claim(choir, by=cast.lou)
    details = requests.typed(manager=cast.hana, place=cast.northside, handle="@another")
    requesting.save_step(request, by=cast.lou, step="details", typed=details)
    request.refresh_from_db()
    request = requests.send(requests.promise_all(request))
    requests.decided(request, by=cast.pat)
    requests.decided(request, by=cast.ada)
    assert state_of(choir) == ("asked", cast.lou)
    assert said(choir)[-1] == "elsewhere"


def test_a_claim_for_the_address_of_another_that_is_listed_settles_that_one(cast, choir):
    band = factory.listed(BAND, by=cast.tom)
    request = answering.claim(choir, by=cast.lou)
    details = requests.typed(manager=cast.hana, place=cast.northside, handle="@band")
    requesting.save_step(request, by=cast.lou, step="details", typed=details)
    request.refresh_from_db()
    request = requests.send(requests.promise_all(request))
    requests.decided(request, by=cast.pat)
    requests.decided(request, by=cast.ada)
    assert state_of(choir) == ("asked", cast.lou)
    assert state_of(band) == ("settled", cast.lou)
    assert band.request == request


def test_a_denied_claim_goes_back_to_who_names_people(cast, choir):
    request = factory.claimed(choir, by=cast.lou)
    requests.decided(request, by=cast.pat, outcome="denied")
    assert state_of(choir) == ("back", None)
    assert choir.acts.first().person == cast.lou


@pytest.mark.parametrize("way", ["withdrawn", "discarded"])
def test_a_claim_that_is_taken_back_is_asked_about_again(cast, choir, way):
    if way == "withdrawn":
        withdrawing.withdraw(factory.claimed(choir, by=cast.lou), by=cast.lou)
    else:
        requesting.discard(answering.claim(choir, by=cast.lou), by=cast.lou)
        assert not Request.objects.exists()
    assert state_of(choir) == ("asked", cast.lou)
    assert answering.claim(choir, by=cast.lou).state == "draft"


def test_not_mine_needs_a_reason_and_somebody_else_is_named(cast, choir):
    with pytest.raises(NamingError) as refused:
        answering.say_not_mine(choir, "  ", by=cast.lou)
    assert refused.value.field == "reason"
    answering.say_not_mine(choir, "Val runs it.", by=cast.lou)
    assert state_of(choir) == ("back", None)
    with pytest.raises(MeanwhileError):
        answering.claim(choir, by=cast.lou)
    passing_on.name(choir, cast.val, by=cast.tom)
    assert state_of(choir) == ("asked", cast.val)
    passing_on.name(choir, cast.val, by=cast.ada)
    assert said(choir) == ["listed", "not_mine", "named"]


def test_what_was_closed_is_looked_at_by_an_administrator(cast, choir):
    answering.say_closed(choir, by=cast.lou)
    assert state_of(choir) == ("back", None)
    with pytest.raises(NamingError):
        passing_on.mark_gone(choir, "", by=cast.tom)
    passing_on.mark_gone(choir, "Its page is empty.", by=cast.tom)
    passing_on.mark_gone(choir, "Its page is empty.", by=cast.tom)
    assert state_of(choir) == ("gone", None)
    passing_on.name(choir, cast.lou, by=cast.tom)
    assert state_of(choir) == ("asked", cast.lou)


@pytest.mark.parametrize("act", [answering.claim, answering.say_closed])
def test_nobody_else_answers(cast, choir, act):
    with pytest.raises(MeanwhileError):
        act(choir, by=cast.pat)
    assert said(choir) == ["listed"]


def test_who_is_not_there_is_not_named(cast, choir):
    Person.objects.filter(pk=cast.gus.pk).update(email=None)
    for person in (cast.mia, cast.left, cast.gus):
        with pytest.raises(NamingError) as refused:
            passing_on.name(choir, person, by=cast.tom)
        assert refused.value.field == "person"


def test_what_approvers_look_at_is_not_given_to_another(cast, choir):
    factory.claimed(choir, by=cast.lou)
    for act in (
        lambda: passing_on.name(choir, cast.val, by=cast.tom),
        lambda: passing_on.mark_gone(choir, "It is gone.", by=cast.tom),
        lambda: passing_on.mark_not_official(choir, "Boosters", by=cast.tom),
    ):
        with pytest.raises(MeanwhileError):
            act()
    assert state_of(choir) == ("claimed", cast.lou)


def test_a_draft_that_lies_is_given_to_another(cast, choir):
    request = answering.claim(choir, by=cast.lou)
    passing_on.name(choir, cast.val, by=cast.tom)
    assert state_of(choir) == ("asked", cast.val)
    requesting.discard(request, by=cast.lou)
    assert state_of(choir) == ("asked", cast.val)


def test_an_old_page_changes_nothing(cast, choir):
    seen = choir.acts.first().pk
    answering.say_not_mine(choir, "No.", by=cast.lou)
    with pytest.raises(MeanwhileError) as told:
        passing_on.mark_gone(choir, "Gone.", by=cast.tom, seen=seen)
    assert "Lou Berg" in str(told.value)


def test_who_leaves_or_goes_on_leave_is_asked_no_more(cast, choir):
    moving.go_on_leave(cast.lou, by=cast.hana)
    assert state_of(choir) == ("back", None)
    assert choir.acts.first().person == cast.lou
    passing_on.name(choir, cast.val, by=cast.tom)
    moving.leave(cast.val, by=cast.hana, at_once=True)
    assert state_of(choir) == ("back", None)
    assert said(choir) == ["listed", "away", "named", "away"]


def test_the_claim_of_who_leaves_is_withdrawn_and_given_back(cast, choir):
    factory.claimed(choir, by=cast.lou)
    moving.leave(cast.lou, by=cast.hana, at_once=True)
    assert state_of(choir) == ("back", None)


def test_looking_again_finds_what_was_missed_and_twice_is_once(cast, choir):
    cast.lou.postings.update(on_leave=True)
    assert passing_on.look_again() == 1
    assert passing_on.look_again() == 0
    assert state_of(choir) == ("back", None)


def test_what_came_into_the_registry_meanwhile_is_settled(cast, choir):
    account = requests.registered(
        cast.lou, deciders=[cast.pat, cast.ada], manager=cast.hana, place=cast.northside
    )
    ExistingAccount.objects.filter(pk=choir.pk).update(address_key=account.address_key)
    assert settling.agree_with_registry() == 1
    assert settling.agree_with_registry() == 0
    assert state_of(choir) == ("settled", cast.lou)


@standing
def band(cast):
    """An account of the registry that was found, claimed and approved."""
    found = factory.listed(BAND.replace("val@", "lou@"), by=cast.tom)
    request = factory.claimed(found, by=cast.lou)
    for person in (cast.pat, cast.ada):
        requests.decided(request, by=person)
    return found


def moved(account, cast, **typed):
    change = requests.change_sent(account, by=cast.lou, **typed)
    for person in (cast.pat, cast.ada):
        change.refresh_from_db()
        if change.state == "open":
            requests.decided(change, by=person)
    assert change.state == "approved"


def test_an_account_that_moves_settles_what_is_listed_there_and_lets_go_what_it_left(
    cast, choir, band
):
    moved(Account.objects.get(), cast, handle="@northsidechoir")
    assert state_of(choir) == ("settled", cast.lou)
    assert choir.request.account == Account.objects.get()
    assert state_of(band) == ("gone", None)
    assert band.request is None
    moved(Account.objects.get(), cast, handle="@band")
    assert (state_of(choir), state_of(band)) == (("gone", None), ("settled", cast.lou))
    assert said(band)[-3:] == ["settled", "gone", "settled"]


def test_what_was_missed_is_put_right_by_the_clock_and_asks_go_on(cast, choir, band):
    account = Account.objects.get()
    Account.objects.filter(pk=account.pk).update(address_key=choir.address_key)
    assert settling.agree_with_registry() == 2
    assert settling.agree_with_registry() == 0
    assert (state_of(choir), state_of(band)) == (("settled", cast.lou), ("gone", None))


def test_a_closed_account_is_let_go_and_can_be_claimed_again(cast, band):
    account = Account.objects.get()
    closing.close(account, reason="Over", by=cast.ada)
    assert state_of(band) == ("gone", None)
    assert band.request is None
    passing_on.name(band, cast.lou, by=cast.tom)
    assert answering.claim(band, by=cast.lou).state == "draft"
    closing.reopen(account, reason="Still needed", seen="closed", by=cast.ada)
    assert state_of(band) == ("settled", cast.lou)


def test_what_is_ours_again_is_not_official_no_longer(cast, band):
    account = Account.objects.get()
    closing.close(account, reason="Over", by=cast.ada)
    passing_on.mark_not_official(band, "Band Boosters", by=cast.tom)
    assert list(telling.not_official()) == [band]
    Account.objects.filter(pk=account.pk).update(state="waiting")
    assert not telling.not_official()
    assert settling.agree_with_registry() == 1
    assert (state_of(band)[0], band.run_by) == ("settled", "")


def test_what_moves_to_an_address_that_others_ran_is_ours(cast, band):
    boosters = factory.listed(factory.BOOSTERS, by=cast.tom)
    where = {"platform": str(boosters.platform_id), "handle": boosters.address}
    moved(Account.objects.get(), cast, **where)
    assert state_of(boosters) == ("settled", cast.lou)
    assert not telling.not_official()


def test_a_claim_is_of_one_account(cast, choir):
    request = answering.claim(choir, by=cast.lou)
    other = factory.listed(BAND, by=cast.tom)
    with pytest.raises(IntegrityError), transaction.atomic():
        ExistingAccount.objects.filter(pk=other.pk).update(request=request, state="claimed")


def test_what_others_run_is_marked_with_who_and_can_be_ours_after_all(cast, choir):
    with pytest.raises(NamingError):
        passing_on.mark_not_official(choir, " \u200b", by=cast.tom)
    passing_on.mark_not_official(choir, "Choir Parents", by=cast.tom)
    assert state_of(choir) == ("not_official", None)
    assert [use.words for use in uses(choir.address_key)] == [
        "This account is listed as not official: it is run by Choir Parents."
    ]
    requests.registered(
        cast.lou,
        deciders=[cast.pat, cast.ada],
        manager=cast.hana,
        place=cast.northside,
        handle="@northsidechoir",
    )
    assert state_of(choir) == ("settled", cast.lou)
    assert choir.run_by == ""


def test_one_that_is_not_official_is_listed_by_hand_once(cast, choir):
    facts = {
        "platform": choir.platform,
        "handle": "boosters",
        "address": "https://www.instagram.com/boosters",
        "address_key": "instagram.com/boosters",
        "looks": "",
        "name": "Boosters",
        "run_by": "Boosters Inc.",
        "place": None,
    }
    made = bringing.list_not_official(facts, by=cast.tom)
    assert made is not None
    assert (made.state, said(made)) == ("not_official", ["not_official"])
    assert bringing.list_not_official(facts, by=cast.ada) is None


def test_what_was_said_stays(choir):
    with pytest.raises(DatabaseError), transaction.atomic():
        Act.objects.update(text="Something else")
    with pytest.raises(DatabaseError), transaction.atomic():
        choir.acts.all().delete()


@pytest.mark.parametrize(
    "change",
    [{"person": None}, {"state": "claimed"}, {"run_by": "Boosters"}, {"state": "not_official"}],
)
def test_the_database_refuses_what_makes_no_sense(choir, change):
    with pytest.raises(IntegrityError), transaction.atomic():
        ExistingAccount.objects.filter(pk=choir.pk).update(**change)
