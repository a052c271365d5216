"""Parts that are kept alive: a part that dies is started again, slower when it keeps dying."""

from __future__ import annotations

import signal
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from district_portal.embedded.processes import await_end, kill_group, signal_to

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    from district_portal.embedded.processes import Mark

_SHORT_LIFE = 20.0
"""Seconds; a part that lived longer is started again at once."""
_LONGEST_PAUSE = 30.0


@dataclass
class Part:
    """One program of the portal and how to start it. `patience`: seconds it may take to end."""

    name: str
    start: Callable[[], subprocess.Popen[bytes]]
    stop_by: signal.Signals
    patience: float
    mark: Mark
    log: Path
    is_server: bool = False
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    early_deaths: int = 0
    again_at: float = 0.0


@dataclass
class Supervisor:
    """Starts parts, starts them again, and ends them in the reverse order."""

    say: Callable[[str], None]
    parts: list[Part] = field(default_factory=list)

    def add(self, part: Part) -> None:
        """Start a part and watch it from now on."""
        self.parts.append(part)
        self._start(part)

    def watch(self) -> list[Part]:
        """Look once after every part, start again what is due; answers which had died."""
        now = time.monotonic()
        died = [part for part in self.parts if part.process and part.process.poll() is not None]
        for part in died:
            self._bury(part, now)
        for part in self.parts:
            if part.process is None and now >= part.again_at:
                self._start(part)
        return died

    def stop(self) -> None:
        """End all parts: what works on the servers together, then the servers, newest first."""
        running = [(part, part.process) for part in reversed(self.parts) if part.process]
        for part, process in running:
            if not part.is_server:
                signal_to(process, part.stop_by)
        for part, process in running:
            if part.is_server:
                signal_to(process, part.stop_by)
            await_end(process, patience=part.patience)
            part.process = None
            part.mark.clear()

    def _start(self, part: Part) -> None:
        part.process = part.start()
        part.started = time.monotonic()

    def _bury(self, part: Part, now: float) -> None:
        if not part.process:
            return
        kill_group(part.process.pid)
        code = part.process.returncode
        how = f"killed by {signal.Signals(-code).name}" if code < 0 else f"ended with code {code}"
        part.process = None
        part.early_deaths = part.early_deaths + 1 if now - part.started < _SHORT_LIFE else 0
        pause = 0 if part.early_deaths <= 1 else min(_LONGEST_PAUSE, 0.5 * 2**part.early_deaths)
        part.again_at = now + pause
        when = f"started again in {pause:.0f} s" if pause else "started again"
        self.say(f"{part.name}: {how}; {when}. Its log: {part.log}")
