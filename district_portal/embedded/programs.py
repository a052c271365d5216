"""The programs above the servers: web, worker, beat, and in the demo the catcher of mail."""

from __future__ import annotations

import signal
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from district_portal.embedded.places import PROJECT, Places
from district_portal.embedded.processes import Mark, spawn
from district_portal.embedded.supervising import Part

if TYPE_CHECKING:
    import socket
    import subprocess
    from collections.abc import Mapping, Sequence

MANAGE = str(PROJECT / "manage.py")
_CELERY = ("-m", "celery", "-A", "district_portal.celery", "--workdir", str(PROJECT))

ALONE = ("--without-gossip", "--without-mingle", "--without-heartbeat")
"""A worker tells no other worker of itself: to do so it would wait for a broker that is gone, for
ever where the whole portal was killed."""


@dataclass(frozen=True)
class Programs:
    """What the programs have in common: where they note things, and their environment."""

    places: Places
    environ: Mapping[str, str]

    def web(self, listener: socket.socket) -> Part:
        """The pages. The supervisor keeps the port, so a visitor waits out a restart."""
        arguments = [
            *("-m", "gunicorn", "district_portal.wsgi:application"),
            *("--bind", f"fd://{listener.fileno()}", "--no-control-socket"),
            *("--workers", "2", "--worker-class", "gthread", "--threads", "4"),
            *("--graceful-timeout", "8", "--timeout", "60"),
        ]
        return self._part("web", arguments, patience=10, pass_fds=[listener.fileno()])

    def worker(self) -> Part:
        """Mail, reminders and long work."""
        arguments = [
            *(*_CELERY, "worker", "--concurrency", "2", "--loglevel", "INFO"),
            *ALONE,
            *("--hostname", "portal@%h"),
        ]
        return self._part("worker", arguments, patience=15, with_parent=signal.SIGQUIT)

    def beat(self) -> Part:
        """The clock that wakes the worker."""
        schedule = self.places.var / "beat"
        arguments = [*_CELERY, "beat", "--schedule", str(schedule), "--pidfile="]
        return self._part("beat", arguments, patience=5)

    def mail_catcher(self, port: int) -> Part:
        """A mail server on this machine that keeps all mail for /outbox/."""
        return self._part("mail", [MANAGE, "catch_mail", "--port", str(port)], patience=5)

    def task(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start a command of `manage.py` that ends by itself; its words go to its own log."""
        return spawn(
            [sys.executable, MANAGE, *arguments],
            env=self.environ,
            cwd=PROJECT,
            log=self.places.logs / f"{arguments[0]}.log",
            ended_with_parent_by=signal.SIGTERM,
        )

    def _part(
        self,
        name: str,
        arguments: Sequence[str],
        *,
        patience: float,
        with_parent: signal.Signals = signal.SIGTERM,
        pass_fds: Sequence[int] = (),
    ) -> Part:
        log = self.places.logs / f"{name}.log"

        mark = Mark(self.places.run / f"{name}.json")

        def start() -> subprocess.Popen[bytes]:
            process = spawn(
                [sys.executable, *arguments],
                env=self.environ,
                cwd=PROJECT,
                log=log,
                ended_with_parent_by=with_parent,
                pass_fds=pass_fds,
            )
            mark.write(process.pid)
            return process

        return Part(name, start, signal.SIGTERM, patience, mark, log)
