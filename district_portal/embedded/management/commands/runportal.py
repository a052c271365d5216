import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from district_portal.embedded.answering import NotStartedError
from district_portal.embedded.places import PlaceError
from district_portal.embedded.postgres import ServerError
from district_portal.embedded.running import run_portal

_LARGEST_PORT = 65535


class Command(BaseCommand):
    help = "Runs the whole portal: database, broker, web, worker and clock. Ctrl-C ends it."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", default="8000", help="of 127.0.0.1, for the web")

    def handle(self, *_args: Any, port: str, **_options: Any) -> None:
        if not port.isdecimal() or not 0 < int(port) <= _LARGEST_PORT:
            self.stderr.write(f"PORT is {port!r}, and must be a number from 1 to {_LARGEST_PORT}.")
            sys.exit(1)
        try:
            run_portal(os.environ, port=int(port), say=self._say)
        except (NotStartedError, PlaceError, ServerError) as problem:
            self.stderr.write(str(problem))
            sys.exit(1)

    def _say(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()
