"""What an account was approved for changes by a request alone, and so may a manager end it."""

from __future__ import annotations

import datetime as dt
import threading
from dataclasses import replace

import pytest
from django.db import connection
from django.utils import timezone

from approvals import attesting, deciding, following, kinds, requesting
from approvals.confirming import live
from approvals.confirming.signals import approval_refused
from approvals.models import Request
from approvals.registry import (
    closing,
    facts,
    informing_parents,
    looking_after,
    overtaken,
    parents_due,
    taking_over,
)
from approvals.registry.looking_after import Care
from approvals.registry.models import Account, Change, Entry, Handover
from district_portal.audit import history
from district_portal.district.current import today
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


def refused(request):
    form = kinds.details_form(request, check=True)
    assert not form.is_valid()
    return " ".join(error for errors in form.errors.values() for error in errors)


def approved(request, *people):
    for person in people:
        factory.decided(request, by=person)
    return request


def steps_of(request):
    return [step.label for step in request.submissions.get().steps.all()]


def tell_parents(account, by, **told):
    told = {"told_on": today(), "channel": "letter", "text": "Dear parents", **told}
    informing_parents.record_notice(account, by=by, **told)
    account.refresh_from_db()


def test_the_form_shows_the_account_as_it_stands_and_nothing_changes_by_sending_it_so(
    cast, account
):
    asked = factory.change_of(account, by=cast.lou)
    typed = asked.draft["details"]
    assert typed["handle"] == ["NorthsideBand"]
    assert typed["audience"] == ["parents", "students"]
    assert typed["represents"] == ["school"]
    assert "Nothing differs" in refused(asked)


def test_what_changes_stands_beside_what_is_so_today(cast, account):
    asked = factory.change_sent(account, by=cast.lou, purpose="Concerts", audience=["parents"])
    [sent] = following.submissions(asked)
    changed = {row["label"]: (row["before"], row["text"]) for row in sent.words if "before" in row}
    assert changed == {
        "Purpose": ("Concert dates and rehearsal clips for families", "Concerts"),
        "Who follows": ("Parents and guardians; Students", "Parents and guardians"),
    }
    assert sent.answers["changed"] == ["purpose", "audience"]
    assert sent.words[0]["label"] == "Why"
    assert "Account" in [row["label"] for row in sent.words if row.get("same")]


def test_it_goes_the_way_of_what_is_asked_for(cast, account):
    asked = factory.change_of(account, by=cast.lou, represents="class")
    factory.send(asked)
    assert steps_of(asked) == ["Supervisor"]
    approved(asked, cast.pat)
    assert facts.as_it_stands(account.pk).values["represents"] == "class"
    asked = factory.change_sent(account, by=cast.lou, represents="district")
    assert steps_of(asked) == ["Supervisor", "District Administrator"]


def test_once_approved_the_account_is_so_and_its_history_says_what_it_was(cast, account):
    asked = factory.change_sent(
        account, by=cast.lou, purpose="Concerts", comments="open", comment_rules="Hana, daily"
    )
    account.refresh_from_db()
    assert account.purpose.startswith("Concert dates")
    factory.decided(asked, by=cast.pat)
    factory.decided(asked, by=cast.ada, reason="No links in comments.")
    account.refresh_from_db()
    assert (account.purpose, account.comments, account.state) == ("Concerts", "open", "active")
    assert account.conditions == "No links in comments."
    entry = Entry.objects.get(act="changed")
    assert (entry.person, entry.reason) == (cast.ada, "It has grown.")
    assert [row["label"] for row in entry.changes] == [
        "Purpose",
        "Comments",
        "Who reads comments",
        "Conditions",
    ]
    assert entry.changes[1]["before"] == "Closed: nobody can comment"
    event = history(account)[0]
    assert event.act == "registry.changed"
    assert event.after["changed"] == ["purpose", "comments", "comment_rules"]
    assert "Concerts" not in str(event.after)
    assert facts.as_it_stands(account.pk).values["purpose"] == "Concerts"
    told = Message.objects.get(name="account_care")
    assert told.person == cast.hana, "Lou asked, and reads that it is approved"
    assert "has changed, as Lou Berg asked and the district approved" in told.text


def test_another_address_is_the_accounts_and_the_old_one_is_free(cast, account):
    approved(
        factory.change_sent(account, by=cast.lou, handle="@NorthsideMusic"), cast.pat, cast.ada
    )
    account.refresh_from_db()
    assert account.handle == "NorthsideMusic"
    assert account.address_key == "instagram.com/northsidemusic"
    registered(cast)
    assert Account.objects.count() == 2


