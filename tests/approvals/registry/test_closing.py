"""An account is suspended, closed and opened again, with a reason; never past parents' notice."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from approvals.registry import checking, closing, informing_parents
from approvals.registry.models import Account, Entry, Lapse
from district_portal import audit
from district_portal.district.current import school_year, today
from district_portal.district.models import District
from district_portal.mailing.models import Message
from tests.factories import approvals as factory
from tests.standing import standing


def registered(cast, **changes):
    fields = {"manager": cast.hana, "place": cast.northside, "writes_to_students": "no"}
    return factory.registered(cast.lou, deciders=[cast.pat, cast.ada], **{**fields, **changes})


@standing
def account(cast):
    return registered(cast)


def tell_parents(account, by):
    told = {"told_on": today(), "channel": "letter", "text": "Dear parents"}
    informing_parents.record_notice(account, by=by, **told)


def told(name):
    people = Message.objects.filter(name=name).values_list("person__given_name", flat=True)
    return sorted(people)


def test_a_suspended_account_speaks_for_nobody_and_those_who_keep_it_are_told(cast, account):
    suspended = closing.suspend(account, reason="Strange posts.", by=cast.tom)
    assert suspended.state == "suspended"
    assert checking.check("@NorthsideBand").verdict == "not_now"
    assert not checking.active().exists()
    entry = Entry.objects.get()
    assert (entry.act, entry.reason, entry.person) == ("suspended", "Strange posts.", cast.tom)
    assert told("account_suspended") == ["Hana", "Lou"]
    [event, *_] = audit.history(account)
    assert (event.act, event.before, event.actor) == (
        "registry.suspended",
        {"state": "active"},
        "Tom Reyes",
    )


def test_the_owner_closes_their_own_and_only_the_others_are_told(cast, account):
    closing.close(account, reason="The band has ended.", by=cast.lou)
    assert told("account_closed") == ["Hana"]
    assert checking.check("@NorthsideBand").verdict == "not_now"


def test_a_second_click_changes_nothing(cast, account):
    for _ in range(2):
        closing.suspend(account, reason="Strange posts.", by=cast.tom)
    for _ in range(2):
        closing.close(account, reason="Gone.", by=cast.ada)
    for _ in range(2):
        closing.reopen(account, reason="Found.", seen="closed", by=cast.ada)
    acts = list(Entry.objects.values_list("act", flat=True))
    assert acts == ["suspended", "closed", "reopened"]


@pytest.mark.parametrize("act", [closing.suspend, closing.close])
def test_nothing_ends_without_a_reason(cast, account, act):
    with pytest.raises(closing.ReasonMissingError):
        act(account, reason=" \n", by=cast.ada)
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.create(account=account, act="closed", entered_at=timezone.now())
    account.refresh_from_db()
    assert account.state == "active"


def test_nobody_opens_their_own_account_again(cast, account):
    closing.suspend(account, reason="Strange posts.", by=cast.tom)
    with pytest.raises(closing.NotPossibleError, match="Somebody else decides"):
        closing.reopen(account, reason="All is well.", seen="suspended", by=cast.lou)


def test_it_is_active_again_where_no_parents_are_to_be_told(cast, account):
    since = account.active_from
    closing.suspend(account, reason="Strange posts.", by=cast.tom)
    again = closing.reopen(account, reason="All is well.", seen="suspended", by=cast.ada)
    assert (again.state, again.active_from) == ("active", since)
    assert told("account_reopened") == ["Hana", "Lou"]


def test_one_that_writes_to_students_waits_unless_parents_were_told_this_year(cast):
    account = registered(cast, writes_to_students="yes")
    closing.close(account, reason="No.", by=cast.ada)
    again = closing.reopen(account, reason="Yes.", seen="closed", by=cast.ada)
    assert (again.state, again.active_from) == ("waiting", None)
    tell_parents(again, cast.lou)
    closing.suspend(account, reason="Strange posts.", by=cast.tom)
    again = closing.reopen(account, reason="All is well.", seen="suspended", by=cast.ada)
    assert again.state == "active"


def test_a_notice_of_another_school_year_does_not_open_it(cast):
    account = registered(cast, writes_to_students="yes")
    tell_parents(account, cast.lou)
    next_year = timezone.now() + dt.timedelta(days=366)
    closing.suspend(account, reason="Strange posts.", by=cast.tom, at=next_year)
    again = closing.reopen(account, reason="Well.", seen="suspended", by=cast.ada, at=next_year)
    assert again.state == "waiting"
    message = Message.objects.filter(name="account_reopened").first()
    assert "Parents must be told first" in message.text


def test_a_notice_does_not_open_what_is_suspended(cast):
    account = registered(cast, writes_to_students="yes")
    tell_parents(account, cast.lou)
    closing.suspend(account, reason="Strange posts.", by=cast.tom)
    informing_parents.record_notice(
        account, told_on=today(), channel="meeting", text="We told you.", by=cast.lou
    )
    account.refresh_from_db()
    assert account.state == "suspended"


def test_one_that_waits_is_closed_but_not_suspended(cast):
    account = registered(cast, writes_to_students="yes")
    with pytest.raises(closing.NotPossibleError, match="It is not live"):
        closing.suspend(account, reason="Strange posts.", by=cast.tom)
    assert closing.close(account, reason="Not needed.", by=cast.lou).state == "closed"


def test_what_was_closed_meanwhile_is_not_opened_by_an_old_page(cast, account):
    closing.suspend(account, reason="Strange posts.", by=cast.tom)
    closing.close(account, reason="Gone for good.", by=cast.ada)
    with pytest.raises(closing.NotPossibleError, match="Ada Lindqvist closed this account on"):
        closing.reopen(account, reason="All is well.", seen="suspended", by=cast.ada)
    with pytest.raises(closing.NotPossibleError, match="Ada Lindqvist closed"):
        closing.suspend(account, reason="Strange.", by=cast.tom)


def test_an_address_that_is_registered_anew_cannot_be_opened_a_second_time(cast, account):
    closing.close(account, reason="The band has ended.", by=cast.ada)
    registered(cast)
    with pytest.raises(closing.NotPossibleError, match="registered anew: Northside Band, Lou"):
        closing.reopen(account, reason="It goes on.", seen="closed", by=cast.ada)
    assert Account.objects.filter(state="active").count() == 1
    assert not Entry.objects.filter(act="reopened").exists()


def test_history_cannot_be_rewritten(cast, account):
    closing.close(account, reason="The band has ended.", by=cast.ada)
    with pytest.raises(Exception, match="Cannot update"), transaction.atomic():
        Entry.objects.update(reason="Another one.")


@standing
def lapsed(cast):
    """Suspended by the portal, since parents were not told in this school year."""
    account = registered(cast, writes_to_students="yes")
    account.state, account.active_from = "suspended", timezone.now()
    account.save()
    facts = {"school_year": school_year(), "due_on": today(), "suspended_at": timezone.now()}
    Lapse.objects.create(account=account, **facts)
    return account


def test_what_waits_for_parents_alone_is_opened_by_the_notice_alone(cast, lapsed):
    with pytest.raises(closing.NotPossibleError, match="until it is recorded that parents were"):
        closing.reopen(lapsed, reason="All is well.", seen="suspended", by=cast.ada)
    tell_parents(lapsed, cast.lou)
    lapsed.refresh_from_db()
    assert lapsed.state == "active"


def test_what_is_suspended_besides_is_not_opened_by_a_notice(cast, lapsed):
    closing.suspend(lapsed, reason="Strange posts.", by=cast.tom)
    tell_parents(lapsed, cast.lou)
    lapsed.refresh_from_db()
    assert lapsed.state == "suspended"
    again = closing.reopen(lapsed, reason="All is well.", seen="suspended", by=cast.ada)
    assert again.state == "active"


def test_closing_ends_the_wait_for_parents_and_opening_again_begins_it_anew(cast, lapsed):
    closing.close(lapsed, reason="Over.", by=cast.lou)
    assert not Lapse.objects.filter(lifted_at=None).exists()
    assert closing.reopen(lapsed, reason="On.", seen="closed", by=cast.ada).state == "waiting"


def test_the_page_says_for_what_it_is_suspended(client, cast, lapsed):
    client.force_login(cast.ada)
    page = client.get(lapsed.get_absolute_url()).text
    assert "Suspended: parents were not told in this school year" in page
    assert "Open it again" not in page
    closing.suspend(lapsed, reason="Strange posts.", by=cast.tom)
    page = client.get(lapsed.get_absolute_url()).text
    assert "Suspended: parents were not told in this school year" not in page
    assert "Suspended on" in page
    assert "Open it again" in page


def test_an_account_that_shows_students_waits_too_where_the_district_says_so(cast, account):
    Account.objects.update(for_students=True)
    District.objects.update(parents_widened_on=today())
    closing.close(account, reason="Over.", by=cast.lou)
    assert closing.reopen(account, reason="On.", seen="closed", by=cast.ada).state == "waiting"
