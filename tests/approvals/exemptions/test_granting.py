"""What was approved is granted as it was asked for, once."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from approvals.deciding import CannotApproveError
from approvals.exemptions import granting
from approvals.exemptions.models import Exemption, Outcome
from approvals.models import Decision
from district_portal import audit
from district_portal.district.current import today
from tests.factories import approvals as factory
from tests.factories import exemptions


def test_both_approve_and_it_is_granted_as_asked_under_what_they_wrote(cast, clause):
    request = exemptions.sent(cast.lou, of=clause, place=cast.northside)
    factory.decided(request, by=cast.tom, reason="First names alone.")
    assert not Exemption.objects.exists()
    factory.decided(request, by=cast.ada, reason="Parents are told.")
    exemption = Exemption.objects.get()
    assert (exemption.holder, exemption.subject) == (cast.lou, "529, clause 2")
    assert (exemption.policy, exemption.clause) == (clause.version.policy, clause)
    outcome = exemption.outcomes.get()
    assert (outcome.what, outcome.stands, outcome.number) == ("exemption", True, 1)
    assert outcome.conditions == "First names alone.\n\nParents are told."
    assert (outcome.starts_on, outcome.ends_on) == (today(), today() + dt.timedelta(days=60))
    assert outcome.state_on(today()) == Outcome.State.IN_FORCE


def test_a_modification_keeps_its_exact_wording(cast, clause):
    exemption = exemptions.granted(
        cast.lou,
        deciders=[cast.ada, cast.tom],
        of=clause,
        place=cast.northside,
        asks="modification",
        proposed="Films may be shown to parents.",
    )
    outcome = exemption.outcomes.get()
    assert (outcome.what, outcome.wording) == ("modification", "Films may be shown to parents.")


def test_a_platform_is_named_without_a_policy(cast):
    exemption = exemptions.granted(cast.lou, deciders=[cast.ada, cast.tom], place=cast.northside)
    assert (exemption.subject, exemption.platform.slug) == ("TikTok", "tiktok")
    assert exemption.policy is None


def test_a_second_grant_answers_the_same_row(cast, exemption):
    again = granting.grant(exemption.request, by=cast.ada, at=timezone.now())
    assert [again] == list(Exemption.objects.all())
    acts = [event.act for event in audit.history(exemption)]
    assert acts.count("exemptions.granted") == 1


def test_a_denied_request_grants_nothing(cast, clause):
    request = exemptions.sent(cast.lou, of=clause, place=cast.northside)
    factory.decided(request, by=cast.ada, outcome="denied")
    assert not Exemption.objects.exists()


def test_what_is_approved_late_begins_on_that_day(cast, clause):
    at = timezone.now()
    request = exemptions.sent(cast.lou, of=clause, place=cast.northside)
    for person in (cast.ada, cast.tom):
        factory.decided(request, by=person, at=at + dt.timedelta(days=10))
    assert Outcome.objects.get().starts_on == today() + dt.timedelta(days=10)


def test_time_that_is_over_is_not_granted_and_the_refused_approval_leaves_nothing(cast, clause):
    request = exemptions.sent(cast.lou, of=clause, place=cast.northside)
    factory.decided(request, by=cast.ada)
    late = timezone.now() + dt.timedelta(days=61)
    with pytest.raises(CannotApproveError, match="is over"):
        factory.decided(request, by=cast.tom, at=late)
    assert Decision.objects.count() == 1
    assert not Exemption.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"number": 2},
        {"number": 2, "reason": "So it was agreed.", "what": "alternative"},
        {"number": 1, "stands": False},
        {"number": 2, "reason": "So it was agreed."},
    ],
)
def test_the_database_refuses_what_cannot_be(exemption, changes):
    stands = exemption.outcomes.get()
    facts = {
        "exemption": exemption,
        "what": "exemption",
        "starts_on": stands.starts_on,
        "ends_on": stands.ends_on,
        "recorded_at": stands.recorded_at,
        "recorded_by": stands.recorded_by,
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        Outcome.objects.create(**{**facts, **changes})
