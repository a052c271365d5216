from __future__ import annotations

import pytest
from django.core.cache import cache

from tests.factories import approvals as factory
from tests.standing import standing


@pytest.fixture(autouse=True)
def _nobody_has_asked_yet():
    cache.clear()


@standing
def band(cast):
    """The Instagram account of Northside Band, which speaks for the school."""
    return factory.registered(
        cast.lou,
        deciders=[cast.pat, cast.ada],
        manager=cast.hana,
        place=cast.northside,
        writes_to_students="no",
    )
