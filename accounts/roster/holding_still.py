"""Hold the roster, or one run, still: what is about to be changed changes in no other way."""

from __future__ import annotations

from django.db import connection

from accounts.models.invariants import ROSTER_LOCK
from accounts.roster.models import Run


class EndedError(Exception):
    """The run was applied, undone or discarded before; `run` says which."""

    def __init__(self, run: Run) -> None:
        super().__init__(f"run {run.pk} is {run.state}")
        self.run = run


def hold_the_roster() -> None:
    """Wait for other runs, and let others wait until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ROSTER_LOCK])


def hold(run: Run) -> Run:
    """`run` as it stands, with nothing else going on about it or the roster."""
    hold_the_roster()
    return Run.objects.select_for_update(of=("self",)).defer("content").get(pk=run.pk)
