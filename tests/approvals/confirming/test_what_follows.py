"""Who says that an approval no longer holds stops what it created, whatever that is."""

from __future__ import annotations

from approvals.confirming import live
from approvals.confirming.signals import approval_refused
from approvals.exemptions.models import Outcome
from approvals.registry.models import Account
from approvals.relationships.models import Ending
from district_portal.district.current import today
from tests.factories import approvals as requests
from tests.factories import exemptions, relationships
from tests.standing import standing


def refuse(request, by):
    approval_refused.send(
        sender=None, request=request, by=by, reason="The clause is gone.", at=request.closed_at
    )


@standing
def account(cast):
    return requests.registered(
        cast.lou,
        deciders=[cast.pat, cast.ada],
        manager=cast.hana,
        place=cast.northside,
        writes_to_students="no",
    )


def test_an_account_is_suspended(cast, account):
    assert live.owners([account.request_id]) == {account.request_id: cast.lou}
    refuse(account.request, cast.ada)
    account.refresh_from_db()
    assert account.state == Account.State.SUSPENDED
    refuse(account.request, cast.ada)


def test_an_account_that_waits_for_parents_is_closed_before_it_is_live(cast):
    account = requests.registered(
        cast.lou, deciders=[cast.pat, cast.ada], manager=cast.hana, place=cast.northside
    )
    refuse(account.request, cast.ada)
    account.refresh_from_db()
    assert account.state == Account.State.CLOSED


def test_an_exemption_is_revoked(cast):
    exemption = exemptions.granted(cast.lou, deciders=[cast.ada, cast.tom], place=cast.northside)
    request = exemption.request
    assert live.owners([request.pk]) == {request.pk: cast.lou}
    refuse(request, cast.ada)
    outcome = Outcome.objects.select_related("exemption__revocation").get(stands=True)
    assert outcome.state_on(today()) == Outcome.State.REVOKED
    assert live.owners([request.pk]) == {}


def test_a_tie_ends(cast):
    relationship = relationships.noted(cast.lou, decider=cast.pat)
    request = relationship.request
    assert live.owners([request.pk]) == {request.pk: cast.lou}
    refuse(request, cast.pat)
    assert Ending.objects.get().reason == "The clause is gone."
    assert live.owners([request.pk]) == {}
