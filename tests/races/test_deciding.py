"""Two approvers at the same moment: one decision stands, the other is told."""

from __future__ import annotations

import datetime as dt
import os
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from accounts import delegating, moving, roles
from approvals import deciding, kinds, requesting, reseating, withdrawing
from approvals.models import Approver, Decision, Request, RouteStep, Seat, Submission
from approvals.registry.models import Account
from district_portal import audit
from district_portal.district.current import today
from district_portal.mailing.models import Message
from district_portal.permissions import Role
from tests.factories import approvals as factory

pytestmark = pytest.mark.django_db(transaction=True)

LOST = (deciding.AlreadyDecidedError, deciding.NoLongerOpenError, deciding.NotYourSeatError)
SHORT = int(os.environ.get("RACES", "20"))


def at_once(*acts):
    """Run the acts in threads that start together; what each answers or raises."""
    start = threading.Barrier(len(acts))

    def run(act):
        try:
            connection.ensure_connection()
            start.wait(timeout=120)
            return act()
        except Exception as problem:  # noqa: BLE001 – every outcome is looked at
            return problem
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def two_to_decide(cast, number):
    """A request at the step that two District Administrators may decide."""
    asked = factory.sent(cast.lou, manager=cast.hana, place=cast.northside, handle=f"@band{number}")
    factory.decided(asked, by=cast.pat)
    return asked


def race(cast, number, outcomes):
    asked = two_to_decide(cast, number)
    step = factory.step_of(asked)

    def act(person, outcome):
        return lambda: deciding.decide(step, by=person, outcome=outcome, reason="Because")

    results = at_once(act(cast.ada, outcomes[0]), act(cast.tom, outcomes[1]))
    won = [result for result in results if isinstance(result, Decision)]
    lost = [result for result in results if isinstance(result, LOST)]
    assert (len(won), len(lost)) == (1, 1), results
    assert isinstance(lost[0], deciding.AlreadyDecidedError)
    assert lost[0].decision == won[0]
    assert Decision.objects.filter(step=step).count() == 1
    asked.refresh_from_db()
    assert asked.state == won[0].outcome
    assert Account.objects.filter(request=asked).count() == (won[0].outcome == "approved")
    decided = audit.events(act="requests.decided", object_id=str(asked.pk))
    assert decided.count() == 2, "Pat's, and one of the two"
    told = Message.objects.filter(key__startswith=f"decision:{won[0].pk}")
    assert told.count() == 1


@pytest.fixture
def two_administrators(cast):
    roles.appoint(cast.tom, role=Role.DISTRICT_ADMINISTRATOR, by=cast.ada)


def run_races(cast, count):
    pairs = [("approved", "denied"), ("denied", "approved"), ("approved", "approved")]
    for number in range(count):
        race(cast, number, pairs[number % len(pairs)])


def test_two_approvers_at_once_leave_one_decision(cast, two_administrators):
    run_races(cast, SHORT)


@pytest.mark.soak
def test_two_approvers_at_once_500_times(cast, two_administrators):
    run_races(cast, 500)


def both_must(cast, number):
    """A request that District Administrator and Technology Coordinator must both approve."""
    factory.enter_presets()
    RouteStep.objects.filter(route__kind="account", order=2).delete()
    both = [Approver.DISTRICT_ADMINISTRATOR, Approver.TECHNOLOGY_COORDINATOR]
    RouteStep.objects.filter(route__kind="account").update(approvers=both, all_must=True)
    return factory.sent(cast.lou, manager=cast.hana, place=cast.northside, handle=f"@both{number}")


@pytest.mark.thorough
@pytest.mark.parametrize("count", [6, pytest.param(200, marks=pytest.mark.soak)])
@pytest.mark.parametrize("second", ["approved", "denied"])
def test_where_both_must_approve_one_decision_ends_the_step(cast, count, second):
    for number in range(count):
        asked = both_must(cast, number)
        step = factory.step_of(asked)
        results = at_once(
            lambda step=step: deciding.decide(step, by=cast.ada, outcome="approved"),
            lambda step=step: deciding.decide(step, by=cast.tom, outcome=second, reason="No"),
        )
        asked.refresh_from_db()
        assert Decision.objects.filter(step=step, ends=True).count() == 1
        assert asked.state == second
        if second == "approved":
            assert all(isinstance(result, Decision) for result in results), results
            assert Account.objects.filter(request=asked).count() == 1
        else:
            assert isinstance(results[1], Decision), results


@pytest.mark.thorough
@pytest.mark.parametrize("count", [5, pytest.param(500, marks=pytest.mark.soak)])
def test_delegate_and_principal_at_once_decide_once(cast, count):
    """The seat goes over while the page of the one who had it is open."""
    for number in range(count):
        asked = factory.sent(
            cast.lou, manager=cast.hana, place=cast.northside, handle=f"@left{number}"
        )
        step = factory.step_of(asked)
        tomorrow = today() + dt.timedelta(days=1)
        [row] = delegating.delegate(
            cast.pat, to=cast.theo, matters=["requests"], since=today(), until=tomorrow, by=cast.pat
        )
        results = at_once(
            lambda row=row: delegating.accept(row, by=cast.theo),
            lambda step=step: deciding.decide(step, by=cast.pat, outcome="denied", reason="No"),
            lambda step=step: deciding.decide(step, by=cast.theo, outcome="denied", reason="No"),
        )
        decided = [result for result in results[1:] if isinstance(result, Decision)]
        others = [result for result in results[1:] if isinstance(result, LOST)]
        assert len(decided) <= 1
        assert len(decided) + len(others) == 2, results
        assert Decision.objects.filter(step=step).count() == len(decided)
        if not decided:
            seats = Seat.objects.filter(step=step, left_at=None)
            assert [seat.person for seat in seats] == [cast.theo]
            factory.decided(asked, by=cast.theo, outcome="denied")
        delegating.end(row, by=cast.theo)


