"""At the same moment: a record is held or gone, never both, and it goes once."""

from __future__ import annotations

import os

import pytest

from approvals.models import Request
from district_portal.records import confirming, disposing, holding, proposing, scheduling
from district_portal.records.connecting import as_disposal
from district_portal.records.models import Hold, Run, Spared, Tombstone, Verdict
from tests.factories import approvals as requests
from tests.factories import records as factory
from tests.races.test_deciding import at_once

pytestmark = [pytest.mark.thorough, pytest.mark.django_db(transaction=True)]

SHORT = int(os.environ.get("RACES", "10"))


@pytest.fixture
def old(cast):
    requests.enter_presets()
    factory.adopted(by=cast.ada, notice_days=0)
    found = [factory.denied(cast.lou, decider=cast.pat, place=cast.northside) for _ in range(SHORT)]
    for request in found:
        factory.archived("request", request.pk, by=cast.tom)
    return found


def carry_out():
    with as_disposal():
        return list(disposing.dispose())


def test_a_hold_comes_while_it_is_disposed_of(cast, old):
    for request in old:
        confirming.confirm(factory.proposed(request, by=cast.ada), by=cast.tom)
        hold = lambda pk=request.pk: factory.held(  # noqa: E731
            by=cast.ada, on="record", kind="request", record=pk
        )
        held, _gone = at_once(hold, carry_out)
        is_gone = Tombstone.objects.filter(record=request.pk).exists()
        assert is_gone != Request.objects.filter(pk=request.pk).exists()
        if isinstance(held, Hold):
            assert not is_gone
        else:
            assert isinstance(held, holding.HoldError), held
            assert is_gone
        assert is_gone != Spared.objects.filter(item__record=request.pk).exists()


def test_two_carry_it_out(cast, old):
    run = factory.proposed(*old, by=cast.ada)
    confirming.confirm(run, by=cast.tom)
    for result in at_once(carry_out, carry_out):
        assert not isinstance(result, Exception), result
        assert all(row.gone for row in result)
    assert Tombstone.objects.count() == len(old)
    assert not Spared.objects.exists()


def test_it_is_confirmed_and_withdrawn(cast, old):
    for request in old:
        run = factory.proposed(request, by=cast.ada)
        results = at_once(
            lambda run=run: confirming.confirm(run, by=cast.tom),
            lambda run=run: confirming.withdraw(run, reason="Later", by=cast.ada),
        )
        assert sum(isinstance(row, confirming.VerdictError) for row in results) == 1, results
        assert Verdict.objects.get(run=run) in results


def test_it_is_proposed_twice(cast, old):
    for request in old:
        first, second = at_once(
            lambda row=request: factory.proposed(row, by=cast.ada, reason="One"),
            lambda row=request: factory.proposed(row, by=cast.ada, reason="Two"),
        )
        assert sum(isinstance(row, proposing.ProposalError) for row in (first, second)) == 1
    assert Run.objects.count() == len(old)


def test_a_schedule_is_adopted_twice(cast, old):
    scheduling.begin(by=cast.ada)
    adopt = lambda: factory.adopted(by=cast.ada)  # noqa: E731
    at_once(adopt, adopt)
    numbers = {row.schedule.number for row in scheduling.classes_in_force()}
    assert len(numbers) == 1
