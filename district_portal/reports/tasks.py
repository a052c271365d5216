from celery import shared_task

from district_portal.reports import exporting


@shared_task(name="reports.forget_exports")
def forget_exports() -> None:
    """Delete the files of reports that have expired."""
    exporting.forget_expired()