def test_an_address_that_was_registered_meanwhile_can_not_be_approved(cast, account):
    asked = factory.change_sent(account, by=cast.lou, handle="@NorthsideMusic")
    registered(cast, handle="@NorthsideMusic", name="Music")
    factory.decided(asked, by=cast.pat)
    with pytest.raises(deciding.CannotApproveError, match="registered already: Music"):
        factory.decided(asked, by=cast.ada)
    asked = factory.change_of(account, by=cast.lou, handle="@NorthsideMusic")
    assert "registered already" in refused(asked)


def test_where_students_are_newly_written_to_it_waits_for_their_parents(cast, account):
    tell_parents(account, cast.lou)
    asked = factory.change_sent(
        account, by=cast.lou, writes_to_students="yes", under_13="no", purpose="Homework"
    )
    assert (
        kinds.kind_of(asked)
        .afterwards(asked.submissions.get().answers)
        .startswith("The account changes and waits")
    )
    approved(asked, cast.pat, cast.ada)
    account.refresh_from_db()
    assert account.parents_since == asked.submissions.get().sent_at
    assert account.state == "waiting", "what they were told on that day was of the use before"
    tell_parents(account, cast.lou, text="Students are written to.")
    assert account.state == "active"


def test_who_tells_parents_while_it_is_decided_need_not_wait(cast, account):
    asked = factory.change_sent(account, by=cast.lou, writes_to_students="yes", under_13="no")
    tell_parents(account, cast.lou)
    approved(asked, cast.pat, cast.ada)
    account.refresh_from_db()
    assert account.state == "active"
    assert account not in parents_due.owing()


def test_what_came_in_only_when_it_was_sent_again_was_not_told_of_before(cast, account):
    asked = factory.change_sent(account, by=cast.lou, purpose="Homework")
    factory.decided(asked, by=cast.pat, outcome="returned")
    tell_parents(account, cast.lou)
    typed = {**asked.draft["details"], "writes_to_students": ["yes"]}
    requesting.save_step(asked, by=cast.lou, step="details", typed=typed)
    asked.refresh_from_db()
    approved(factory.send(factory.promise_all(asked)), cast.pat, cast.ada)
    account.refresh_from_db()
    assert account.state == "waiting"
    Account.objects.update(state="active", active_from=timezone.now())
    account.refresh_from_db()
    assert account in parents_due.owing()
    assert parents_due.missing(account, account.notices.all())


def test_what_parents_were_told_before_counts_no_longer(cast, account):
    before = timezone.now() + dt.timedelta(days=2)
    tell_parents(account, cast.lou)
    asked = factory.change_of(account, by=cast.lou, writes_to_students="yes", under_13="no")
    asked = factory.send(factory.promise_all(asked), at=before)
    for person in (cast.pat, cast.ada):
        factory.decided(asked, by=person, at=before)
    account.refresh_from_db()
    assert (account.state, account.active_from) == ("waiting", None)
    assert Message.objects.filter(name="account_waiting", person=cast.lou).exists()
    tell_parents(account, cast.lou, text="Once more, of before")
    assert account.state == "waiting"
    told = {"told_on": today(before), "channel": "mail", "text": "Students are written to."}
    informing_parents.record_notice(account, by=cast.lou, at=before, **told)
    account.refresh_from_db()
    assert account.state == "active"


def test_a_suspended_account_opens_again_only_once_parents_know_of_the_change(cast, account):
    closing.suspend(account, reason="Strange posts.", by=cast.tom)
    asked = factory.change_sent(account, by=cast.lou, writes_to_students="yes", under_13="no")
    approved(asked, cast.pat, cast.ada)
    account.refresh_from_db()
    assert account.state == "suspended"
    opened = closing.reopen(account, reason="Settled.", seen="suspended", by=cast.ada)
    assert opened.state == "waiting"


def test_where_the_district_widens_the_rule_students_who_follow_count_as_well(cast):
    District.objects.update(parents_widened_on=today())
    account = registered(cast, audience=["parents"])
    assert account.state == "active"
    asked = factory.change_sent(account, by=cast.lou, audience=["students"])
    approved(asked, cast.pat, cast.ada)
    account.refresh_from_db()
    assert (account.state, account.for_students) == ("waiting", True)


def test_what_waits_for_parents_goes_live_where_students_are_written_to_no_longer(cast):
    account = registered(cast, writes_to_students="yes")
    approved(factory.change_sent(account, by=cast.lou, writes_to_students="no"), cast.pat, cast.ada)
    account.refresh_from_db()
    assert account.state == "active"
    assert account.active_from


