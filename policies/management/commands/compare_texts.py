import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from policies.comparing import compare
from policies.importing import UnreadableFile, parse


class Command(BaseCommand):
    help = "Align two texts clause by clause and show, as JSON, what changed in each."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("old", metavar="OLD")
        parser.add_argument("new", metavar="NEW")
        parser.add_argument("--json", metavar="FILE", help="write there instead of to the terminal")

    def handle(self, **options: Any) -> None:
        try:
            old, new = (parse(options[side]).nodes for side in ("old", "new"))
        except UnreadableFile as refused:
            raise CommandError(str(refused)) from refused
        text = json.dumps(compare(old, new), ensure_ascii=False, indent=1)
        if options["json"]:
            Path(options["json"]).write_text(f"{text}\n", encoding="utf-8")
        else:
            self.stdout.write(text)
