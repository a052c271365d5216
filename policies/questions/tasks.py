from celery import shared_task

from policies.questions import reminding


@shared_task(name="questions.sweep")
def sweep() -> None:
    """Remind of questions that wait; the clock does this every half hour."""
    reminding.sweep()
