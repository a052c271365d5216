from celery import shared_task

from district_portal.operations import health


@shared_task(name="operations.tick")
def tick() -> None:
    """Note that the clock woke a worker."""
    health.tick()
