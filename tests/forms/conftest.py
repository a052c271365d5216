from __future__ import annotations

import pytest
from django.core.cache import cache

from tests.forms.finding import Shown, Visitors, every_form
from tests.permissions.world import build
from tests.standing import standing

ALL = 12
"""More than there are roles."""


@standing
def visitors(cast) -> Visitors:
    """Everybody, signed in a moment ago."""
    cache.clear()
    return Visitors(cast)


@standing
def shown(cast, visitors) -> list[Shown]:
    """Every form in a district where there is one of everything, as two of those who may see it."""
    return every_form(visitors, build(cast), most=2)


@pytest.fixture
def shown_to_all(cast, visitors) -> list[Shown]:
    """The same as everybody who may."""
    return every_form(visitors, build(cast), most=ALL)
