"""What beat does for the registry."""

from __future__ import annotations

from celery import shared_task

from approvals.registry import (
    certifying,
    handing_over,
    lapsing,
    overtaken,
    parents_reminders,
    reminding,
)


@shared_task(name="registry.ask_for_notices")
def ask_for_notices() -> None:
    """Remind owners whose parents must be told again; suspend what the district says."""
    parents_reminders.remind()
    lapsing.suspend_lapsed()


@shared_task(name="registry.look_after_accounts")
def look_after_accounts() -> None:
    """Find accounts left alone while somebody was being named, and requests that outlived one."""
    handing_over.sweep()
    overtaken.sweep()


@shared_task(name="registry.check_accounts")
def check_accounts() -> None:
    """Ask for the yearly checks of a school year, and remind of those that wait."""
    certifying.ask()
    reminding.remind()
