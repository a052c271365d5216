from __future__ import annotations

from tests.factories import approvals as requests
from tests.standing import standing


@standing(autouse=True)
def _platforms_are_there(db):
    requests.enter_presets()
