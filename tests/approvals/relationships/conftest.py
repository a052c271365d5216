from __future__ import annotations

import pytest

from tests.factories import relationships


@pytest.fixture
def relationship(cast):
    """Lou, a teacher, writes to the scouts of a troop for sixty days; Pat took note."""
    return relationships.noted(cast.lou, decider=cast.pat)
