from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.core.management.base import BaseCommand, CommandError, CommandParser

from district_portal.district.naming import name_district


class Command(BaseCommand):
    help = "Enter or change the district's name and time zone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name")
        parser.add_argument("--time-zone", default="America/Chicago")

    def handle(self, **options: Any) -> None:
        try:
            ZoneInfo(options["time_zone"])
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise CommandError(f"{options['time_zone']} is no time zone.") from error
        name_district(options["name"], time_zone=options["time_zone"], by=None)
        self.stdout.write(f"This portal serves {options['name']}.")
