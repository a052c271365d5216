"""What beat does for people: begin each day."""

from __future__ import annotations

from celery import shared_task

from accounts import turning


@shared_task(name="people.turn")
def turn() -> None:
    """Let what is planned for today take effect; nothing to do for the rest of the day."""
    turning.turn()
