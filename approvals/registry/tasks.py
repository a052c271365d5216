"""What beat does for the registry."""

from __future__ import annotations

from celery import shared_task

from approvals.registry import lapsing, parents_reminders


@shared_task(name="registry.ask_for_notices")
def ask_for_notices() -> None:
    """Remind owners whose parents must be told again; suspend what the district says."""
    parents_reminders.remind()
    lapsing.suspend_lapsed()
