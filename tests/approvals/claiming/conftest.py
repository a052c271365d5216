from __future__ import annotations

import pytest

from tests.factories import approvals as requests


@pytest.fixture(autouse=True)
def _platforms_are_there(db):
    requests.enter_presets()
