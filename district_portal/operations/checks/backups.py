"""Whether a backup is made each day, and the key that it does not hold lies elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from district_portal.operations.backup import checking
from district_portal.operations.doctoring import Diagnosis, check
from district_portal.operations.health import State


@check
def backups_are_made() -> Iterator[Diagnosis]:
    """What is to be said of the backups; each remark says itself how it is mended."""
    for remark in checking.remarks():
        state = State.WRONG if remark.is_urgent else State.WATCH
        yield Diagnosis(_("Backups"), State.WELL if remark.is_well else state, remark.words)
