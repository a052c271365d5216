from celery import shared_task

from approvals.concerns import chasing, clocks, escalating, forgetting, reseating


@shared_task(name="concerns.sweep")
def sweep() -> None:
    """See that each concern reaches somebody who reads it, day and night."""
    reseating.check()
    escalating.escalate()
    chasing.chase()
    forgetting.forget()
    forgetting.forget_drafts()
    clocks.sweep()
