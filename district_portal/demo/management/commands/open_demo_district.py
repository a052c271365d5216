from typing import Any

from django.core.management.base import BaseCommand, CommandError

from district_portal.demo.opening import OccupiedError, open_district
from district_portal.demo.signins import table


class Command(BaseCommand):
    help = "Enter the fictional demo district; harmless when it stands already."

    def handle(self, **options: Any) -> None:
        try:
            opened = open_district()
        except OccupiedError as error:
            raise CommandError("This portal holds a real district; the demo stays out.") from error
        self.stdout.write("The demo district is open." if opened else "The demo district stands.")
        for line in table():
            self.stdout.write(f"  {line.role!s:<24} {line.email:<44} {line.password}")
