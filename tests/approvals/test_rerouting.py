"""A district changes its routes; what was sent keeps the way on which it began."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from approvals import rerouting
from approvals.models import Route, RouteStep
from district_portal import audit
from tests.factories import approvals as factory
from tests.standing import standing


def step(*approvers, **changes):
    return RouteStep(approvers=list(approvers), **changes)


@standing
def route(cast):
    factory.enter_presets()
    return Route.objects.get(kind="account", in_use=True)


def ways(request):
    return [step.label for step in request.submissions.latest("number").steps.all()]


def test_what_is_sent_afterwards_goes_the_new_way(cast, route):
    new = rerouting.change(
        route, steps=[step("head"), step("supervisor")], escalate_after=5, by=cast.ada
    )
    request = factory.sent(cast.gus, manager=cast.hana, place=cast.northside)
    assert ways(request) == ["Head of the school or department", "Supervisor"]
    assert (request.route, new.made_by) == (new, cast.ada)
    assert audit.events(act="routes.changed").count() == 1


def test_what_was_sent_before_keeps_its_way_when_it_is_sent_again(cast, route):
    request = factory.sent(cast.lou, manager=cast.hana, place=cast.northside)
    rerouting.change(route, steps=[step("technology_coordinator")], escalate_after=5, by=cast.ada)
    factory.decided(request, by=cast.pat, outcome="returned")
    request = factory.send(factory.promise_all(request))
    assert ways(request) == ["Supervisor", "District Administrator"]


def test_saving_twice_makes_one_route(cast, route):
    first = rerouting.change(route, steps=[step("supervisor")], escalate_after=5, by=cast.ada)
    assert (
        rerouting.change(route, steps=[step("supervisor")], escalate_after=5, by=cast.ada) == first
    )
    assert Route.objects.filter(kind="account").count() == 2


def test_a_stale_page_changes_nothing(cast, route):
    current = rerouting.change(route, steps=[step("supervisor")], escalate_after=5, by=cast.ada)
    with pytest.raises(rerouting.RouteChangedError) as refused:
        rerouting.change(route, steps=[step("head")], escalate_after=5, by=cast.ada)
    assert refused.value.route == current
    assert Route.objects.get(kind="account", in_use=True) == current


@pytest.mark.parametrize("how", ["none", "condition", "place"])
def test_a_route_always_asks_somebody(cast, route, how):
    steps = {
        "none": [],
        "condition": [step("supervisor", condition="under_13")],
        "place": [step("supervisor", place=cast.northside)],
    }[how]
    with pytest.raises(rerouting.EmptyRouteError):
        rerouting.change(route, steps=steps, escalate_after=5, by=cast.ada)
    assert Route.objects.get(kind="account", in_use=True) == route


def test_an_earlier_route_is_used_again(cast, route):
    rerouting.change(route, steps=[step("supervisor")], escalate_after=5, by=cast.ada)
    again = rerouting.use_again(route, by=cast.ada)
    assert [row.approvers for row in again.steps.all()] == [
        ["supervisor"], ["district_administrator"],
    ]  # fmt: skip
    assert [row.pk for row in rerouting.earlier("account")][-1] == route.pk


@pytest.mark.django_db(transaction=True)
def test_of_two_who_change_it_at_once_one_is_told(cast, route):
    def change(approver):
        try:
            return rerouting.change(route, steps=[step(approver)], escalate_after=5, by=cast.ada)
        except rerouting.RouteChangedError as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(change, ["supervisor", "head"]))
    assert sorted(type(answer).__name__ for answer in answers) == ["Route", "RouteChangedError"]
    assert Route.objects.filter(kind="account", in_use=True).count() == 1


def test_an_earlier_route_that_would_leave_requests_to_nobody_is_refused(client, cast, route):
    rerouting.change(route, steps=[step("supervisor")], escalate_after=5, by=cast.ada)
    route.steps.update(condition="represents_district")
    client.force_login(cast.ada)
    answer = client.post(f"/requests/routes/{route.pk}/again/", follow=True)
    assert "Let at least one step ask always" in answer.content.decode()
    assert not Route.objects.get(pk=route.pk).in_use
