from celery import shared_task

from district_portal.mailing import delivering, queueing


@shared_task(name="mailing.deliver")
def deliver() -> None:
    """Send what is due; woken by each queued mail and by the clock."""
    if delivering.sweep()["left"]:
        queueing.wake()
