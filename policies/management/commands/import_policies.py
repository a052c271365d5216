import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from policies import storing
from policies.importing import Parsed, UnreadableFile, parse
from policies.importing.kinds import SUFFIXES
from policies.models import Version
from policies.publication import publishing

NOTHING = "Nothing was stored."


class Command(BaseCommand):
    help = "Read policies from Word, PDF, text or Markdown: show what was found, or take them in."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="*", metavar="PATH", help="a file, or a folder of files")
        parser.add_argument(
            "--parse-only", action="store_true", help="print what was found; needs no database"
        )
        parser.add_argument(
            "--json", nargs="?", const="", metavar="FILE", help="write the JSON there instead"
        )
        parser.add_argument(
            "--publish", action="store_true", help="publish each text as the version in force"
        )
        parser.add_argument("--code", default="", help="for a text that prints no code of its own")
        parser.add_argument("--summary", default="", help="what changed, for a next version")
        parser.add_argument(
            "--revision",
            choices=Version.Revision.values,
            default=Version.Revision.SUBSTANTIVE.value,
            help="the kind of revision, for a next version",
        )
        parser.add_argument(
            "--sign-again",
            choices=["everyone", "nobody"],
            default="everyone",
            help="who must sign the next version",
        )

    def handle(self, **options: Any) -> None:
        target, paths = options["json"] or "", options["paths"]
        if Path(target).suffix.lower() in SUFFIXES:  # a text to read, never one to write over
            target, paths = "", [target, *paths]
        if not paths:
            raise CommandError("Name a file or a folder to read.")
        files = list(_files(paths))
        if options["parse_only"]:
            self._show(files, target)
        else:
            self._take_in(files, options)

    def _show(self, files: list[Path], target: str) -> None:
        """Print what was found in each file as one JSON array; then tell what can't be read."""
        found: list[Parsed] = []
        refusals: list[str] = []
        for file in files:
            try:
                found.append(parse(file))
            except UnreadableFile as refused:
                refusals.append(f"{file}: {refused}")
        text = json.dumps([parsed.as_json() for parsed in found], ensure_ascii=False, indent=1)
        if target:
            Path(target).write_text(f"{text}\n", encoding="utf-8")
        else:
            self.stdout.write(text)
        if refusals:
            raise CommandError("\n".join(refusals))

    def _take_in(self, files: list[Path], options: dict[str, Any]) -> None:
        if options["code"] and len(files) > 1:
            raise CommandError("--code is for one file at a time.")
        try:
            outcomes = storing.take_in(
                [_reading(file) for file in files],
                by=None,
                publish=options["publish"],
                code=options["code"],
                summary=options["summary"],
                revision=options["revision"],
                asks_again=options["sign_again"],
            )
        except publishing.NotReadyError as refused:
            raise CommandError("\n".join([*refused.problems, NOTHING])) from refused
        for outcome in outcomes:
            self.stdout.write(f"{outcome.name}: {_said(outcome)}")


def _reading(file: Path) -> storing.Reading:
    try:
        return storing.read(file.read_bytes(), name=file.name)
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror}\n{NOTHING}") from error
    except UnreadableFile as refused:
        raise CommandError(f"{file}: {refused}\n{NOTHING}") from refused


def _said(outcome: storing.Outcome) -> str:
    if outcome.version:
        return f"published as {outcome.version}"
    if outcome.draft:
        return f"a draft to check: {outcome.draft}"
    return f"unchanged, the same text as {outcome.unchanged}"


def _files(paths: list[str]) -> Iterator[Path]:
    """Yield the files named, and those of the kinds that can be read in each folder named."""
    for name in paths:
        path = Path(name)
        if path.is_dir():
            yield from sorted(file for file in path.iterdir() if file.suffix.lower() in SUFFIXES)
        else:
            yield path
