import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from accounts.roster import applying, bringing, matching, reporting
from accounts.roster.carrying_out import hold_the_roster
from accounts.roster.models import Run
from accounts.roster.reading import Sheet, read


class Command(BaseCommand):
    help = "Bring the roster into line with HR sheets (CSV or XLSX): all of it, or nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", type=Path, nargs="+", metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="show the difference only")
        parser.add_argument("--json", type=Path, metavar="FILE", help="write the difference there")
        parser.add_argument(
            "--most-leaving",
            type=int,
            metavar="N",
            help="let so many people leave without asking a second person",
        )

    def handle(self, **options: Any) -> None:
        files = [self.open(path) for path in options["files"]]
        known = matching.recall()
        sheets = [read(file.content, name=file.name, matching=known) for file in files]
        if options["dry_run"]:
            with transaction.atomic():
                self.bring(files, sheets, options)
                transaction.set_rollback(True)
            self.stdout.write("Nothing was written (dry run).")
            return
        with transaction.atomic():
            hold_the_roster()
            run = self.bring(files, sheets, options)
            run = applying.apply(run, by=None, most_leaving=options["most_leaving"], compared=True)
        if run.state == Run.State.TO_BE_CONFIRMED:
            raise CommandError(
                f"{run.left} people are not in the sheet and would leave; nothing was written. "
                f"Somebody who may import a roster confirms it in the portal, or say "
                f"--most-leaving {run.left}."
            )
        if run.state != Run.State.APPLIED:
            raise CommandError("Nothing was written: look at the sheet in the portal.")
        self.stdout.write("The roster is up to date.")

    def open(self, path: Path) -> bringing.File:
        try:
            return bringing.File(path.name, path.read_bytes())
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error

    def bring(
        self, files: list[bringing.File], sheets: list[Sheet], options: dict[str, Any]
    ) -> Run:
        """The difference, shown; a run with problems raises CommandError, so that none stays."""
        run = bringing.bring(files, source=Run.Source.COMMAND, by=None)
        bringing.look(run, sheets)
        for line in reporting.lines(run):
            out = self.stderr if line.startswith("Row ") or ": Row " in line else self.stdout
            out.write(line)
        if options["json"]:
            text = json.dumps(reporting.as_json(run), indent=1, ensure_ascii=False)
            options["json"].write_text(text, encoding="utf-8")
        if run.problems:
            raise CommandError(f"{run.problems} problems; nothing was written.")
        return run
