"""The embedded servers as a command sees them: used if they run, else started for its time.

Whoever uses them holds a shared lock; the last to leave stops them. `make run` holds one too, so
that a command never stops the servers under the portal, nor one command under another.
"""

from __future__ import annotations

import fcntl
import os
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, TypeAlias
from urllib.parse import quote

from district_portal.embedded import roles
from district_portal.embedded.places import Places, make_places
from district_portal.embedded.postgres import SUPERUSER, PostgresServer
from district_portal.embedded.processes import Mark
from district_portal.embedded.valkey import ValkeyServer

if TYPE_CHECKING:
    from collections.abc import Iterator


Server: TypeAlias = PostgresServer | ValkeyServer


@dataclass(frozen=True)
class Needs:
    """Which of the two servers a portal can't find elsewhere."""

    postgres: bool
    valkey: bool


class InUseError(Exception):
    """Somebody else uses the servers of this folder."""


def postgres_of(places: Places) -> PostgresServer:
    """The embedded PostgreSQL of a portal."""
    mark = Mark(places.run / "postgres.json")
    sockets = Path((mark.read() or {}).get("sockets", places.sockets / "postgres"))
    return PostgresServer(places.data / "postgres", sockets, places.logs / "postgres.log", mark)


def valkey_of(places: Places) -> ValkeyServer:
    """The embedded Valkey of a portal."""
    mark = Mark(places.run / "valkey.json")
    socket = Path((mark.read() or {}).get("socket", places.sockets / "valkey" / "s"))
    return ValkeyServer(places.data / "valkey", socket, places.logs / "valkey.log", mark)


def urls_of(places: Places, needs: Needs) -> dict[str, str]:
    """The environment that leads to the embedded servers."""
    found = {}
    if needs.postgres:
        sockets = str(postgres_of(places).sockets)
        found["DATABASE_URL"] = roles.socket_url(sockets, role=roles.PORTAL)
        found["DATABASE_OWNER_URL"] = roles.socket_url(sockets, role=roles.OWNER)
    if needs.valkey:
        found["REDIS_URL"] = f"unix://{quote(str(valkey_of(places).socket))}?db=0"
    return found


def disposal_url(places: Places) -> str:
    """The way of the disposal run into the embedded database; nothing else is told of it."""
    return roles.socket_url(str(postgres_of(places).sockets), role=roles.DISPOSAL)


def prepare_embedded(server: PostgresServer) -> None:
    """Make the roles and the database on the embedded server, where they are missing."""
    admin = roles.socket_url(str(server.sockets), role=SUPERUSER, database="postgres")
    roles.prepare_database(admin, random_passwords=False)


@contextmanager
def borrow(places: Places, needs: Needs) -> Iterator[dict[str, str]]:
    """The environment that leads to running servers, for as long as the block lasts.

    Raises ServerError or PlaceError.
    """
    make_places(places)
    with ExitStack() as stack:
        with _turn(places):
            users = stack.enter_context(_users(places))
            fcntl.flock(users, fcntl.LOCK_SH)
            try:
                _start_missing(places, needs)
            except BaseException:
                _leave(places, users)
                raise
            found = urls_of(places, needs)
        try:
            yield found
        finally:
            with _turn(places):
                _leave(places, users)


@contextmanager
def take_over(places: Places, *, patience: float) -> Iterator[IO[bytes]]:
    """Be the only one who starts and stops servers here; in the block, stop those left running.

    Yields the lock, of which `share` makes one that lasts. Raises InUseError when a command
    still uses the servers after `patience` seconds.
    """
    with _turn(places), _users(places) as users:
        deadline = time.monotonic() + patience
        while not _only_user(users):
            if time.monotonic() > deadline:
                raise InUseError
            time.sleep(0.1)
        stop_running(places)
        yield users


def share(users: IO[bytes]) -> IO[bytes]:
    """From now on others may use the servers; until the answer is closed nobody stops them."""
    fcntl.flock(users, fcntl.LOCK_SH)
    return os.fdopen(os.dup(users.fileno()), "r+b")


def stop_running(places: Places) -> None:
    """Stop whatever embedded servers of this portal run."""
    postgres, valkey = postgres_of(places), valkey_of(places)
    if process := postgres.mark.identity():
        postgres.stop(process)
    if process := valkey.mark.identity():
        valkey.stop(process)


def _start_missing(places: Places, needs: Needs) -> None:
    postgres, valkey = postgres_of(places), valkey_of(places)
    if needs.postgres and not _settles(postgres):
        process = postgres.start(with_parent=False)
        postgres.wait_until_ready(process)
        prepare_embedded(postgres)
    if needs.valkey and not _settles(valkey):
        valkey.wait_until_ready(valkey.start(with_parent=False))


def _settles(server: Server, *, seconds: float = 20) -> bool:
    """Whether a running server answers; one that does not is stopped, so that ours may start."""
    deadline = time.monotonic() + seconds
    while process := server.mark.identity():
        if server.answers():
            return True
        if time.monotonic() > deadline:
            server.stop(process)
        time.sleep(0.05)
    return False


def _leave(places: Places, users: IO[bytes]) -> None:
    if _only_user(users):
        stop_running(places)


def _only_user(users: IO[bytes]) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _users(places: Places) -> IO[bytes]:
    return _open(places.run / "users.lock")


@contextmanager
def _turn(places: Places) -> Iterator[None]:
    """One at a time, for the moments in which servers are started or stopped."""
    with _open(places.run / "turn.lock") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _open(path: Path) -> IO[bytes]:
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b")
