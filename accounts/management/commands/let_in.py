import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts import letting_in, second_factor
from accounts.models import Person
from district_portal.ui.dates import date_in_words


class Command(BaseCommand):
    help = (
        "Print a link with which somebody signs in once, for when mail does not reach them, or "
        "remove a second factor that is lost. Make sure first, by voice or face, who asks."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--why", required=True, help="kept in the record, with the act")
        parser.add_argument(
            "--reset-factors",
            action="store_true",
            help="remove their app, passkeys and recovery codes, and sign them out everywhere",
        )

    def handle(self, **options: Any) -> None:
        person = Person.objects.filter(email__iexact=options["email"]).first()
        if person is None:
            raise CommandError("Nobody on the roster has this address.")
        if not options["why"].strip():
            raise CommandError("Say why: it is kept in the record.")
        if options["reset_factors"]:
            removed = second_factor.reset(person, by=None, why=options["why"])
            said = "starts anew with the second factor" if removed else "had no second factor"
            self.stdout.write(f"{person} {said}.")
        try:
            link = letting_in.make_link(person, why=options["why"])
        except letting_in.CannotComeInError as error:
            raise CommandError(f"{person} is not here today, or has no address.") from error
        until = timezone.now() + dt.timedelta(seconds=letting_in.LASTS)
        self.stdout.write(f"Hand this to {person}, and to nobody else. Whoever opens it is them.")
        self.stdout.write(f"It works once, until {date_in_words(until, style='time')}:\n\n{link}\n")
