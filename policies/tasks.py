"""What beat does for policies: versions whose day has come, and reminders of reviews."""

from __future__ import annotations

from celery import shared_task

from policies.publication import enforcing
from policies.reviews import review_reminders


@shared_task(name="policies.bring_into_force")
def bring_into_force() -> None:
    """Put in force what was scheduled up to today; nothing to do at most times."""
    enforcing.bring_due_into_force()


@shared_task(name="policies.remind_of_reviews")
def remind_of_reviews() -> None:
    """Write to whoever has a policy to read again."""
    review_reminders.remind()
