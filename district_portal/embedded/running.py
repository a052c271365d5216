"""The whole portal as one tree of processes, from an empty folder to a page that answers."""

from __future__ import annotations

import fcntl
import os
import signal
import time
from contextlib import ExitStack, contextmanager, suppress
from typing import IO, TYPE_CHECKING

from district_portal.embedded import borrowing
from district_portal.embedded.answering import (
    HOST,
    NotStartedError,
    free_port,
    listen,
    page_answers,
)
from district_portal.embedded.collecting import is_collected, note_collected
from district_portal.embedded.environment import needs_of
from district_portal.embedded.places import Places, find_places, make_places
from district_portal.embedded.postgres import STOP as POSTGRES_STOP
from district_portal.embedded.postgres import tail
from district_portal.embedded.processes import Mark, end
from district_portal.embedded.programs import Programs
from district_portal.embedded.supervising import Part, Supervisor
from district_portal.embedded.valkey import STOP as VALKEY_STOP

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

_PROGRAMS = ("web", "worker", "beat", "mail")
_SECONDS_TO_ANSWER = 300
"""A machine that does much besides takes minutes; a part that dies is told of at once."""
_DEATHS_AT_START = 3


class _ToldToEnd(BaseException):
    """Ends whatever is being done."""


class _Ear:
    """Hears Ctrl-C and its like; what is being done asks `check` between its steps.

    An exception out of the signal handler itself would be lost where Python ignores exceptions.
    """

    def __init__(self) -> None:
        self.told = False
        for heard in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(heard, self._hear)

    def check(self) -> None:
        if self.told:
            raise _ToldToEnd

    def _hear(self, _signum: int, _frame: object) -> None:
        self.told = True


def run_portal(environ: Mapping[str, str], *, port: int, say: Callable[[str], None]) -> None:
    """Start the portal on 127.0.0.1:`port`, keep it alive, and end it when told to.

    `environ` is what manage.py was given: `DATABASE_URL`, `DATABASE_OWNER_URL` and `REDIS_URL`
    replace the embedded servers, `DEMO=1` opens the demo district and keeps all mail on this
    machine. Raises NotStartedError, ServerError or PlaceError, after ending what was started.
    """
    places = find_places(environ)
    make_places(places)
    address = f"http://{HOST}:{port}"
    with _only_one(places, address), listen(port) as listener:
        told = environment_of_programs(environ, places, address)
        portal = _Portal(places, told, say, _Ear())
        with suppress(_ToldToEnd):
            try:
                notes = portal.start(listener, port)
                say(f"\nThe portal is ready: {_said(told['PORTAL_ADDRESS'], address)}\n\n{notes}")
                say(f"\nLogs: {_short(places.logs)}. Ctrl-C ends the portal.")
                portal.watch()
            finally:
                say("Ending the portal …")
                portal.stop()


def environment_of_programs(
    environ: Mapping[str, str], places: Places, address: str
) -> dict[str, str]:
    """What the portal's programs are told, except where the embedded servers are.

    Links lead to PORTAL_ADDRESS where it is set, else to `address`, whatever port that is.
    """
    told = {
        **environ,
        "PORTAL_ADDRESS": environ.get("PORTAL_ADDRESS", "").rstrip("/") or address,
        "BEAT_FILE": str(places.var / "beat"),
        "STATIC_ROOT": str(places.var / "static"),
        "PYTHONUNBUFFERED": "1",
    }
    if environ.get("DEMO") == "1":
        told |= {
            "PORTAL_ADDRESS": address,
            "HTTPS": "0",
            "TRUSTED_PROXIES": "0",
            "EMAIL_URL": f"smtp://{HOST}:{free_port()}",
            "BACKUP_DIR": environ.get("BACKUP_DIR") or str(places.var / "backups"),
            "BACKUP_HOUR": "0",
            "BACKUP_KEEP": "3",
        }
    return told


def _said(outside: str, here: str) -> str:
    return here if outside == here else f"{outside} (on this machine: {here})"


