from celery import shared_task

from district_portal.jobs import running, starting


@shared_task(name="jobs.work")
def work() -> None:
    """Do long work; woken by each job that begins and by the clock."""
    if running.sweep():
        starting.wake()
