"""Where all must approve: each once, one refusal ends it, and nobody is lost on the way."""

from __future__ import annotations

import pytest

from accounts import moving, roles
from accounts.signals import people_moved
from approvals import conditions, deciding, following, routing
from approvals.deciders import Asker
from approvals.models import Decision, Request, RouteStep, Seat
from district_portal.permissions import Role
from tests.factories import approvals as factory
from tests.factories.roles import dismiss
from tests.standing import standing

BOTH = ["district_administrator", "technology_coordinator"]


def one_step(approvers, *, all_must=True, **changes):
    """Let requests for an account go through one step."""
    factory.enter_presets()
    RouteStep.objects.filter(route__kind="account", order__gt=1).delete()
    fields = {"approvers": approvers, "all_must": all_must, **changes}
    RouteStep.objects.filter(route__kind="account", order=1).update(**fields)


@standing
def asked_of_both(cast):
    """A request that District Administrator and Technology Coordinator must both approve."""
    one_step(BOTH)
    return factory.sent(cast.lou, manager=cast.hana, place=cast.northside)


def seated(request):
    seats = Seat.objects.filter(step=factory.step_of(request), left_at=None)
    return {str(seat.person): seat.approvers for seat in seats}


def now(request):
    stages = following.way(request, following.latest(request))
    return next(stage.text for stage in stages if stage.badge == "Now")


def test_both_are_asked_and_named_together(cast, asked_of_both):
    assert seated(asked_of_both) == {
        "Ada Lindqvist": ["district_administrator"],
        "Tom Reyes": ["technology_coordinator"],
    }
    assert now(asked_of_both) == "Ada Lindqvist and Tom Reyes"


def test_the_first_approval_leaves_it_with_the_other(cast, asked_of_both):
    decision = factory.decided(asked_of_both, by=cast.tom)
    assert not decision.ends
    assert (asked_of_both.state, now(asked_of_both)) == (Request.State.OPEN, "Ada Lindqvist")
    with pytest.raises(deciding.AlreadyDecidedError) as refused:
        factory.decided(asked_of_both, by=cast.tom)
    assert refused.value.decision == decision


def test_the_last_approval_approves_the_request(cast, asked_of_both):
    factory.decided(asked_of_both, by=cast.tom)
    assert factory.decided(asked_of_both, by=cast.ada).ends
    assert asked_of_both.state == Request.State.APPROVED


@pytest.mark.parametrize("outcome", ["denied", "returned"])
def test_one_refusal_ends_the_step_for_both(cast, asked_of_both, outcome):
    step = factory.step_of(asked_of_both)
    factory.decided(asked_of_both, by=cast.tom)
    assert factory.decided(asked_of_both, by=cast.ada, outcome=outcome).ends
    assert asked_of_both.state == outcome
    with pytest.raises(deciding.AlreadyDecidedError):
        deciding.decide(step, by=cast.tom, outcome="approved")


def test_two_holders_of_one_role_are_alternatives(cast, asked_of_both):
    roles.appoint(cast.polly, role=Role.DISTRICT_ADMINISTRATOR, by=cast.ada)
    assert now(asked_of_both) == f"Ada Lindqvist or {cast.polly} and Tom Reyes"
    factory.decided(asked_of_both, by=cast.polly)
    assert list(seated(asked_of_both)) == ["Tom Reyes"]


def test_who_holds_both_roles_decides_once_for_both(cast):
    one_step(BOTH)
    roles.appoint(cast.ada, role=Role.TECHNOLOGY_COORDINATOR, by=cast.ada)
    dismiss(cast.tom, role=Role.TECHNOLOGY_COORDINATOR, by=cast.ada)
    asked = factory.sent(cast.lou, manager=cast.hana, place=cast.northside)
    assert seated(asked) == {"Ada Lindqvist": BOTH}
    factory.decided(asked, by=cast.ada)
    assert asked.state == Request.State.APPROVED


