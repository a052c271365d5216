"""A clause under a live approval is revised: owner and approver look at it again."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from accounts import moving, roles
from accounts.models import Person, RoleGrant
from approvals.confirming import answering, asking, reminding
from approvals.confirming.models import Confirmation, Recheck
from approvals.confirming.signals import approval_refused
from approvals.confirming.waiting import waiting_for
from approvals.registry.models import Account
from district_portal.district.current import today
from district_portal.mailing.models import Message
from district_portal.permissions import Role
from tests.factories import approvals as factory
from tests.factories import exemptions
from tests.factories.policies import published
from tests.standing import standing

CLAUSES = ["Post under your own name.", "Write to no student alone.", "Keep records of it all."]
CHANGED = ["Post under your own name and title, always.", *CLAUSES[1:]]
MONDAY = dt.datetime(2026, 9, 14, 15, tzinfo=dt.UTC)


@standing
def account(cast):
    """Lou's account, approved by Pat and Ada, which rests on the first clause of 529."""
    version = published("529", "Staff Use of Social Media", clauses=CLAUSES)
    factory.enter_presets()
    factory.tie("true-identity", version.clauses.get(text=CLAUSES[0]))
    return factory.registered(
        cast.lou,
        deciders=[cast.pat, cast.ada],
        manager=cast.hana,
        place=cast.northside,
        writes_to_students="no",
    )


def revise(clauses=CHANGED, **fields):
    return published("529", "Staff Use of Social Media", clauses=clauses, **fields)


@standing
def recheck(account):
    revise()
    return Recheck.objects.get()


def test_owner_and_last_approver_are_asked(cast, account, recheck):
    assert (recheck.owner, recheck.approver) == (cast.lou, cast.ada)
    assert [row.pk for row in waiting_for(cast.lou)] == [recheck.pk]
    assert not waiting_for(cast.pat).exists()
    [(was, now)] = asking.changed_clauses(recheck)
    assert (was.text, now.text) == (CLAUSES[0], CHANGED[0])


@pytest.mark.parametrize("how", ["minor", "technical"])
def test_nobody_is_asked_about_what_is_no_change_of_substance(account, how):
    revise(revision=how)
    assert not Recheck.objects.exists()


def test_nobody_is_asked_where_another_clause_was_revised(account):
    revise([CLAUSES[0], "Write to no student alone, at any hour.", CLAUSES[2]])
    assert not Recheck.objects.exists()


def test_a_clause_that_is_gone_is_asked_about(account):
    revise(CLAUSES[1:])
    [(was, now)] = asking.changed_clauses(Recheck.objects.get())
    assert (was.text, now) == (CLAUSES[0], None)


def test_nobody_is_asked_about_a_closed_account(account):
    account.state = "closed"
    account.save()
    revise()
    assert not Recheck.objects.exists()


def test_asking_twice_asks_once(recheck):
    assert asking.ask(recheck.version) == 0
    assert Recheck.objects.count() == 1


def test_both_confirm_and_it_is_over(cast, recheck):
    answering.answer(recheck, by=cast.lou, holds=True)
    recheck.refresh_from_db()
    assert recheck.ended_at is None
    assert not waiting_for(cast.lou).exists()
    answering.answer(recheck, by=cast.ada, holds=True, words="Looks right.")
    recheck.refresh_from_db()
    assert recheck.why_ended == "confirmed"


def test_what_was_confirmed_is_asked_about_only_when_it_changes_again(cast, recheck):
    for person in (cast.lou, cast.ada):
        answering.answer(recheck, by=person, holds=True)
    revise([*CHANGED[:2], "Keep records of it all for seven years."])
    assert Recheck.objects.count() == 1
    revise(["Post under your own name, title and school.", *CHANGED[1:]])
    newest = Recheck.objects.latest("pk")
    assert newest.since == recheck.version


