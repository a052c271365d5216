"""What beat does for exemptions: reminders of those that end."""

from __future__ import annotations

from celery import shared_task

from approvals.exemptions import reminding


@shared_task(name="exemptions.remind")
def remind() -> None:
    """Write to whoever holds an exemption that ends soon."""
    reminding.remind()
