from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from district_portal.operations.backup import making
from district_portal.operations.backup.refusing import BackupError


class Command(BaseCommand):
    help = (
        "Writes a backup of the whole district into a new folder below DIR, while everybody goes "
        "on working. No key is in it: docs/operating/backup.md."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("directory", metavar="DIR", type=Path)
        parser.add_argument(
            "--keep", type=int, metavar="N", help="delete all but the N newest, this one included"
        )
        parser.add_argument(
            "--recipient",
            default=settings.BACKUP_RECIPIENT,
            help="the public key that it is encrypted to (age1… or ssh-…; else BACKUP_RECIPIENT)",
        )

    def handle(
        self, *_args: Any, directory: Path, keep: int | None, recipient: str, **_options: Any
    ) -> None:
        if keep is not None and keep < 1:
            raise CommandError("--keep is at least 1: the backup that is made now.")
        try:
            made = making.make(directory, keep=keep, recipient=recipient)
        except BackupError as failed:
            raise CommandError(str(failed)) from failed
        self.stdout.write(f"{made.place} ({made.size} bytes)")
