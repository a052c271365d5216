from __future__ import annotations

import pytest

from tests.factories.concerns import pack_in_use


@pytest.fixture
def pack(cast):
    """The sample of a state pack, in use."""
    return pack_in_use(by=cast.ada)
