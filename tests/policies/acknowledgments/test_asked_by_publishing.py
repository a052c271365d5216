"""What the publish page foretells is what happens."""

from __future__ import annotations

import pytest

from policies.acknowledgments import reading
from policies.acknowledgments.models import Assignment
from tests.factories.acknowledgments import required, signed
from tests.factories.policies import published

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("asks_again", ["everyone", "nobody"])
def test_so_many_are_asked_as_was_foretold_and_who_is_on_leave_later(cast, asks_again):
    version = published("511", "Conduct")
    required(version)
    for person in (cast.lou, cast.gus):
        signed(person, version)
    accepts = {"everyone": None, "nobody": 1}[asks_again]
    [foretold] = reading.asked_by_publishing(version.policy, accepting=[accepts])
    newer = published("511", "Conduct", asks_again=asks_again)
    assert foretold.now == Assignment.objects.open().filter(version=newer).count()
    assert foretold.later == 1  # mia
    assert foretold.now > 5
