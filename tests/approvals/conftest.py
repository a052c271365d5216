from __future__ import annotations

import pytest

from tests.factories import approvals as factory


@pytest.fixture
def asked(cast):
    """Lou, a teacher, has asked for an account of Northside School that writes to students."""
    return factory.sent(cast.lou, manager=cast.hana, place=cast.northside)