def test_what_was_not_confirmed_is_asked_about_the_newest_version(cast, recheck):
    answering.answer(recheck, by=cast.lou, holds=True)
    newest = revise(["Post under your own name, title and school.", *CHANGED[1:]])
    recheck.refresh_from_db()
    assert recheck.why_ended == "superseded"
    asked = Recheck.objects.get(ended_at=None)
    assert (asked.version, asked.since.number) == (newest, 1)
    with pytest.raises(answering.NoLongerAskedError):
        answering.answer(recheck, by=cast.ada, holds=True)


def test_one_no_ends_it_and_is_news(cast, recheck):
    heard = []

    def hear(sender, **news):
        heard.append((news["request"], news["reason"]))

    approval_refused.connect(hear)
    try:
        answering.answer(recheck, by=cast.ada, holds=False, words="Titles are missing.")
    finally:
        approval_refused.disconnect(hear)
    recheck.refresh_from_db()
    assert recheck.why_ended == "refused"
    assert heard == [(recheck.request, "Titles are missing.")]


def test_a_no_needs_a_reason(cast, recheck):
    with pytest.raises(answering.ReasonMissingError):
        answering.answer(recheck, by=cast.ada, holds=False)
    with pytest.raises(IntegrityError), transaction.atomic():
        Confirmation.objects.create(
            recheck=recheck, person=cast.ada, said_as="approver", holds=False, said_at=MONDAY
        )


def test_the_same_answer_twice_is_one(cast, recheck):
    first = answering.answer(recheck, by=cast.lou, holds=True)
    assert answering.answer(recheck, by=cast.lou, holds=True) == first
    with pytest.raises(answering.NoLongerAskedError):
        answering.answer(recheck, by=cast.lou, holds=False, words="On second thoughts")


@pytest.mark.parametrize("name", ["pat", "hana", "gus"])
def test_others_do_not_confirm(cast, recheck, name):
    with pytest.raises(answering.NoLongerAskedError):
        answering.answer(recheck, by=getattr(cast, name), holds=True)


def test_the_question_follows_the_owner_and_the_approver(cast, account, recheck):
    account.owner = cast.gus
    account.save()
    roles.appoint(cast.tom, role=Role.DISTRICT_ADMINISTRATOR, by=cast.ada)
    moving.leave(cast.ada, by=None)
    Person.objects.filter(pk=cast.ada.pk).update(is_active=False)
    asking.follow()
    recheck.refresh_from_db()
    assert (recheck.owner, recheck.approver) == (cast.gus, cast.tom)


def test_the_question_ends_with_the_account(account, recheck):
    account.state = "closed"
    account.save()
    asking.follow()
    recheck.refresh_from_db()
    assert recheck.why_ended == "over"


def test_both_are_told_at_once_and_again_after_five_school_days(cast, recheck):
    Recheck.objects.update(opened_at=MONDAY)
    counts = [reminding.remind(at=MONDAY + dt.timedelta(days=days)) for days in range(9)]
    #         Mon Tue Wed Thu Fri Sat Sun Mon Tue
    assert counts == [2, 0, 0, 0, 0, 0, 0, 2, 0]
    told = Message.objects.filter(name="approvals_to_confirm")
    assert {str(mail.person) for mail in told} == {"Lou Berg", "Ada Lindqvist"}
    assert f"/confirmations/{recheck.pk}/" in told[0].text


def test_who_has_confirmed_is_reminded_no_more(cast, recheck):
    answering.answer(recheck, by=cast.lou, holds=True)
    Recheck.objects.update(opened_at=MONDAY)
    assert reminding.remind(at=MONDAY) == 1


def test_the_page_shows_what_changed_and_takes_the_answer(cast, recheck, client):
    client.force_login(cast.lou)
    assert "Confirm again: " in client.get("/").text
    page = client.get(f"/confirmations/{recheck.pk}/")
    assert "<ins>" in page.text
    page = client.post(f"/confirmations/{recheck.pk}/", {"holds": "no", "words": " "})
    assert "Say why it does not hold" in page.text
    page = client.post(f"/confirmations/{recheck.pk}/", {"holds": "yes"}, follow=True)
    assert "Confirmed." in page.text
    page = client.post(f"/confirmations/{recheck.pk}/", {"holds": "yes"}, follow=True)
    assert "does not wait for your answer any more" in page.text