@pytest.mark.thorough
@pytest.mark.parametrize("count", [5, pytest.param(100, marks=pytest.mark.soak)])
@pytest.mark.parametrize("meanwhile", ["decided", "withdrawn", "seat lost"])
def test_a_stale_page_is_told_what_happened(cast, client, count, meanwhile):
    for number in range(count):
        asked = factory.sent(
            cast.lou, manager=cast.hana, place=cast.northside, handle=f"@old{number}"
        )
        client.force_login(cast.pat)
        page = client.get(factory.url("decide", asked))
        step = page.context["form"]["step"].value()
        told = happen_meanwhile(cast, asked, meanwhile)
        typed = {"step": step, "outcome": "denied", "reason": "Too late"}
        page = client.post(factory.url("decide", asked), typed, follow=True)
        assert (page.status_code, told in page.text) == (200, True)
        assert not Decision.objects.filter(reason="Too late").exists()
        if meanwhile == "seat lost":
            moving.return_from_leave(cast.pat, by=None)


def happen_meanwhile(cast, asked, meanwhile):
    if meanwhile == "decided":
        factory.decided(asked, by=cast.pat, outcome="denied", reason="Sooner")
        return "You have decided this already."
    if meanwhile == "withdrawn":
        withdrawing.withdraw(asked, by=cast.lou)
        return "Lou Berg has withdrawn this request."
    moving.go_on_leave(cast.pat, by=None)
    return "This request does not wait for you now."


@pytest.mark.parametrize("count", [5, pytest.param(500, marks=pytest.mark.soak)])
def test_one_approver_s_double_click_decides_once(cast, count):
    for number in range(count):
        asked = factory.sent(
            cast.lou, manager=cast.hana, place=cast.northside, handle=f"@band{number}"
        )
        step = factory.step_of(asked)
        acts = [lambda step=step: deciding.decide(step, by=cast.pat, outcome="approved")] * 4
        results = at_once(*acts)
        assert sum(isinstance(result, Decision) for result in results) == 1, results
        assert sum(isinstance(result, deciding.AlreadyDecidedError) for result in results) == 3


def test_a_withdrawal_and_a_decision_at_once_do_not_both_stand(cast):
    for number in range(10):
        asked = factory.sent(
            cast.lou, manager=cast.hana, place=cast.northside, handle=f"@band{number}"
        )
        step = factory.step_of(asked)
        decision, withdrawal = at_once(
            lambda step=step: deciding.decide(step, by=cast.pat, outcome="denied", reason="No"),
            lambda asked=asked: withdrawing.withdraw(asked, by=cast.lou),
        )
        asked.refresh_from_db()
        if isinstance(decision, Decision):
            assert isinstance(withdrawal, withdrawing.NotWithdrawableError)
            assert asked.state == Request.State.DENIED
        else:
            assert isinstance(decision, deciding.NoLongerOpenError), decision
            assert asked.state == Request.State.WITHDRAWN


def test_one_draft_sent_from_many_windows_is_sent_once(cast):
    drafted = factory.draft(cast.lou, manager=cast.hana, place=cast.northside)
    answers = kinds.complete(drafted)
    results = at_once(
        *[lambda: requesting.send(drafted, by=cast.lou, answers=answers) for _ in range(6)]
    )
    assert {result.pk for result in results} == {Submission.objects.get().pk}


def test_numbers_are_unique_though_many_send_at_once(cast):
    people = [cast.lou, cast.pat, cast.gus, cast.theo, cast.val, cast.polly]
    drafts = [
        factory.draft(person, manager=cast.hana, place=cast.northside, handle=f"@band{number}")
        for number, person in enumerate(people)
    ]
    at_once(*[lambda drafted=drafted: factory.send(drafted) for drafted in drafts])
    numbers = set(Request.objects.values_list("number", flat=True))
    assert len(numbers) == len(people)
    assert None not in numbers


def test_two_requests_for_one_address_approved_at_once_enter_one_account(cast, two_administrators):
    for number in range(5):
        first, second = (
            factory.sent(person, manager=cast.hana, place=cast.northside, handle=f"@b{number}")
            for person in (cast.lou, cast.val)
        )
        factory.decided(first, by=cast.pat)
        factory.decided(second, by=cast.pat)
        steps = factory.step_of(first), factory.step_of(second)
        results = at_once(
            lambda steps=steps: deciding.decide(steps[0], by=cast.ada, outcome="approved"),
            lambda steps=steps: deciding.decide(steps[1], by=cast.tom, outcome="approved"),
        )
        assert sum(isinstance(result, Decision) for result in results) == 1, results
        assert sum(isinstance(result, deciding.CannotApproveError) for result in results) == 1
        assert Account.objects.filter(address_key=f"instagram.com/b{number}").count() == 1


def test_leaving_and_seating_anew_at_once_never_wait_for_each_other_in_a_ring(cast):
    for number in range(6):
        for person in (cast.lou, cast.pat, cast.val):
            handle = f"@{person.given_name}{number}"
            factory.sent(person, manager=cast.hana, place=cast.northside, handle=handle)
        results = at_once(
            lambda: reseating.let_go({cast.pat.pk}),
            lambda: reseating.reseat({cast.lou.pk, cast.val.pk, cast.pat.pk}),
            lambda: reseating.let_go({cast.val.pk}),
        )
        assert results == [None, None, None]
        assert not Request.objects.filter(requester__in=[cast.pat, cast.val], state="open").exists()
