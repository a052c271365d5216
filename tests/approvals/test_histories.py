"""Random histories of people and requests: nobody waits where somebody could decide.

Who is in office, and who could decide at all, is worked out here in plain Python.
"""

from __future__ import annotations

import datetime as dt
from contextlib import suppress

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from accounts import delegating, moving, roles
from accounts.models import Person, RoleGrant
from approvals import (
    conditions,
    deciding,
    discussing,
    escalating,
    kinds,
    moving_on,
    requesting,
    rerouting,
    routing,
    unseated,
    withdrawing,
)
from approvals.deciders import Asker
from approvals.models import Approver, Condition, Decision, Request, Route, RouteStep, Seat, Step
from district_portal.district.current import today
from district_portal.permissions import Role
from tests.factories import approvals as factory
from tests.factories.roles import dismiss

pytestmark = pytest.mark.django_db

NAMES = ("lou", "gus", "pat", "theo", "tom", "ada", "bea", "polly")
ROLES = ("district_administrator", "board_officer", "technology_coordinator")
SOMEBODY = st.sampled_from(NAMES)
PLACES = st.sampled_from(["northside", "transportation", "district"])
ASKED_OF = st.lists(st.sampled_from(list(Approver)), min_size=1, max_size=3, unique=True)
NEVER = (moving_on.NobodyToDecideError, kinds.IncompleteError)
STEPS = st.one_of(
    st.tuples(st.just("send"), SOMEBODY, PLACES),
    st.tuples(st.just("send"), SOMEBODY, PLACES),
    st.tuples(st.just("decide"), SOMEBODY, st.sampled_from(["approved", "denied", "returned"])),
    st.tuples(st.just("decide"), SOMEBODY, st.just("approved")),
    st.tuples(st.just("ask"), SOMEBODY, st.none()),
    st.tuples(st.just("withdraw"), SOMEBODY, st.none()),
    st.tuples(st.sampled_from(["leave_of_absence", "return", "leave"]), SOMEBODY, st.none()),
    st.tuples(st.just("transfer"), SOMEBODY, PLACES),
    st.tuples(st.sampled_from(["appoint", "dismiss"]), SOMEBODY, st.sampled_from(ROLES)),
    st.tuples(st.just("delegate"), SOMEBODY, SOMEBODY),
    st.tuples(st.just("reroute"), ASKED_OF, st.booleans()),
    st.tuples(st.just("wait"), st.integers(1, 9), st.none()),
)
BOTH_AND_ONE_LEAVES = [
    ("reroute", [Approver.DISTRICT_ADMINISTRATOR, Approver.TECHNOLOGY_COORDINATOR], True),
    ("send", "lou", "northside"),
    ("decide", "ada", "approved"),
    ("leave_of_absence", "tom", None),
    ("wait", 9, None),
]
WHO_ASKS_RISES = [
    ("send", "lou", "northside"),
    ("appoint", "lou", "district_administrator"),
    ("leave", "bea", None),
    ("dismiss", "ada", "district_administrator"),
]
QUIET = settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
NOON = dt.datetime(2026, 9, 14, 17, tzinfo=dt.UTC)


@pytest.mark.thorough
@settings(QUIET, max_examples=25)
@given(history=st.lists(STEPS, min_size=4, max_size=14))
@example(history=BOTH_AND_ONE_LEAVES)
@example(history=WHO_ASKS_RISES)
def test_nobody_waits_where_somebody_could_decide(cast, history):
    tell(cast, history)


@pytest.mark.soak
@settings(QUIET, max_examples=1000)
@given(history=st.lists(STEPS, min_size=4, max_size=40))
def test_nobody_waits_in_a_thousand_longer_histories(cast, history):
    tell(cast, history)


def tell(cast, history):
    with transaction.atomic(), time_machine.travel(NOON, tick=False) as clock:
        factory.enter_presets()
        for number, (act, first, second) in enumerate(history):
            if act == "wait":
                clock.shift(dt.timedelta(days=first))
            happen(cast, number, act, first, second)
            for request in Request.objects.filter(state=Request.State.OPEN):
                look_at(request)
            look_at_what_is_told()
        for decision in Decision.objects.select_related("seat", "step__submission__request"):
            assert decision.person_id == decision.seat.person_id
            assert decision.person_id != decision.step.submission.request.requester_id
        transaction.set_rollback(True)


def happen(cast, number, act, first, second):
    person = fresh(cast, first) if isinstance(first, str) else None
    if act == "send":
        send(cast, number, person, getattr(cast, second))
    elif act in ("decide", "ask", "withdraw"):
        on_each_open_request(act, person, second)
    elif act == "reroute":
        seen = Route.objects.get(kind="account", in_use=True)
        step = RouteStep(approvers=[str(one) for one in first], all_must=second)
        rerouting.change(seen, steps=[step], escalate_after=3, by=cast.ada)
    elif act == "wait":
        escalating.escalate()
    elif act == "delegate":
        delegate(person, fresh(cast, second))
    elif act in ("appoint", "dismiss"):
        with suppress(roles.LastAdministratorError, roles.LeftError):
            (roles.appoint if act == "appoint" else dismiss)(person, role=Role(second), by=None)
    else:
        move(cast, person, act, second)


