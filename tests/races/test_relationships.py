"""Two at the same moment: a tie is noted once and ends once, and the other is told."""

from __future__ import annotations

import os

import pytest
from django.utils import timezone

from approvals.relationships import ending, noting
from approvals.relationships.models import Ending, Relationship
from district_portal.mailing.models import Message
from tests.factories import approvals as factory
from tests.factories import relationships
from tests.races.test_deciding import at_once

pytestmark = [pytest.mark.thorough, pytest.mark.django_db(transaction=True)]

SHORT = int(os.environ.get("RACES", "10"))


@pytest.fixture
def noted(cast):
    factory.enter_presets()
    return [
        relationships.noted(cast.lou, decider=cast.pat, tie="other", other=f"Tie {number}")
        for number in range(SHORT)
    ]


def test_it_is_ended_by_two_at_once(cast, noted):
    for relationship in noted:

        def act(person, relationship=relationship):
            return lambda: relationships.ended(relationship, by=person)

        results = at_once(act(cast.lou), act(cast.pat))
        assert sum(isinstance(result, ending.OverError) for result in results) == 1, results
        assert Ending.objects.get(relationship=relationship) in results
    names = list(Message.objects.filter(name__startswith="relationship").values_list("key"))
    assert len(names) == len(noted)


def test_its_holder_ends_it_in_two_windows(cast, noted):
    for relationship in noted:
        act = lambda relationship=relationship: relationships.ended(relationship, by=cast.lou)  # noqa: E731
        first, second = at_once(act, act)
        assert first == second == Ending.objects.get(relationship=relationship)
    assert Message.objects.filter(name="relationship_over").count() == len(noted)


def test_it_is_noted_twice_at_once(cast):
    factory.enter_presets()
    request = relationships.sent(cast.lou)
    decide = lambda: factory.decided(request, by=cast.pat)  # noqa: E731
    at_once(decide, decide)
    assert Relationship.objects.get(request=request).holder == cast.lou
    note = lambda: noting.note(request, by=cast.pat, at=timezone.now())  # noqa: E731
    first, second = at_once(note, note)
    assert first == second
