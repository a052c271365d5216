import os
from argparse import ArgumentParser
from typing import Any

import psycopg2
from django.core.management.base import BaseCommand, CommandError

from district_portal.embedded.roles import DATABASE, DISPOSAL, OWNER, PORTAL, prepare_database

_NAMES = {
    PORTAL: "DATABASE_URL",
    OWNER: "DATABASE_OWNER_URL",
    DISPOSAL: "DATABASE_DISPOSAL_URL",
}
_PASSWORDS = {
    PORTAL: "PORTAL_PASSWORD",
    OWNER: "PORTAL_OWNER_PASSWORD",
    DISPOSAL: "PORTAL_DISPOSAL_PASSWORD",
}


class Command(BaseCommand):
    help = (
        "Makes the three roles and the database on your own PostgreSQL server (15 or later) and "
        "prints the lines for your .env. Safe to repeat. Passwords are made up, unless the "
        "environment gives them: " + ", ".join(_PASSWORDS.values()) + "."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--admin-url",
            required=True,
            help="postgres://… of a role that may create roles and databases",
        )
        parser.add_argument("--database", default=DATABASE)

    def handle(self, *_args: Any, admin_url: str, database: str, **_options: Any) -> None:
        given = {role: os.environ[name] for role, name in _PASSWORDS.items() if name in os.environ}
        try:
            prepared = prepare_database(admin_url, database=database, passwords=given)
        except psycopg2.Error as refused:
            raise CommandError(f"The server refused: {str(refused).strip()}") from refused
        for role, name in _NAMES.items():
            self.stdout.write(f"{name}={prepared.urls[role]}")
        if kept := [role for role in _NAMES if role not in prepared.new_roles]:
            self.stderr.write(
                f"Already there, so their passwords stay and are not shown: {', '.join(kept)}."
            )
