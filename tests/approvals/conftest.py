from __future__ import annotations

import pytest
from django.core.cache import cache

from tests.factories import approvals as factory
from tests.standing import standing


@standing
def asked(cast):
    """Lou, a teacher, has asked for an account of Northside School that writes to students."""
    return factory.sent(cast.lou, manager=cast.hana, place=cast.northside)


@pytest.fixture(autouse=True)
def _no_answer_is_kept_from_the_test_before():
    cache.clear()
