from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from district_portal.records import connecting, disposing
from district_portal.records.kinds import named


class Command(BaseCommand):
    help = (
        "Disposes of the records of confirmed runs, each whole or not at all, after looking at "
        "every gate once more. Works as the database's role for disposal "
        "(DATABASE_DISPOSAL_URL). Safe to repeat: it goes on where it was stopped. Of "
        "confidential records it says nothing, for one may be about whoever reads it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would go and what would stay"
        )

    def handle(self, *_args: Any, dry_run: bool, **_options: Any) -> None:
        gone = stays = 0
        try:
            with connecting.as_disposal():
                for result in disposing.dispose(dry_run=dry_run):
                    kind = named(result.item.kind)
                    if kind.is_secret:
                        continue
                    name = kind.title_of(result.item.name)
                    if result.gone:
                        gone += 1
                        self.stdout.write(f"{name}: {'would go' if dry_run else 'gone'}")
                    else:
                        stays += 1
                        self.stdout.write(f"{name}: stays ({'; '.join(result.why)})")
        except connecting.NoWayInError as missing:
            raise CommandError(
                "Set DATABASE_DISPOSAL_URL: it leads to the role for disposal, which alone may "
                "delete records. `prepare_database` prints it."
            ) from missing
        self.stdout.write(f"{gone} {'would go' if dry_run else 'gone'}, {stays} stay.")
        self.stdout.write(
            "Confidential records are neither named nor counted here: the pages of the disposals "
            "say what became of them, to those who may know."
        )
