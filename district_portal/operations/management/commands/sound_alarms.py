from typing import Any

from django.core.management.base import BaseCommand

from district_portal.operations import alarms


class Command(BaseCommand):
    help = (
        "Look whether the portal is well, mail the Technology Coordinators what is not, and send "
        "mail that no worker sends. For a timer of the server's own, which beat can't be."
    )

    def handle(self, **options: Any) -> None:
        queued = alarms.sound()
        self.stdout.write(f"{queued} queued, {alarms.deliver_if_nobody_does()} sent from here.")