def move(cast, person, act, place):
    if person.posting is None:
        return
    if act == "transfer":
        moving.move(person, by=None, place=getattr(cast, place))
    elif act == "leave":
        with suppress(roles.LastAdministratorError):
            moving.leave(person, by=None)
    else:
        moving.move(person, by=None, on_leave=act == "leave_of_absence")


def delegate(person, to):
    until = today() + dt.timedelta(days=3)
    with suppress(ValueError, delegating.OverError):
        rows = delegating.delegate(
            person, to=to, matters=["requests"], since=today(), until=until, by=person
        )
        delegating.accept(rows[0], by=to)


def send(cast, number, person, place):
    """What the preview names is what the submission seats."""
    if not person.is_active or not person.posting:
        return
    fields = {"handle": f"@band{number}", "launch_on": "2026-12-20"}
    try:
        request = factory.draft(person, manager=cast.hana, place=place, **fields)
    except NEVER:
        return
    answers = kinds.complete(request)
    route = Route.objects.get(kind="account", in_use=True)
    asker = Asker(requester=person, posting=answers.posting, place=answers.place)
    steps = routing.steps_of(
        route.steps.all(), conditions.holding(answers.values), place=answers.place
    )
    expected = routing.expected(steps, asker=asker)
    try:
        requesting.send(request, by=person, answers=answers)
    except moving_on.NobodyToDecideError:
        assert any(step.nobody for step in expected) or all(step.why_skipped for step in expected)
        return
    first = next(step for step in expected if not step.why_skipped)
    step = factory.step_of(request)
    assert seated(step) == {(chair.person.pk, *sorted(chair.approvers)) for chair in first.chairs}


def on_each_open_request(act, person, outcome):
    for request in Request.objects.filter(state=Request.State.OPEN).select_related("requester"):
        step = factory.step_of(request)
        may = Seat.objects.filter(step=step, person=person, left_at=None).exists()
        if act == "ask":
            with suppress(discussing.NotDiscussedError):
                discussing.say(request, by=person, text="Why?")
                assert may or request.requester == person
        elif act == "withdraw":
            with suppress(withdrawing.NotWithdrawableError):
                withdrawing.withdraw(request, by=person)
                assert request.requester == person
        else:
            decide(step, person, outcome, may=may)


def decide(step, person, outcome, *, may):
    try:
        with transaction.atomic():
            deciding.decide(step, by=person, outcome=outcome, reason="Because")
    except (deciding.NotYourSeatError, deciding.AlreadyDecidedError):
        assert not may
    except (moving_on.NobodyToDecideError, deciding.CannotApproveError):
        assert may
    else:
        assert may


def look_at(request):
    """Somebody may decide it who is in office and did not ask, if there is anybody at all."""
    step = Step.objects.get(submission__request=request, state="open")
    seats = list(step.seats.filter(left_at=None).select_related("person"))
    assert seats, "nobody sits there"
    anybody = could_always_decide() - {request.requester_id}
    for seat in seats:
        if anybody:
            assert seat.person_id in in_office(), f"{seat.person} is not there"
        assert seat.person_id != request.requester_id
    if step.all_must:
        asked = set(moving_on.still_asked(step))
        assert asked
        assert asked <= {approver for seat in seats for approver in seat.approvers}
    else:
        assert not step.decisions.exists()


def look_at_what_is_told():
    """Whoever leads and has nobody in office above or beside them is told of, and nobody else."""
    top = RoleGrant.objects.current().filter(role=Role.DISTRICT_ADMINISTRATOR, place=None)
    leading = set(top.values_list("person", flat=True))
    alone = {person for person in leading if not could_always_decide() - {person}}
    assert set(unseated.grants_in_vain().values_list("person", flat=True)) == alone
    assert sum(gap.is_urgent for gap in unseated.gaps()) == len(alone)


def in_office():
    """Ids of those who are employed and not on leave today; a Board officer needs no posting."""
    on_leave = {
        person.pk
        for person in Person.objects.filter(is_active=True)
        if person.posting is not None and person.posting.on_leave
    }
    return set(Person.objects.filter(is_active=True).values_list("pk", flat=True)) - on_leave


def could_always_decide():
    """Ids of those above all others who are there: they act where everybody else is missing."""
    top = RoleGrant.objects.current().filter(
        role__in=[Role.DISTRICT_ADMINISTRATOR, Role.BOARD_OFFICER], place=None
    )
    return set(top.values_list("person", flat=True)) & in_office()


def seated(step):
    rows = Seat.objects.filter(step=step, left_at=None)
    return {(row.person_id, *sorted(row.approvers)) for row in rows}


def fresh(cast, name):
    return Person.objects.get(pk=getattr(cast, name).pk)


def test_every_condition_can_be_told(cast):
    assert conditions.holding({}) == {Condition.ALWAYS}
