"""What beat does for the roster."""

from __future__ import annotations

from celery import shared_task

from accounts.roster.night import turn


@shared_task(name="roster.take_turn")
def take_turn() -> None:
    """Fetch the sheet of the night, once a day; nothing to do at most times."""
    turn.take_turn()