class _Portal:
    """One portal of this folder, being started, watched and ended."""

    def __init__(
        self, places: Places, environ: dict[str, str], say: Callable[[str], None], ear: _Ear
    ) -> None:
        self.places, self.environ, self.say, self.ear = places, environ, say, ear
        self.is_demo = environ.get("DEMO") == "1"
        self.supervisor = Supervisor(say)
        self.held = ExitStack()

    def start(self, listener: socket.socket, port: int) -> str:
        """Start everything in order and return when a page answers.

        Answers who can sign in to the demo district, or the token for a first set-up.
        """
        self._end_leftovers()
        self._start_servers()
        programs, notes = Programs(self.places, self.environ), ""
        self._do(programs, "Bringing the tables up to date …", "migrate", "--noinput")
        if self.is_demo:
            self.supervisor.add(programs.mail_catcher(_port_of(self.environ["EMAIL_URL"])))
            notes = self._do(programs, "Opening the demo district …", "open_demo_district")
        else:
            notes = self._do(
                programs, "Looking whether the district is set up …", "setup_token", "--if-needed"
            )
        collected = self.places.var / "static"
        if not is_collected(collected):
            self._do(programs, "Collecting stylesheets …", "collectstatic", "--noinput")
            note_collected(collected)
        self.say("Starting the web, the worker and the clock …")
        for part in (programs.web(listener), programs.worker(), programs.beat()):
            self.supervisor.add(part)
        self._wait_for_a_page(port)
        return notes

    def watch(self) -> None:
        """Keep everything alive, for ever."""
        while True:
            self._look_after(seconds=0.2)

    def stop(self) -> None:
        """End everything."""
        self.supervisor.stop()
        self.held.close()

    def _look_after(self, *, seconds: float) -> None:
        self.ear.check()
        self.supervisor.watch()
        time.sleep(seconds)

    def _end_leftovers(self) -> None:
        for name in _PROGRAMS:
            mark = Mark(self.places.run / f"{name}.json")
            if orphan := mark.identity():
                self.say(f"Ending the {name} process that an earlier run left behind.")
                end(orphan, by=signal.SIGTERM, patience=5)
            mark.clear()

    def _start_servers(self) -> None:
        needs = needs_of(self.environ)
        with self._take_over() as users:
            if needs.postgres:
                self.say("Starting the database …")
                if self.places.data_is_elsewhere:
                    self.say(f"The data lies in {self.places.data}.")
                postgres = borrowing.postgres_of(self.places)
                self._add_server("database", postgres, POSTGRES_STOP)
                borrowing.prepare_embedded(postgres)
            elif not self.environ.get("DATABASE_OWNER_URL"):
                raise NotStartedError(
                    "DATABASE_URL is set and DATABASE_OWNER_URL is not: the portal needs the "
                    "owner's role too, to bring the tables up to date."
                )
            if needs.valkey:
                self._add_server("broker", borrowing.valkey_of(self.places), VALKEY_STOP)
            self.environ.update(borrowing.urls_of(self.places, needs))
            self.held.enter_context(borrowing.share(users))

    @contextmanager
    def _take_over(self) -> Iterator[IO[bytes]]:
        try:
            with borrowing.take_over(self.places, patience=10) as users:
                yield users
        except borrowing.InUseError as used:
            raise NotStartedError(
                "A command of manage.py is at work on this folder's database: let it end first."
            ) from used

    def _add_server(self, name: str, server: borrowing.Server, stop_by: signal.Signals) -> None:
        part = Part(
            name,
            start=lambda: server.start(with_parent=True),
            stop_by=stop_by,
            patience=30,
            mark=server.mark,
            log=server.log,
            is_server=True,
        )
        self.supervisor.add(part)
        if part.process:
            server.wait_until_ready(part.process, meanwhile=self.ear.check)

    def _do(self, programs: Programs, words: str, *command: str) -> str:
        """Run one command to its end, keeping alive what already runs; answers what it said."""
        self.say(words)
        log = self.places.logs / f"{command[0]}.log"
        log.unlink(missing_ok=True)
        process = programs.task(*command)
        try:
            while process.poll() is None:
                self._look_after(seconds=0.05)
        finally:
            end(process, by=signal.SIGTERM, patience=10)
        if process.returncode:
            raise NotStartedError(
                f"`manage.py {command[0]}` failed.\n{tail(log)}\nAll of it: {log}"
            )
        return log.read_text(errors="replace")

    def _wait_for_a_page(self, port: int) -> None:
        deadline = time.monotonic() + _SECONDS_TO_ANSWER
        while not page_answers(port):
            self._look_after(seconds=0.1)
            for part in self.supervisor.parts:
                if part.early_deaths >= _DEATHS_AT_START:
                    raise NotStartedError(f"The {part.name} doesn't start.\n{tail(part.log)}")
            if time.monotonic() > deadline:
                log = self.places.logs / "web.log"
                raise NotStartedError(f"No page answered in {_SECONDS_TO_ANSWER} s.\n{tail(log)}")


@contextmanager
def _only_one(places: Places, address: str) -> Iterator[None]:
    with (places.run / "portal.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise NotStartedError(
                f"The portal of this folder already runs at {lock.read() or 'another address'}."
            ) from None
        lock.truncate(0)
        lock.write(address)
        lock.flush()
        yield
        lock.truncate(0)


def _port_of(url: str) -> int:
    return int(url.rpartition(":")[2])


def _short(path: Path) -> str:
    with suppress(ValueError):
        return str(path.relative_to(os.getcwd()))  # noqa: PTH109 - where the person stands
    return str(path)
