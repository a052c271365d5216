"""An empty portal to measure on: a durable PostgreSQL of its own, as a district has it.

`DATABASE_URL` and `DATABASE_OWNER_URL`, if both are set, name another server's empty database.
"""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import django
import psycopg2
from psycopg2.extensions import cursor

from benchmarks.filling import hire
from district_portal.embedded import roles
from district_portal.embedded.environment import NOWHERE
from district_portal.embedded.postgres import SUPERUSER, PostgresServer
from district_portal.embedded.processes import Mark
from district_portal.embedded.valkey import ValkeyServer

PROJECT = Path(__file__).parents[1]


@contextmanager
def ground() -> Iterator[None]:
    """Start the server, make the tables and set Django up, for as long as the block lasts."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "district_portal.settings.test"
    os.environ.setdefault("REDIS_URL", NOWHERE["REDIS_URL"])
    os.environ.setdefault("LOG_LEVEL", "ERROR")
    with tempfile.TemporaryDirectory(prefix="portal-bench-", dir="/tmp") as folder:
        base = Path(folder)
        base.chmod(0o711)
        if "DATABASE_OWNER_URL" in os.environ:
            yield from _set_up()
            return
        server = PostgresServer(base / "data", base / "p", base / "log", Mark(base / "p.json"))
        process = server.start(with_parent=True)
        try:
            server.wait_until_ready(process)
            admin = roles.socket_url(str(server.sockets), role=SUPERUSER, database="postgres")
            prepared = roles.prepare_database(admin, random_passwords=False)
            os.environ["DATABASE_URL"] = prepared.urls[roles.PORTAL]
            os.environ["DATABASE_OWNER_URL"] = prepared.urls[roles.OWNER]
            os.environ["DATABASE_LOAD_URL"] = roles.socket_url(str(server.sockets), role=SUPERUSER)
            yield from _set_up()
        finally:
            server.stop(process)


@contextmanager
def valkey() -> Iterator[None]:
    """Start a broker and cache for what keeps something there; around `ground`."""
    with tempfile.TemporaryDirectory(prefix="portal-bench-", dir="/tmp") as folder:
        base = Path(folder)
        server = ValkeyServer(base / "v", base / "s", base / "log", Mark(base / "v.json"))
        process = server.start(with_parent=True)
        server.wait_until_ready(process)
        os.environ["REDIS_URL"] = f"unix://{base / 's'}?db=0"
        try:
            yield
        finally:
            process.terminate()
            process.wait()


def vacuum() -> None:
    """Let the planner know the rows as it does a day later, by autovacuum."""
    with closing(psycopg2.connect(os.environ["DATABASE_OWNER_URL"])) as owner:
        owner.autocommit = True
        with owner.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


@contextmanager
def loading() -> Iterator[cursor]:
    """A cursor for rows that come in at once, as a backup is loaded: no trigger minds them.

    On a server of somebody else's they are minded, which takes long.
    """
    address = os.environ.get("DATABASE_LOAD_URL", os.environ["DATABASE_OWNER_URL"])
    with closing(psycopg2.connect(address)) as connection, connection, connection.cursor() as rows:
        if "DATABASE_LOAD_URL" in os.environ:
            rows.execute("SET session_replication_role = replica")
        yield rows


def must_sign(people: int, *, at: dt.datetime) -> None:
    """Fill the portal with that many people of one building, who must all sign one policy."""
    from tests.factories.acknowledgments import required
    from tests.factories.policies import published

    hire(people)
    version = published("529", "Staff Use of Social Media", at=at)
    required(version, at=at)
    vacuum()


def _set_up() -> Iterator[None]:
    environ = {**os.environ, "DATABASE_URL": os.environ["DATABASE_OWNER_URL"]}
    command = [sys.executable, "-m", "django", "migrate", "--verbosity", "0"]
    subprocess.run(command, cwd=PROJECT, env=environ, check=True)
    django.setup()
    yield
    from django.db import connections

    connections.close_all()
