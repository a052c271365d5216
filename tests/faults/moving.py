"""The clock of a portal is moved on, for tests that can't wait a day."""

from __future__ import annotations

import datetime as dt
import time
from typing import TYPE_CHECKING

from tests.faults import moved_clock

if TYPE_CHECKING:
    from pathlib import Path


class Clock:
    """By so many seconds the clock of a portal is `ahead` of that of this machine.

    `environ` is what the portal is started with; its database keeps the time of this machine.
    """

    def __init__(self, file: Path) -> None:
        self.file, self.ahead = file, 0
        self.file.write_text(self._told())
        self.file.chmod(0o644)
        self.environ = {"PYTHONPATH": moved_clock.__path__[0], "CLOCK_AHEAD": str(file)}

    def go_on(self, seconds: int) -> None:
        """Move it."""
        self.ahead += seconds
        with self.file.open("r+") as file:
            file.write(self._told())

    def now(self) -> dt.datetime:
        """What it shows."""
        return dt.datetime.fromtimestamp(time.time() + self.ahead, dt.UTC)

    def _told(self) -> str:
        return f"{self.ahead:010}"