def test_promises_are_asked_only_where_they_newly_apply(cast):
    account = registered(cast, audience=["parents"])
    plain = factory.change_of(account, by=cast.lou, purpose="Concerts")
    answers = kinds.complete(plain)
    assert attesting.asked_of(answers, kind="account_change") == []
    requesting.discard(plain, by=cast.lou)
    asked = factory.change_of(account, by=cast.lou, shows_students="yes", under_13="no")
    rows = attesting.asked_of(kinds.complete(asked), kind="account_change")
    assert rows
    assert all(row.promise.only_with_students for row in rows)
    approved(factory.send(factory.promise_all(asked)), cast.pat, cast.ada)
    again = factory.change_of(account, by=cast.lou, purpose="Concerts")
    assert attesting.asked_of(kinds.complete(again), kind="account_change") == []


def test_one_change_at_a_time(cast, account):
    first = factory.change_sent(account, by=cast.lou, purpose="Concerts")
    second = factory.change_of(account, by=cast.lou, purpose="Homework")
    assert f"request {first.number}" in refused(second)


def test_only_the_owner_asks_for_a_change_and_only_another_manager_for_the_end(cast, account):
    assert "Others look after" in refused(factory.change_of(account, by=cast.hana))
    ending = factory.change_of(account, by=cast.lou, kind="account_closing")
    assert "Others look after" in refused(ending)


def test_a_request_that_was_not_about_an_account_is_none(cast):
    request = requesting.start("account_change", by=cast.lou)
    with pytest.raises(LookupError):
        kinds.details_form(request, check=False)


def test_a_closed_account_ends_what_was_asked_about_it(cast, account):
    asked = factory.change_sent(account, by=cast.lou, purpose="Concerts")
    ending = factory.change_sent(account, by=cast.hana, kind="account_closing")
    closing.close(account, reason="The band has ended.", by=cast.lou)
    for request in (asked, ending):
        request.refresh_from_db()
        assert (request.state, request.why_ended) == ("withdrawn", "The account was closed.")
    told = following.history(asked, following.submissions(asked))[0]
    assert (told.text, told.words) == ("It ended without a decision", "The account was closed.")
    assert Message.objects.filter(name="request_withdrawn", person=cast.pat).exists()


def test_a_handed_over_account_ends_what_its_owner_asked(cast, account):
    asked = factory.change_sent(account, by=cast.lou, purpose="Concerts")
    handover = Handover.objects.create(
        account=account, actor=cast.pat, missing=["owner"], opened_at=timezone.now()
    )
    care = Care((cast.tom,), cast.tom, account.district_address, "")
    taking_over.hand_over(handover, owner=cast.hana, care=care, by=cast.pat)
    asked.refresh_from_db()
    assert asked.why_ended == "Somebody else looks after the account by now."


def test_who_manages_it_no_longer_has_not_asked_for_its_end(cast, account):
    ending = factory.change_sent(account, by=cast.hana, kind="account_closing")
    care = looking_after.care_of(account)
    looking_after.change(account, replace(care, comment_rules="I read them."), by=cast.lou)
    ending.refresh_from_db()
    assert ending.state == "open"
    looking_after.change(account, replace(care, managers=(cast.val,)), by=cast.lou)
    ending.refresh_from_db()
    assert ending.why_ended == "Who asked for it manages the account no longer."


def test_the_end_that_a_former_manager_asked_for_can_not_be_approved_and_is_swept(cast, account):
    ending = factory.change_sent(account, by=cast.hana, kind="account_closing")
    looking_after.name_managers(account, [cast.val])
    with pytest.raises(deciding.CannotApproveError, match="Hana Sato manages this account no"):
        factory.decided(ending, by=cast.ada)
    account.refresh_from_db()
    assert account.state == "active"
    assert overtaken.sweep() == 1


def test_the_promises_of_who_owned_it_before_are_not_those_of_who_owns_it_now(cast, account):
    Account.objects.update(owner=cast.hana)
    asked = factory.change_of(account, by=cast.hana, purpose="Concerts")
    rows = attesting.asked_of(kinds.complete(asked), kind="account_change")
    assert {row.promise for row in rows} == {
        row.promise for row in attesting.asked_for("account", kinds.complete(asked).values)
    }
    assert rows
    asked = factory.send(factory.promise_all(asked))
    while asked.state == "open":
        factory.decided(asked, by=factory.step_of(asked).seats.first().person)
    again = factory.change_of(account, by=cast.hana, purpose="Homework")
    assert attesting.asked_of(kinds.complete(again), kind="account_change") == []


