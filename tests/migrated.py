"""Tables that are made already: to migrate takes fifteen seconds, to copy them one.

A cluster with the migrated database TABLES is kept in `var/tests`, one for what its migrations
are made of today, and each run of the tests begins with a copy.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import psycopg2

from district_portal.embedded import borrowing, places, roles
from district_portal.embedded.postgres import SUPERUSER, PostgresServer
from district_portal.embedded.processes import Mark

TABLES = "portal_tables"
_PROJECT = Path(__file__).parent.parent
_MADE_OF = (
    "*/**/migrations/*.py",
    "*/**/models.py",
    "*/**/models/*.py",
    "approvals/lookalikes.py",
    "district_portal/freezing.py",
    "district_portal/embedded/*.py",
    "requirements.txt",
)


def server_over_tables(base: Path) -> PostgresServer:
    """A server, not started yet, whose data hold the database TABLES; `base` is this run's own."""
    kept = _kept()
    if not kept.exists():
        _make(base / "made", kept)
    server = _server(base / "postgres", base)
    _copy(kept, server.data)
    return server


def lay_tables(of: places.Places) -> None:
    """Give a portal that has never run the tables, so that its first start need not make them."""
    places.make_places(of)
    server = borrowing.postgres_of(of)
    kept = _kept()
    if not kept.exists():
        return
    _copy(kept, server.data)
    process = server.start(with_parent=True)
    try:
        server.wait_until_ready(process)
        admin = roles.socket_url(str(server.sockets), role=SUPERUSER, database="postgres")
        with closing(psycopg2.connect(admin)) as opened, opened.cursor() as run:
            opened.autocommit = True
            run.execute(f"ALTER DATABASE {TABLES} RENAME TO {roles.DATABASE}")
    finally:
        server.stop(process)


def _kept() -> Path:
    return _PROJECT / "var" / "tests" / f"{os.geteuid()}-{_digest()}"


def _digest() -> str:
    found = hashlib.sha256(sys.version.encode())
    for path in sorted({path for pattern in _MADE_OF for path in _PROJECT.glob(pattern)}):
        found.update(str(path.relative_to(_PROJECT)).encode() + path.read_bytes())
    return found.hexdigest()[:16]


def _make(fresh: Path, kept: Path) -> None:
    server = _server(fresh, fresh.parent)
    process = server.start(with_parent=True)
    try:
        server.wait_until_ready(process)
        admin = roles.socket_url(str(server.sockets), role=SUPERUSER, database="postgres")
        made = roles.prepare_database(admin, database=TABLES, random_passwords=False)
        subprocess.run(
            [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
            cwd=_PROJECT,
            env={**os.environ, "DATABASE_URL": made.urls[roles.OWNER]},
            check=True,
        )
    finally:
        server.stop(process)
    half = kept.with_name(f"{kept.name}.{os.getpid()}")
    shutil.rmtree(kept.parent, ignore_errors=True)
    shutil.copytree(fresh, half)
    with contextlib.suppress(OSError):  # another run was quicker
        half.rename(kept)
    shutil.rmtree(fresh)


def _server(data: Path, base: Path) -> PostgresServer:
    mark = Mark(base / "p.json")
    return PostgresServer(data, base / "p", base / "postgres.log", mark, durable=False)


def _copy(kept: Path, data: Path) -> None:
    shutil.copytree(kept, data)
    if places.am_root():
        for path in (data, *data.rglob("*")):
            os.chown(path, places.SERVICE_UID, places.SERVICE_UID)