def test_an_approval_given_is_kept_when_the_other_goes_on_leave(cast, asked_of_both):
    factory.decided(asked_of_both, by=cast.ada)
    moving.go_on_leave(cast.tom, by=None)
    assert seated(asked_of_both) == {"Ada Lindqvist": ["technology_coordinator"]}
    seat = Seat.objects.get(step=factory.step_of(asked_of_both), left_at=None)
    assert seat.stands_in_for == cast.tom
    factory.decided(asked_of_both, by=cast.ada)
    assert asked_of_both.state == Request.State.APPROVED
    assert Decision.objects.filter(step__submission__request=asked_of_both).count() == 2


def test_repeating_the_news_asks_nobody_twice(cast, asked_of_both):
    factory.decided(asked_of_both, by=cast.tom)
    people_moved.send(sender=None, people={cast.tom.pk, cast.ada.pk, cast.lou.pk})
    assert list(seated(asked_of_both)) == ["Ada Lindqvist"]


def test_of_several_one_suffices(cast):
    one_step(BOTH, all_must=False)
    asked = factory.sent(cast.lou, manager=cast.hana, place=cast.northside)
    assert now(asked) == "Ada Lindqvist or Tom Reyes"
    factory.decided(asked, by=cast.tom)
    assert asked.state == Request.State.APPROVED


def test_whoever_decided_before_still_decides_where_all_must(cast):
    factory.enter_presets()
    RouteStep.objects.filter(route__kind="account", order=2).update(approvers=BOTH, all_must=True)
    asked = factory.sent(cast.pat, manager=cast.hana, place=cast.northside)
    factory.decided(asked, by=cast.ada)
    assert now(asked) == "Ada Lindqvist and Tom Reyes"


def test_the_head_of_the_place_that_is_asked_for_decides(cast):
    one_step(["head"], all_must=False)
    asked = factory.sent(cast.gus, manager=cast.hana, place=cast.northside)
    assert cast.northside.head == cast.pat
    assert now(asked) == "Pat Novak"


def test_a_head_s_own_request_goes_to_the_next_one_above(cast):
    one_step(["head"], all_must=False)
    asked = factory.sent(cast.pat, manager=cast.hana, place=cast.northside)
    assert now(asked) == "Ada Lindqvist"


def test_an_absent_head_is_replaced_and_named(cast):
    one_step(["head"], all_must=False)
    moving.go_on_leave(cast.pat, by=None)
    way = routing.who_would_decide(
        "account", asker=Asker(requester=cast.gus, place=cast.northside), values={}
    )
    [chair] = way[0].chairs
    assert (chair.person, chair.standing.stands_in_for) == (cast.ada, cast.pat)
    assert "Pat Novak" in chair.why


@pytest.mark.parametrize(
    ("condition", "answers", "applies"),
    [
        ("with_students", {"shows_students": True}, True),
        ("with_students", {"writes_to_students": False}, False),
        ("under_13", {"under_13": True}, True),
        ("under_13", {"under_13": None}, False),
        ("for_parents", {"audience": ["parents", "staff"]}, True),
        ("for_parents", {"audience": ["staff"]}, False),
        ("for_staff", {}, False),
        ("represents_district", {"represents": "class"}, False),
    ],
)
def test_a_step_applies_by_its_condition(cast, condition, answers, applies):
    one_step(BOTH, condition=condition)
    holding = conditions.holding(answers)
    steps = routing.steps_of(
        RouteStep.objects.filter(route__kind="account"), holding, place=cast.northside
    )
    assert bool(steps) is applies


@pytest.mark.parametrize(
    ("limit", "applies"), [("northside", 1), ("district", 1), ("transportation", 0)]
)
def test_a_step_can_be_for_one_place_and_those_below(cast, limit, applies):
    one_step(BOTH, place=getattr(cast, limit))
    steps = routing.steps_of(
        RouteStep.objects.filter(route__kind="account"), {"always"}, place=cast.northside
    )
    assert len(steps) == applies
