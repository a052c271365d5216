from __future__ import annotations

import pytest

from tests.accounts.roster.sheets import SHEET, applied
from tests.factories.district import set_up


@pytest.fixture
def roster(db):
    """The four people of SHEET."""
    set_up()
    return applied(SHEET)
