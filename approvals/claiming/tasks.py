from celery import shared_task

from approvals.claiming import reminding


@shared_task(name="claiming.sweep")
def sweep() -> None:
    """Ask and remind about existing accounts; the clock does this every half hour."""
    reminding.sweep()
