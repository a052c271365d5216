from celery import shared_task

from district_portal.reminders import digest, escalating


@shared_task(name="reminders.sweep")
def sweep() -> None:
    """Ask the database who must be reminded now; the clock does this every five minutes."""
    digest.remind()
    escalating.tell_supervisors()
    escalating.tell_hr()
