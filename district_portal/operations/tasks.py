from celery import shared_task

from district_portal.operations import handing_out_seals, health


@shared_task(name="operations.tick")
def tick() -> None:
    """Note that the clock woke a worker."""
    health.tick()


@shared_task(name="operations.hand_out_seals")
def hand_out_seals() -> None:
    """Give the newest seal of the audit trail to whoever keeps it, once a day."""
    handing_out_seals.hand_out()
