from celery import shared_task

from district_portal.audit import sealing


@shared_task(name="audit.seal")
def seal() -> None:
    """Seal the acts that wait."""
    sealing.seal_all()
