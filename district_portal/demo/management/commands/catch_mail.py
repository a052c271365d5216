from __future__ import annotations

import logging
import signal
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from district_portal.demo.sink import Sink


class Command(BaseCommand):
    help = "Take all mail on this machine and keep it for /outbox/; passes nothing on."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        logging.getLogger("mail.log").setLevel(logging.WARNING)
        ends = {signal.SIGTERM, signal.SIGINT}
        signal.pthread_sigmask(signal.SIG_BLOCK, ends)
        sink = Sink(settings.OUTBOX_DIR, port=options["port"])
        try:
            sink.start()
        except OSError as taken:
            raise CommandError(f"Port {options['port']} can't be opened: {taken}") from taken
        self.stdout.write(f"Mail for 127.0.0.1:{options['port']} goes to {settings.OUTBOX_DIR}")
        signal.sigwait(ends)
        sink.stop(no_assert=True)
