from __future__ import annotations

from tests.factories import relationships
from tests.standing import standing


@standing
def relationship(cast):
    """Lou, a teacher, writes to the scouts of a troop for sixty days; Pat took note."""
    return relationships.noted(cast.lou, decider=cast.pat)
