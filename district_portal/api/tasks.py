from celery import shared_task

from district_portal.api import expiring


@shared_task(name="api.remind")
def remind() -> None:
    """Tell whoever made a token that ends soon."""
    expiring.remind()
