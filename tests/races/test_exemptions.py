"""Two at the same moment: one outcome stands, one meeting is called, and the other is told."""

from __future__ import annotations

import os

import pytest

from approvals.exemptions import recording, revoking
from approvals.exemptions.meetings import calling
from approvals.exemptions.models import Exemption, Meeting, Outcome, Revocation
from district_portal.mailing.models import Message
from tests.factories import approvals as factory
from tests.factories import exemptions
from tests.races.test_deciding import at_once

pytestmark = [pytest.mark.thorough, pytest.mark.django_db(transaction=True)]

SHORT = int(os.environ.get("RACES", "10"))


@pytest.fixture
def requests(cast):
    factory.enter_presets()
    return [
        exemptions.sent(cast.lou, place=cast.northside, platform="", tool=f"Tool {number}")
        for number in range(SHORT)
    ]


def granted(cast, request):
    for person in (cast.ada, cast.tom):
        factory.decided(request, by=person)
    return Exemption.objects.get(request=request)


def test_both_who_must_approve_do_so_at_once(cast, requests):
    for request in requests:
        results = at_once(
            lambda request=request: factory.decided(request, by=cast.ada),
            lambda request=request: factory.decided(request, by=cast.tom),
        )
        assert not [result for result in results if isinstance(result, Exception)], results
        assert Exemption.objects.get(request=request).outcomes.count() == 1


def test_two_outcomes_at_once(cast, requests):
    for request in requests:
        exemption = granted(cast, request)

        def act(person, words, exemption=exemption):
            return lambda: exemptions.recorded(exemption, by=person, conditions=words, seen=1)

        results = at_once(act(cast.ada, "Ask the parents."), act(cast.tom, "Ask nobody."))
        assert sum(isinstance(result, recording.ChangedError) for result in results) == 1, results
        stands = Outcome.objects.get(exemption=exemption, stands=True)
        assert stands in results
        assert Outcome.objects.filter(exemption=exemption).count() == 2


def test_revoked_while_another_outcome_is_recorded(cast, requests):
    for request in requests:
        exemption = granted(cast, request)
        results = at_once(
            lambda exemption=exemption: revoking.revoke(exemption, reason="No.", by=cast.ada),
            lambda exemption=exemption: exemptions.recorded(exemption, by=cast.tom),
        )
        assert isinstance(results[0], Revocation), results
        assert isinstance(results[1], Outcome | recording.OverError), results


def test_two_meetings_at_once(cast, requests):
    for request in requests:

        def act(person, where, request=request):
            return lambda: exemptions.meeting(request, by=person, where=where)

        results = at_once(act(cast.ada, "Room 4"), act(cast.tom, "Room 5"))
        assert sum(isinstance(result, calling.ChangedError) for result in results) == 1, results
        assert Meeting.objects.get(request=request) in results
    assert Message.objects.filter(name="exemption_meeting").count() == 3 * len(requests)
