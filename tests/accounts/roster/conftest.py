from __future__ import annotations

from tests.accounts.roster.sheets import SHEET, applied
from tests.factories.district import set_up
from tests.standing import standing


@standing
def roster(db):
    """The four people of SHEET."""
    set_up()
    return applied(SHEET)
