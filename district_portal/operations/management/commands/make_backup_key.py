import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from district_portal.operations.backup import encrypting


class Command(BaseCommand):
    help = (
        "Makes a pair of keys for backups: the private one goes into FILE, which you keep "
        "elsewhere; the public one is printed, for BACKUP_RECIPIENT."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path)

    def handle(self, *_args: Any, file: Path, **_options: Any) -> None:
        public, private = encrypting.make_identity()
        try:
            descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as refused:
            raise CommandError(f"{file}: {refused.strerror}") from refused
        with os.fdopen(descriptor, "w") as opened:
            opened.write(f"# public key: {public}\n{private}\n")
        self.stdout.write(f"BACKUP_RECIPIENT={public}")
        self.stderr.write(f"Take {file} off this machine: without it no such backup is read again.")
