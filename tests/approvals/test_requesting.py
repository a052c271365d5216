"""Begin, remember, send; and send again after a return."""

from __future__ import annotations

import datetime as dt

import pytest

from approvals import attesting, kinds, requesting, withdrawing
from approvals.models import Attestation, Request, Step, Submission
from district_portal import audit
from tests.factories import approvals as factory
from tests.factories.policies import published
from tests.standing import standing


@standing
def drafted(cast):
    return factory.draft(cast.lou, manager=cast.hana, place=cast.northside)


def test_a_second_start_takes_up_the_empty_draft(cast):
    factory.enter_presets()
    first = requesting.start("account", by=cast.lou)
    assert requesting.start("account", by=cast.lou) == first
    requesting.save_step(first, by=cast.lou, step="details", typed={"name": ["Band"]})
    assert requesting.start("account", by=cast.lou) != first


def test_what_was_typed_is_remembered_though_it_is_wrong(cast):
    factory.enter_presets()
    request = requesting.start("account", by=cast.lou)
    requesting.save_step(request, by=cast.lou, step="details", typed={"handle": ["not ok"]})
    request.refresh_from_db()
    assert request.draft == {"details": {"handle": ["not ok"]}}
    assert kinds.details_form(request, check=False).initial["handle"] == "not ok"


def test_sending_gives_a_number_by_the_district_s_calendar_year_and_keeps_it(cast, drafted):
    still_new_year_s_eve_there = dt.datetime(2026, 1, 1, 5, 30, tzinfo=dt.UTC)
    factory.send(drafted, at=still_new_year_s_eve_there)
    assert drafted.number == "2025-1"
    factory.decided(drafted, by=cast.pat, outcome="returned")
    factory.send(drafted)
    assert drafted.number == "2025-1"
    assert [row.number for row in drafted.submissions.all()] == [1, 2]


def test_numbers_count_up(cast):
    numbers = [
        factory.sent(
            cast.lou, manager=cast.hana, place=cast.northside, handle=f"@band{number}"
        ).number
        for number in (1, 2, 3)
    ]
    assert [number.partition("-")[2] for number in numbers] == ["1", "2", "3"]


def test_sending_twice_is_harmless(cast, drafted):
    answers = kinds.complete(drafted)
    first = requesting.send(drafted, by=cast.lou, answers=answers)
    second = requesting.send(drafted, by=cast.lou, answers=answers)
    assert first == second
    assert Submission.objects.count() == 1
    sent = [event for event in audit.history(drafted) if event.act == "requests.sent"]
    assert len(sent) == 1


def test_nothing_is_sent_without_every_promise(cast, drafted):
    drafted = requesting.save_step(drafted, by=cast.lou, step="promises", typed={})
    with pytest.raises(attesting.UnpromisedError):
        requesting.send(drafted, by=cast.lou, answers=kinds.complete(drafted))
    assert not Submission.objects.exists()


def test_what_was_changed_after_it_was_read_is_not_sent(cast, drafted):
    answers = kinds.complete(drafted)
    details = factory.typed(manager=cast.hana, place=cast.northside, purpose="Something else")
    requesting.save_step(drafted, by=cast.lou, step="details", typed=details)
    with pytest.raises(requesting.ChangedError):
        requesting.send(drafted, by=cast.lou, answers=answers)
    assert not Submission.objects.exists()


def test_a_promise_whose_words_changed_must_be_given_again(cast, drafted):
    attesting.ask("true-identity", kind="account", wording="I will sign my posts.", by=cast.polly)
    with pytest.raises(attesting.UnpromisedError):
        requesting.send(drafted, by=cast.lou, answers=kinds.complete(drafted))


def test_promises_are_kept_word_for_word_with_the_clause_in_force(cast):
    factory.enter_presets()
    old = published("417.2", "Employee Social Media", clauses=["Sign your posts."])
    factory.tie("true-identity", old.clauses.get())
    asked = factory.sent(cast.lou, manager=cast.hana, place=cast.northside)
    published("417.2", "Employee Social Media", clauses=["Sign your posts with name and title."])
    attesting.ask("true-identity", kind="account", wording="Other words.", by=None)
    kept = Attestation.objects.get(submission__request=asked, order=1)
    assert kept.wording == "I will post under my own name and job title, never under an alias."
    assert kept.clause == old.clauses.get()
    assert attesting.cite(kept.clause) == "417.2, clause 1"


@pytest.mark.parametrize(
    ("writes", "shows", "count"), [("yes", "no", 9), ("no", "yes", 9), ("no", "no", 5)]
)
def test_some_promises_are_only_asked_where_students_are_concerned(cast, writes, shows, count):
    asked = factory.sent(
        cast.lou,
        manager=cast.hana,
        place=cast.northside,
        writes_to_students=writes,
        shows_students=shows,
    )
    assert Attestation.objects.filter(submission__request=asked).count() == count


def test_a_request_sent_again_goes_the_whole_way_anew(cast, asked):
    factory.decided(asked, by=cast.pat)
    factory.decided(asked, by=cast.ada, outcome="returned", reason="Close the comments.")
    factory.send(asked)
    assert [seat.person for seat in factory.step_of(asked).seats.all()] == [cast.pat]


def test_a_step_is_skipped_where_its_condition_does_not_hold(cast):
    asked = factory.sent(cast.lou, manager=cast.hana, place=cast.northside, represents="class")
    assert Step.objects.filter(submission__request=asked).count() == 1


def test_a_sent_request_can_not_be_changed_or_discarded(cast, asked):
    with pytest.raises(requesting.NotEditableError):
        requesting.save_step(asked, by=cast.lou, step="details", typed={})
    with pytest.raises(requesting.NotEditableError):
        requesting.discard(asked, by=cast.lou)


def test_nobody_changes_discards_sends_or_withdraws_another_s_request(cast, drafted):
    answers = kinds.complete(drafted)
    with pytest.raises(requesting.NotEditableError):
        requesting.save_step(drafted, by=cast.gus, step="details", typed={})
    with pytest.raises(requesting.NotEditableError):
        requesting.discard(drafted, by=cast.gus)
    with pytest.raises(requesting.NotEditableError):
        requesting.send(drafted, by=cast.gus, answers=answers)
    with pytest.raises(withdrawing.NotWithdrawableError):
        withdrawing.withdraw(factory.send(drafted), by=cast.pat)


def test_a_draft_can_be_discarded(cast, drafted):
    requesting.discard(drafted, by=cast.lou)
    assert not Request.objects.exists()


def test_a_returned_request_is_not_discarded_but_withdrawn(cast, asked):
    factory.decided(asked, by=cast.pat, outcome="returned")
    with pytest.raises(requesting.NotEditableError):
        requesting.discard(asked, by=cast.lou)
    assert withdrawing.withdraw(asked, by=cast.lou).state == Request.State.WITHDRAWN


def test_withdrawing_twice_is_harmless_but_not_after_the_end(cast, asked):
    withdrawing.withdraw(asked, by=cast.lou)
    withdrawing.withdraw(asked, by=cast.lou)
    events = [event for event in audit.history(asked) if event.act == "requests.withdrawn"]
    assert len(events) == 1
    other = factory.sent(cast.lou, manager=cast.hana, place=cast.northside)
    factory.decided(other, by=cast.pat, outcome="denied")
    with pytest.raises(withdrawing.NotWithdrawableError):
        withdrawing.withdraw(other, by=cast.lou)