def test_a_stranger_finds_nothing(cast, recheck, client):
    client.force_login(cast.gus)
    assert client.get(f"/confirmations/{recheck.pk}/").status_code == 404
    assert "Northside Band" not in client.get("/confirmations/").text


def test_the_list_narrows_by_state(cast, recheck, client):
    client.force_login(cast.ada)
    assert "Northside Band" in client.get("/confirmations/").text
    assert "Northside Band" not in client.get("/confirmations/?state=confirmed").text
    assert "Northside Band" in client.get("/confirmations/?state=all").text


def test_a_new_owner_is_asked_though_the_one_before_has_confirmed(cast, account, recheck):
    answering.answer(recheck, by=cast.lou, holds=True)
    account.owner = cast.hana
    account.save()
    with pytest.raises(answering.NoLongerAskedError):
        answering.answer(recheck, by=cast.lou, holds=False, words="It was mine.")
    asking.follow()
    assert [row.pk for row in waiting_for(cast.hana)] == [recheck.pk]
    answering.answer(recheck, by=cast.ada, holds=True)
    recheck.refresh_from_db()
    assert recheck.ended_at is None
    answering.answer(recheck, by=cast.hana, holds=True)
    recheck.refresh_from_db()
    assert recheck.why_ended == "confirmed"


def test_a_revision_that_is_taken_back_ends_the_question(cast, recheck):
    revise(CLAUSES)
    recheck.refresh_from_db()
    assert recheck.why_ended == "over"


def test_who_is_on_leave_is_not_reminded_and_another_approves(cast, recheck):
    moving.go_on_leave(cast.lou, by=None)
    moving.go_on_leave(cast.ada, by=None)
    asking.follow()
    recheck.refresh_from_db()
    assert recheck.approver == cast.bea
    Recheck.objects.update(opened_at=MONDAY)
    reminding.remind(at=MONDAY.replace(year=today().year + 1, month=9, day=13))
    told = Message.objects.filter(name="approvals_to_confirm")
    assert "Lou Berg" not in {str(mail.person) for mail in told}


def test_an_exemption_is_asked_about_where_its_own_clause_was_revised(cast):
    version = published("529", "Staff Use of Social Media", clauses=CLAUSES)
    clause = version.clauses.get(text=CLAUSES[1])
    request = exemptions.sent(cast.lou, of=clause, place=cast.northside)
    while request.state == "open":
        seat = factory.step_of(request).seats.filter(left_at=None, decision=None).first()
        factory.decided(request, by=seat.person)
    revise([CLAUSES[0], "Write to no student alone, at any hour.", CLAUSES[2]])
    recheck = Recheck.objects.get()
    assert (recheck.request, recheck.owner) == (request, cast.lou)
    [(was, now)] = asking.changed_clauses(recheck)
    assert (was.text, now.text) == (CLAUSES[1], "Write to no student alone, at any hour.")


def test_where_nobody_is_in_office_it_waits_and_goes_to_who_comes(cast, account):
    RoleGrant.objects.filter(role=Role.BOARD_OFFICER).delete()
    Account.objects.update(owner=cast.ada)
    revise()
    recheck = Recheck.objects.get()
    assert (recheck.owner, recheck.approver) == (cast.ada, None)
    answering.answer(recheck, by=cast.ada, holds=True)
    recheck.refresh_from_db()
    assert recheck.ended_at is None, "nobody confirms for both"
    roles.appoint(cast.bea, role=Role.BOARD_OFFICER, by=None)
    asking.follow()
    recheck.refresh_from_db()
    assert recheck.approver == cast.bea
    answering.answer(recheck, by=cast.bea, holds=True)
    recheck.refresh_from_db()
    assert recheck.why_ended == Recheck.Why.CONFIRMED
