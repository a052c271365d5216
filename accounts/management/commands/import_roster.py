import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.roster.applying import ProblemsError, TooManyLeaveError, apply
from accounts.roster.comparing import Difference, compare
from accounts.roster.reading import read


class Command(BaseCommand):
    help = "Bring the roster into line with an HR sheet (CSV): all of it, or nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="show the difference only")
        parser.add_argument("--json", type=Path, metavar="FILE", help="write the difference there")
        parser.add_argument(
            "--most-leaving", type=int, metavar="N", help="how many people may leave by this run"
        )

    def handle(self, **options: Any) -> None:
        try:
            sheet = read(options["file"].read_bytes())
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from error
        difference = compare(sheet)
        self.show(difference)
        if options["json"]:
            text = json.dumps(difference.as_json(), indent=1, ensure_ascii=False)
            options["json"].write_text(text, encoding="utf-8")
        if difference.problems:
            raise CommandError(f"{len(difference.problems)} problems; nothing was written.")
        if options["dry_run"]:
            self.stdout.write("Nothing was written (dry run).")
            return
        try:
            apply(sheet, by=None, most_leaving=options["most_leaving"])
        except ProblemsError as error:
            raise CommandError(f"{error}; nothing was written.") from error
        except TooManyLeaveError as error:
            raise CommandError(
                f"{error.leaving} people are not in the sheet and would leave; nothing was "
                f"written. If that is right, say --most-leaving {error.leaving}."
            ) from error
        self.stdout.write("The roster is up to date.")

    def show(self, difference: Difference) -> None:
        for problem in difference.problems:
            self.stderr.write(str(problem))
        for entry in difference.added:
            self.stdout.write(f"+ {entry.number} {entry.first_name} {entry.last_name}")
        for change in difference.changed:
            told = ", ".join(
                f"{column}: {old or '–'} → {new or '–'}"
                for column, (old, new) in change.columns.items()
            )
            self.stdout.write(f"~ {change.entry.number} {change.person}: {told}")
        for person in difference.left:
            self.stdout.write(f"- {person.number} {person}")
        for place in difference.new_places:
            self.stdout.write(f"+ place {place}")
        self.stdout.write(
            f"{len(difference.added)} added, {len(difference.changed)} changed, "
            f"{len(difference.left)} left, {difference.unchanged} unchanged."
        )
