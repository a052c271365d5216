from celery import shared_task

from approvals.speaking import reminding


@shared_task(name="speaking.remind")
def remind() -> None:
    """Remind spokespersons of their last day; the clock does this every half hour."""
    reminding.remind()
