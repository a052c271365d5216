"""What a command of `manage.py` finds in its environment: which database, as which role.

`DATABASE_URL` (as `portal`), `DATABASE_OWNER_URL` (as `portal_owner`) and `REDIS_URL` name a
district's own servers. What is missing is taken from the embedded ones.
"""

from __future__ import annotations

import base64
import os
import secrets
import signal
import sys
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING

from district_portal.embedded.borrowing import Needs, borrow, disposal_url
from district_portal.embedded.places import Places, find_places, make_places

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, MutableMapping, Sequence
    from pathlib import Path

OWNER_COMMANDS = frozenset(
    {
        "createcachetable",
        "flush",
        "inspectdb",
        "makemigrations",
        "migrate",
        "optimizemigration",
        "pgtrigger",
        "restore",
        "showmigrations",
        "sqlflush",
        "sqlmigrate",
        "sqlsequencereset",
        "squashmigrations",
    }
)
"""These define or empty tables, or look at how that stands: they connect as the owner."""

DISPOSAL_COMMAND = "dispose_records"
"""This one, and no other, is told how the role for disposal connects."""

SERVERLESS_COMMANDS = frozenset(
    {
        "--help",
        "--version",
        "-h",
        "catch_mail",
        "check",
        "collectstatic",
        "compare_texts",
        "compilemessages",
        "diffsettings",
        "findstatic",
        "help",
        "make_backup_key",
        "makemessages",
        "prepare_database",
        "runportal",
        "sendtestemail",
        "startapp",
        "startproject",
        "version",
    }
)
"""These need no server, or look after the servers themselves."""

KEEP_A_COPY = (
    "Without this key nobody can read a concern again. Keep a copy elsewhere, apart from backups."
)

NOWHERE: Mapping[str, str] = {
    "DATABASE_URL": "postgres://portal@/portal?host=/nowhere",
    "REDIS_URL": "unix:///nowhere?db=0",
}
"""What a command without servers is told, so that settings needn't know the difference."""


def needs_of(environ: Mapping[str, str]) -> Needs:
    """Which servers `environ` doesn't name."""
    return Needs(
        postgres=environ.get("DATABASE_URL", "") in {"", NOWHERE["DATABASE_URL"]},
        valkey=environ.get("REDIS_URL", "") in {"", NOWHERE["REDIS_URL"]},
    )


def needs_servers(arguments: Sequence[str]) -> bool:
    """Whether `manage.py` with these arguments (without its own name) works on the database."""
    if not arguments or arguments[0] in SERVERLESS_COMMANDS:
        return False
    return not {"--help", "-h", "--parse-only"} & set(arguments)


@contextmanager
def environment_for(arguments: Sequence[str], environ: MutableMapping[str, str]) -> Iterator[None]:
    """Complete `environ` for one command, with servers running for as long as the block lasts.

    Raises ServerError or PlaceError when the embedded servers can't be started.
    """
    needs, places = needs_of(environ), find_places(environ)
    if arguments and arguments[0] == "runportal":
        make_places(places)
        make_secret_key(places)
        make_concern_keys(places, environ)
    if not environ.get("SECRET_KEY") and (key := read_secret_key(places)):
        environ["SECRET_KEY"] = key
    if not _has_concern_keys(environ) and _concern_keys_file(places).is_file():
        environ["CONCERN_KEYS_FILE"] = str(_concern_keys_file(places))
    if not needs_servers(arguments):
        for name, url in NOWHERE.items():
            environ.setdefault(name, url)
        yield
        return
    with ExitStack() as stack:
        if needs.postgres or needs.valkey:
            _end_in_order_when_told()
            environ.update(stack.enter_context(borrow(places, needs)))
        if arguments[0] in OWNER_COMMANDS and environ.get("DATABASE_OWNER_URL"):
            environ["DATABASE_URL"] = environ["DATABASE_OWNER_URL"]
        if arguments[0] == DISPOSAL_COMMAND and needs.postgres:
            environ["DATABASE_DISPOSAL_URL"] = disposal_url(places)
        yield


def make_secret_key(places: Places) -> None:
    """Make the key that signs sessions and links in mails, once for each portal."""
    with suppress(FileExistsError):
        descriptor = os.open(_key_file(places), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))


def read_secret_key(places: Places) -> str:
    """The portal's own key, or nothing where none was made or this user may not read it."""
    with suppress(OSError):
        return _key_file(places).read_text()
    return ""


def make_concern_keys(places: Places, environ: Mapping[str, str]) -> None:
    """Make the key that guards the words of concerns, once, and say that it needs a copy.

    Not where the district's environment has its own (docs/operating/concerns.md).
    """
    if _has_concern_keys(environ):
        return
    path = _concern_keys_file(places)
    with suppress(FileExistsError):
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            key = base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()
            file.write(f"# {KEEP_A_COPY}\n{key}\n")
        print(f"{path}: {KEEP_A_COPY}", file=sys.stderr)  # noqa: T201 – told once, at the start


def _has_concern_keys(environ: Mapping[str, str]) -> bool:
    return bool(environ.get("CONCERN_KEYS") or environ.get("CONCERN_KEYS_FILE"))


def _concern_keys_file(places: Places) -> Path:
    return places.var / "concern_keys"


def _key_file(places: Places) -> Path:
    return places.var / "secret_key"


def _end_in_order_when_told() -> None:
    """Let SIGTERM and a closed terminal end the command by way of its `finally` blocks."""

    def leave(signum: int, _frame: object) -> None:
        sys.exit(128 + signum)

    for told in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(told) == signal.SIG_DFL:
            signal.signal(told, leave)
