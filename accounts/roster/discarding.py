"""Throw a run away that nobody wants to apply."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from accounts.roster.holding_still import EndedError, hold
from accounts.roster.models import Row, Run
from district_portal import audit
from district_portal.freezing import ignore_no_trigger

if TYPE_CHECKING:
    from accounts.models import Person


@transaction.atomic
def discard(run: Run, *, by: Person | None) -> Run:
    """Forget the file and everything that was read of it; that it came stays on record.

    Harmless for a run that was discarded before. Raises EndedError for one that was applied.
    """
    run = hold(run)
    if run.state == Run.State.DISCARDED:
        return run
    if run.has_ended:
        raise EndedError(run)
    ignore_no_trigger()
    Row.objects.filter(run=run).delete()
    run.changes.all().delete()
    run.state, run.content = Run.State.DISCARDED, None
    run.save(update_fields=["state", "content"])
    audit.record("roster.discarded", by=by, on=run)
    return run
