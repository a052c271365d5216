from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from district_portal.operations.backup import knowing, restoring, settling
from district_portal.operations.backup.refusing import BackupError


class Command(BaseCommand):
    help = (
        "Puts a backup back into an empty database. DIR is its folder, or the one with all "
        "backups, of which the newest is taken. Looks at all of it before it touches anything."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("directory", metavar="DIR", type=Path)
        parser.add_argument(
            "--identity", type=Path, metavar="FILE", help="the private key of an encrypted backup"
        )
        parser.add_argument(
            "--without-concerns",
            action="store_true",
            help="the key of concerns is lost: restore although nobody will ever read them again",
        )
        parser.add_argument(
            "--check-only", action="store_true", help="say whether it is whole, and touch nothing"
        )

    def handle(
        self,
        *_args: Any,
        directory: Path,
        identity: Path | None,
        without_concerns: bool,
        check_only: bool,
        **_options: Any,
    ) -> None:
        try:
            looked = restoring.look(directory, identity=identity, without_concerns=without_concerns)
            told = looked.manifest
            self.stdout.write(f"{looked.place}: whole, of {told.made_at}, version {told.version}.")
            if not knowing.has_secret_key(told.secret_key):
                self.stderr.write(
                    "SECRET_KEY is another one than then: authenticator apps have to be set up "
                    "anew, printed codes and PINs no longer work. Bring the old one to keep them."
                )
            if check_only:
                return
            restoring.put_back(looked)
        except BackupError as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write("Every table holds what it held then.")
        waiting = settling.settle(looked)
        call_command("verify_audit", stdout=self.stdout, stderr=self.stderr)
        if waiting:
            self.stderr.write(
                f"{waiting} mails waited then and go out when the portal starts; some may have "
                "gone out before. If this is a trial, set EMAIL_URL to a server that takes none."
            )
