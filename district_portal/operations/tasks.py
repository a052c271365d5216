from celery import shared_task

from district_portal.operations import alarms, handing_out_seals, health
from district_portal.operations.backup import scheduling


@shared_task(name="operations.tick")
def tick() -> None:
    """Note that the clock woke a worker."""
    health.tick()


@shared_task(name="operations.hand_out_seals")
def hand_out_seals() -> None:
    """Give the newest seal of the audit trail to whoever keeps it, once a day."""
    handing_out_seals.hand_out()


@shared_task(name="operations.back_up")
def back_up() -> None:
    """Make the backup of the day when its hour has come."""
    scheduling.take_turn()


@shared_task(name="operations.sound_alarms")
def sound_alarms() -> None:
    """Tell whoever looks after technology what is not well, once, and when it is over."""
    alarms.sound()
