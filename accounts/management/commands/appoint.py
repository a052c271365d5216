from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts import roles, signing_in
from accounts.models import Person, RoleGrant
from district_portal.permissions import Role


class Command(BaseCommand):
    help = "Give a role to somebody; with --name also enters a person who is not in the HR sheet."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("role", choices=[role for role, _ in RoleGrant.GRANTED])
        parser.add_argument("--name", nargs=2, metavar=("FIRST", "LAST"))
        parser.add_argument("--invite", action="store_true", help="mail the first-password link")

    def handle(self, **options: Any) -> None:
        person = Person.objects.filter(email__iexact=options["email"]).first()
        if person is None and not options["name"]:
            raise CommandError("Nobody on the roster has this address. Add --name FIRST LAST.")
        if person is None:
            given, family = options["name"]
            person = Person.objects.enter(
                given_name=given, family_name=family, email=options["email"]
            )
        try:
            roles.appoint(person, role=Role(options["role"]), by=None)
        except roles.LeftError as error:
            raise CommandError(f"{person} has left the district.") from error
        if options["invite"]:
            signing_in.invite(person, by=None)
        self.stdout.write(f"{person} is {Role(options['role']).label}.")
