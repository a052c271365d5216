from celery import shared_task

from approvals.concerns import chasing, clocks, escalating, forgetting, reseating
from approvals.concerns.one_by_one import one_by_one

STEPS = (
    reseating.check,
    escalating.escalate,
    chasing.chase,
    clocks.sweep,
    forgetting.forget,
    forgetting.forget_drafts,
)


@shared_task(name="concerns.sweep")
def sweep() -> None:
    """See that each concern reaches somebody who reads it, day and night."""
    one_by_one(STEPS, lambda step: step())
