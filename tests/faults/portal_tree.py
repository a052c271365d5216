"""A whole portal of its own, started as `make run` starts it, for tests that kill its parts."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

from district_portal.embedded.borrowing import stop_running
from district_portal.embedded.places import PROJECT, find_places
from district_portal.embedded.processes import Mark
from tests.visitor import Visitor

PARTS = ("postgres", "valkey", "web", "worker", "beat")
ENOUGH = 180  # seconds
_FIRST = 600  # seconds; the first start makes the tables, beside whatever else the machine does


class PortalTree:
    """The tree over one data folder; `environ` adds to what `manage.py runportal` is given."""

    def __init__(self, var, *, port=None, **environ):
        dropped = ("DATABASE", "REDIS", "PORTAL", "PYTEST", "DJANGO", "SECRET", "EMAIL", "DEMO")
        kept = {k: v for k, v in os.environ.items() if not k.startswith(dropped)}
        self.environ = {
            **kept,
            "PORTAL_VAR": str(var),
            "DJANGO_SETTINGS_MODULE": "district_portal.settings.production",
            "HTTPS": "0",
            **environ,
        }
        self.places = find_places(self.environ)
        self.port = port or free_port()
        self.output = Path(f"{var}-output-{self.port}.txt")
        self.process = None

    def visitor(self) -> Visitor:
        """Somebody at a browser of their own, not signed in yet."""
        return Visitor(f"http://127.0.0.1:{self.port}")

    def start(self):
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, PROJECT / "manage.py", "runportal", "--port", str(self.port)],
                env=self.environ,
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        return self

    def started(self):
        self.start()
        self.wait_until_ready()
        return self

    def wait_until_ready(self):
        self.wait_until(lambda: "The portal is ready" in self.said(), seconds=_FIRST)

    def said(self):
        """What the terminal shows since the last start."""
        return self.output.read_text()

    def pid(self, part):
        """The process that plays a part now, or None."""
        identity = Mark(self.places.run / f"{part}.json").identity()
        return identity.pid if identity else None

    def serves(self):
        """Whether the web answers within 10 s, and not with an error of its own."""
        asking = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            asking.request("GET", "/")
            return asking.getresponse().status < http.client.INTERNAL_SERVER_ERROR
        except (OSError, http.client.HTTPException):
            return False
        finally:
            asking.close()

    def manage(self, *arguments):
        return subprocess.run(
            [sys.executable, PROJECT / "manage.py", *arguments],
            env=self.environ,
            capture_output=True,
            text=True,
            check=False,
        )

    def wait_until(self, condition, seconds=ENOUGH, look=0.1):
        """Ask again each `look` seconds until it is so, for so many seconds at most."""
        deadline = time.monotonic() + seconds
        while not condition():
            if self.process and self.process.poll() not in (None, 0, -signal.SIGKILL):
                raise AssertionError(f"the portal ended:\n{self.said()}")
            assert time.monotonic() < deadline, self.said()
            time.sleep(look)

    def processes(self):
        """All processes of this portal, children of children included."""
        return [pid for pid in all_processes() if self._is_ours(pid)]

    def end(self, by=signal.SIGINT):
        self.process.send_signal(by)
        return self.process.wait(ENOUGH)

    @contextmanager
    def without(self, part, *, seconds):
        """While the block lasts, so many seconds at least, a part is killed and not started again.

        The supervisor, which would start it again at once, is halted meanwhile.
        """
        self.process.send_signal(signal.SIGSTOP)
        os.kill(self.pid(part), signal.SIGKILL)
        end = time.monotonic() + seconds
        try:
            yield
            time.sleep(max(0.0, end - time.monotonic()))
        finally:
            self.process.send_signal(signal.SIGCONT)

    def clean(self):
        if self.process and self.process.poll() is None:
            self.end()
        if self.places.run.exists():
            stop_running(self.places)

    def _is_ours(self, pid):
        try:
            environ = Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
            arguments = Path(f"/proc/{pid}/cmdline").read_bytes()
            folder = Path(f"/proc/{pid}/cwd").readlink()
        except OSError:
            return False
        here = os.fsencode(self.places.var)
        marked = b"PORTAL_VAR=" + here in environ or here in arguments
        return marked or folder.is_relative_to(self.places.data)


def all_processes():
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if folder.joinpath("stat").read_text().rpartition(")")[2].split()[0] != "Z":
                yield int(folder.name)
        except OSError:
            continue


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
