from celery import shared_task

from approvals import escalating


@shared_task(name="approvals.sweep")
def sweep() -> None:
    """Remind approvers, and ask those one level up; the clock does this every half hour."""
    escalating.remind()
    escalating.escalate()
