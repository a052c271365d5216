"""What beat does for acknowledgments: begin each day, check in the evening, forget bundles."""

from __future__ import annotations

from celery import shared_task

from policies.acknowledgments import assigning, counting, following
from policies.acknowledgments.evidence import bundling


@shared_task(name="acknowledgments.begin_day")
def begin_day() -> None:
    """Bring what the calendar changed since yesterday; nothing to do for the rest of the day."""
    assigning.begin_day()


@shared_task(name="acknowledgments.verify")
def verify() -> None:
    """Compare all assignments with what they should be; a difference is recorded as an alarm."""
    assigning.verify()


@shared_task(name="acknowledgments.fold_counts")
def fold_counts() -> None:
    """Sum up what the counts of who has signed what were changed by."""
    counting.fold()


@shared_task(name="acknowledgments.keep_days")
def keep_days() -> None:
    """Count anew, once a day, what was asked, due and signed on which day."""
    following.keep_today()


@shared_task(name="acknowledgments.forget_bundles")
def forget_bundles() -> None:
    """Delete the files of evidence bundles that have expired."""
    bundling.forget_expired()
