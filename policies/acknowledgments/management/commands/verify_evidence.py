from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from policies.acknowledgments.evidence import verify
from policies.acknowledgments.models import Bundle


class Command(BaseCommand):
    help = "Check an evidence bundle, a ZIP file or its folder, and whether this portal made it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, **options: Any) -> None:
        try:
            found = verify.check(options["file"])
        except verify.MisfitError as misfit:
            raise CommandError(f"Does not fit: {misfit}") from misfit
        bundle = Bundle.objects.filter(manifest_sha256=found.manifest).first()
        self.stdout.write(verify.told(found, compared=True).rsplit("\n", 2)[0])
        if bundle is None:
            raise CommandError("Everything fits, but this portal has no record of such a bundle.")
        self.stdout.write(f"On record here as bundle {bundle.number}.")
