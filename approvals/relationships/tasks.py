"""What beat does for relationships: reminders of those that end."""

from __future__ import annotations

from celery import shared_task

from approvals.relationships import reminding


@shared_task(name="relationships.remind")
def remind() -> None:
    """Write to whoever holds a relationship that ends soon."""
    reminding.remind()
