"""Programs that the portal starts, named by process id and start time."""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from district_portal.embedded.places import SERVICE_UID

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_PR_SET_PDEATHSIG = 1
_LINUX = sys.platform == "linux"
_LARGEST_LOG = 10_000_000  # bytes


@dataclass(frozen=True)
class Identity:
    """A process; `started` tells it from a later one that was given the same number."""

    pid: int
    started: str

    @classmethod
    def of(cls, pid: int) -> Identity:
        """The identity of a process of ours that was just started."""
        return cls(pid=pid, started=started_at(pid) or "gone")

    @property
    def alive(self) -> bool:
        """Whether this very process still runs."""
        return started_at(self.pid) == self.started


Process: TypeAlias = "Identity | subprocess.Popen[bytes]"


def started_at(pid: int) -> str | None:
    """When the process was started, in words that only compare; None if it doesn't run."""
    if not _LINUX:
        asked = subprocess.run(
            ["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False
        )
        return asked.stdout.strip() or None
    try:
        state, *fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    except (OSError, ValueError):
        return None
    return None if state in {"Z", "X"} else f"{boot} {fields[18]}"


def spawn(
    arguments: Sequence[str | Path],
    *,
    env: Mapping[str, str],
    cwd: Path,
    log: Path | None = None,
    as_service: bool = False,
    ended_with_parent_by: signal.Signals | None = None,
    pass_fds: Sequence[int] = (),
) -> subprocess.Popen[bytes]:
    """Start a program in its own session, its output appended to `log`.

    `as_service` drops root's rights. `ended_with_parent_by` is sent to it by the kernel (Linux
    only) when the calling thread ends, however that happens; call from the main thread then.
    """
    if log and log.exists() and log.stat().st_size > _LARGEST_LOG:
        log.replace(log.with_suffix(".log.1"))
    service = SERVICE_UID if as_service else None
    with log.open("ab") if log else contextlib.nullcontext() as output:
        return subprocess.Popen(
            arguments,
            env=env,
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT if output else None,
            start_new_session=True,
            pass_fds=pass_fds,
            preexec_fn=_tie_to_parent(ended_with_parent_by),  # noqa: PLW1509 - one thread only
            user=service,
            group=service,
            extra_groups=[] if as_service else None,
        )


def end(process: Process, *, by: signal.Signals, patience: float) -> None:
    """End a process by a signal, as `await_end` says."""
    signal_to(process, by)
    await_end(process, patience=patience)


def signal_to(process: Process, by: signal.Signals) -> None:
    """Send a signal to a process, if it still runs."""
    if _runs(process):
        with contextlib.suppress(ProcessLookupError):
            os.kill(process.pid, by)


def await_end(process: Process, *, patience: float) -> None:
    """Wait until a process is gone; after `patience` seconds, or then, kill its whole group."""
    deadline = time.monotonic() + patience
    while _runs(process) and time.monotonic() < deadline:
        time.sleep(0.02)
    kill_group(process.pid)
    while _runs(process):
        time.sleep(0.02)


def kill_group(leader: int) -> None:
    """Kill what is left of the group that a process of ours led, itself included."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)


@dataclass(frozen=True)
class Mark:
    """A file that says which process plays a part, for whoever comes later."""

    path: Path

    def write(self, pid: int, **facts: str) -> Identity:
        """Note that `pid` plays the part, with whatever else a later reader needs."""
        identity = Identity.of(pid)
        fresh = self.path.with_suffix(".new")
        fresh.write_text(json.dumps({**asdict(identity), "place": str(self.path), **facts}))
        fresh.replace(self.path)
        return identity

    def read(self) -> dict[str, str] | None:
        """The facts, if the process they speak of still runs; None else."""
        try:
            facts = json.loads(self.path.read_text())
        except (OSError, ValueError):
            return None
        if facts.get("place") != str(self.path):
            return None  # copied here together with its folder: it speaks of another portal
        return facts if Identity(int(facts["pid"]), facts["started"]).alive else None

    def identity(self) -> Identity | None:
        """The process that plays the part now, if any."""
        facts = self.read()
        return Identity(int(facts["pid"]), facts["started"]) if facts else None

    def clear(self) -> None:
        """Forget it."""
        self.path.unlink(missing_ok=True)


def _tie_to_parent(by: signal.Signals | None) -> Callable[[], None] | None:
    if by is None or not _LINUX:
        return None
    parent, prctl = os.getpid(), ctypes.CDLL(None).prctl

    def tie() -> None:
        prctl(_PR_SET_PDEATHSIG, int(by))
        if os.getppid() != parent:
            os._exit(1)

    return tie


def _runs(process: Process) -> bool:
    return process.alive if isinstance(process, Identity) else process.poll() is None
