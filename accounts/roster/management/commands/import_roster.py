import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from accounts.roster import applying, bringing, matching, reporting
from accounts.roster.holding_still import hold_the_roster
from accounts.roster.models import Run
from accounts.roster.oneroster import package, supplementing
from accounts.roster.oneroster.distilling import distil, distil_files
from accounts.roster.reading import Sheet, read
from accounts.roster.reading.table import UnreadableSheetError
from district_portal.district.current import today


class Command(BaseCommand):
    help = (
        "Bring the roster into line with HR sheets (CSV or XLSX), or add what a OneRoster zip or "
        "folder has beside them: all of it, or nothing."
    )

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
        files, sheets = self.read(options["files"])
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

    def read(self, paths: list[Path]) -> tuple[list[bringing.File], list[Sheet]]:
        """What the files hold; OneRoster comes alone, and without what must not be stored."""
        files = [self.open(path) for path in paths]
        self.is_oneroster = any(package.is_package(file.content) for file in files)
        if self.is_oneroster and len(files) > 1:
            raise CommandError("Bring in a OneRoster export by itself.")
        if self.is_oneroster:
            return files, [supplementing.read(files[0].content, on=today())]
        known = matching.recall()
        return files, [read(file.content, name=file.name, matching=known) for file in files]

    def open(self, path: Path) -> bringing.File:
        try:
            if path.is_dir():
                return bringing.File(path.name, distil_files(package.open_folder(path)))
            content = path.read_bytes()
            if package.is_package(content):
                content = distil(content)
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error
        except UnreadableSheetError as error:
            raise CommandError(f"{path}: {error}") from error
        return bringing.File(path.name, content)

    def bring(
        self, files: list[bringing.File], sheets: list[Sheet], options: dict[str, Any]
    ) -> Run:
        """The difference, shown; a run with problems raises CommandError, so that none stays."""
        run = bringing.bring(
            files,
            source=Run.Source.COMMAND,
            by=None,
            kind=Run.Kind.ONEROSTER if self.is_oneroster else Run.Kind.SHEET,
            whole=not self.is_oneroster,
        )
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