def test_what_was_left_over_can_not_be_approved_and_is_swept(cast, account):
    asked = factory.change_sent(account, by=cast.lou, purpose="Concerts")
    factory.decided(asked, by=cast.pat)
    Account.objects.update(state="closed")
    with pytest.raises(deciding.CannotApproveError, match="closed by now"):
        factory.decided(asked, by=cast.ada)
    assert overtaken.sweep() == 1
    assert overtaken.sweep() == 0
    asked.refresh_from_db()
    assert asked.state == "withdrawn"


def test_a_manager_asks_for_the_end_and_it_ends_by_the_consent_of_the_administrator(cast, account):
    asked = factory.change_sent(account, by=cast.hana, kind="account_closing", why="It is unused.")
    assert steps_of(asked) == ["District Administrator"]
    [doubt] = kinds.kind_of(asked).doubts({}, asked)
    assert doubt == "Lou Berg owns this account, and may close it without asking."
    approved(asked, cast.ada)
    account.refresh_from_db()
    entry = Entry.objects.get(act="closed")
    assert (account.state, entry.reason, entry.person) == ("closed", "It is unused.", cast.ada)


def test_a_denied_request_changes_nothing(cast, account):
    asked = factory.change_sent(account, by=cast.lou, purpose="Concerts")
    factory.decided(asked, by=cast.pat, outcome="denied")
    account.refresh_from_db()
    assert account.purpose != "Concerts"
    assert not Change.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_send_at_once_one_is_told_that_it_was_asked_already(cast):
    account = registered(cast)
    factory.change_of(account, by=cast.lou, purpose="Concerts")
    draft = Request.objects.get(kind="account_change")
    twin = Request.objects.create(
        kind=draft.kind, about=draft.about, requester=cast.lou, draft=draft.draft
    )
    answers = {row.pk: kinds.complete(row) for row in (draft, twin)}
    gate, said = threading.Barrier(2), []

    def send(row):
        try:
            gate.wait()
            requesting.send(row, by=cast.lou, answers=answers[row.pk])
            said.append("sent")
        except requesting.AskedForAlreadyError:
            said.append("told")
        finally:
            connection.close()

    both = [threading.Thread(target=send, args=[row]) for row in (draft, twin)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert sorted(said) == ["sent", "told"]


@pytest.mark.django_db(transaction=True)
def test_closing_and_approving_at_once_leave_one_truth(cast):
    account = registered(cast)
    asked = factory.change_sent(account, by=cast.lou, purpose="Concerts")
    factory.decided(asked, by=cast.pat)
    step, gate, said = factory.step_of(asked), threading.Barrier(2), []

    def run(act):
        try:
            gate.wait()
            act()
        except (deciding.CannotApproveError, deciding.NoLongerOpenError) as told:
            said.append(type(told).__name__)
        finally:
            connection.close()

    acts = [
        lambda: deciding.decide(step, by=cast.ada, outcome="approved"),
        lambda: closing.close(account, reason="Over.", by=cast.lou),
    ]
    both = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    overtaken.sweep()
    asked.refresh_from_db()
    account.refresh_from_db()
    assert account.state == "closed"
    assert asked.state == ("withdrawn" if said else "approved")
    assert Change.objects.exists() == (not said)


def test_who_waits_a_second_time_is_told_a_second_time(cast):
    account = registered(cast, writes_to_students="yes")
    tell_parents(account, cast.lou)
    approved(factory.change_sent(account, by=cast.lou, writes_to_students="no"), cast.pat, cast.ada)
    later = timezone.now() + dt.timedelta(days=3)
    asked = factory.change_of(account, by=cast.lou, writes_to_students="yes", under_13="no")
    asked = factory.send(factory.promise_all(asked), at=later)
    for person in (cast.pat, cast.ada):
        factory.decided(asked, by=person, at=later)
    account.refresh_from_db()
    assert account.state == "waiting"
    assert Message.objects.filter(name="account_waiting", person=cast.lou).count() == 2


def test_a_change_that_no_longer_holds_suspends_the_account(cast, account):
    asked = approved(factory.change_sent(account, by=cast.lou, purpose="Concerts"), cast.pat)
    factory.decided(asked, by=cast.ada)
    assert live.owners([asked.pk]) == {asked.pk: cast.lou}
    approval_refused.send(
        sender=None, request=asked, by=cast.ada, reason="Not so.", at=timezone.now()
    )
    account.refresh_from_db()
    assert account.state == "suspended"
