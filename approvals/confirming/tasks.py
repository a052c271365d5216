from celery import shared_task

from approvals.confirming import asking, reminding


@shared_task(name="confirming.sweep")
def sweep() -> None:
    """Let open questions follow the people, and remind them; it runs every half hour."""
    asking.follow()
    reminding.remind()
