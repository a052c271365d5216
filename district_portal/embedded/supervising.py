"""Parts that are kept alive: a part that dies is started again, slower when it keeps dying."""

from __future__ import annotations

import signal
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from district_portal.embedded.postgres import ServerError
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
        """Look once after every part, and start again what is due; answers which had died."""
        now = time.monotonic()
        died = [part for part in self.parts if part.process and part.process.poll() is not None]
        for part in died:
            self._bury(part, now)
        for part in self.parts:
            if part.process is None and now >= part.again_at:
                self._start_again(part, now)
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

    def _start_again(self, part: Part, now: float) -> None:
        try:
            self._start(part)
        except (OSError, ServerError) as refused:
            part.early_deaths += 1
            part.again_at = now + _pause(part)
            self.say(f"{part.name}: {refused}; tried again in {_pause(part):.0f} s.")

    def _bury(self, part: Part, now: float) -> None:
        if not part.process:
            return
        kill_group(part.process.pid)
        code = part.process.returncode
        how = f"killed by {signal.Signals(-code).name}" if code < 0 else f"ended with code {code}"
        part.process = None
        part.early_deaths = part.early_deaths + 1 if now - part.started < _SHORT_LIFE else 0
        part.again_at = now + _pause(part)
        when = f"started again in {_pause(part):.0f} s" if _pause(part) else "started again"
        self.say(f"{part.name}: {how}; {when}. Its log: {part.log}")


def _pause(part: Part) -> float:
    """Seconds to wait before a part is started again."""
    return 0 if part.early_deaths <= 1 else min(_LONGEST_PAUSE, 0.5 * 2**part.early_deaths)
