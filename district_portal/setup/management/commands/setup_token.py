from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from district_portal.setup.first_run import letting_in, stepping


class Command(BaseCommand):
    help = "Make a new token for the first set-up; the one before it is void from then on."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--if-needed",
            action="store_true",
            help="say nothing where the district is set up, instead of failing",
        )

    def handle(self, **options: Any) -> None:
        try:
            token = letting_in.make_token()
        except stepping.AlreadySetUpError as error:
            if options["if_needed"]:
                return
            raise CommandError("This district is set up. Sign in to change anything.") from error
        address = settings.PORTAL_ADDRESS + reverse("setup:first")
        self.stdout.write(
            "This portal is not set up yet. Open the first page and enter the token:\n"
            f"  {address}\n  {token}\n"
            f"It is good for {letting_in.GOOD_FOR.days} days. "
            "For a new one: manage.py setup_token"
        )
