"""One step, one decision; whoever comes second is told who and when."""

from __future__ import annotations

import pytest

from approvals import deciding, withdrawing
from approvals.models import Decision, Request, Step
from district_portal import audit
from tests.factories import approvals as factory


def test_the_supervisor_approves_and_it_goes_to_the_district_administrator(cast, asked):
    factory.decided(asked, by=cast.pat)
    assert asked.state == Request.State.OPEN
    assert [seat.person for seat in factory.step_of(asked).seats.all()] == [cast.ada]


def test_the_district_administrator_approves_last_and_the_request_is_approved(cast, asked):
    factory.decided(asked, by=cast.pat)
    factory.decided(asked, by=cast.ada, reason="With the school's logo.")
    assert asked.state == Request.State.APPROVED
    assert asked.closed_at is not None


def test_a_denial_ends_the_request_and_nobody_else_is_asked(cast, asked):
    factory.decided(asked, by=cast.pat, outcome="denied", reason="There is one already.")
    assert asked.state == Request.State.DENIED
    skipped = Step.objects.get(submission__request=asked, state="skipped")
    assert skipped.why_skipped == "The request was denied."


def test_a_return_lets_the_requester_change_it(cast, asked):
    factory.decided(asked, by=cast.pat, outcome="returned", reason="Say who moderates.")
    assert asked.state == Request.State.RETURNED
    assert asked.closed_at is None


@pytest.mark.parametrize("outcome", ["denied", "returned"])
def test_a_refusal_needs_a_reason(cast, asked, outcome):
    with pytest.raises(deciding.ReasonMissingError):
        deciding.decide(factory.step_of(asked), by=cast.pat, outcome=outcome, reason="  ")
    assert not Decision.objects.exists()


def test_a_second_decision_is_told_who_decided_and_when(cast, asked):
    step = factory.step_of(asked)
    first = factory.decided(asked, by=cast.pat)
    with pytest.raises(deciding.AlreadyDecidedError) as refused:
        deciding.decide(step, by=cast.pat, outcome="denied", reason="Too late")
    assert refused.value.decision == first
    assert Decision.objects.get() == first


@pytest.mark.parametrize("name", ["lou", "ada", "tom", "gus"])
def test_nobody_decides_without_a_seat(cast, asked, name):
    with pytest.raises(deciding.NotYourSeatError):
        deciding.decide(factory.step_of(asked), by=getattr(cast, name), outcome="approved")


def test_a_withdrawn_request_is_not_decided(cast, asked):
    step = factory.step_of(asked)
    withdrawing.withdraw(asked, by=cast.lou)
    with pytest.raises(deciding.NoLongerOpenError):
        deciding.decide(step, by=cast.pat, outcome="approved")


def test_a_decision_is_recorded_once(cast, asked):
    factory.decided(asked, by=cast.pat)
    events = [event for event in audit.history(asked) if event.act == "requests.decided"]
    assert [(event.actor, event.after["outcome"]) for event in events] == [
        ("Pat Novak", "approved")
    ]


def test_a_decision_moves_the_request_to_the_top_of_the_list(cast, asked):
    decision = factory.decided(asked, by=cast.pat)
    assert asked.changed_at == decision.decided_at
