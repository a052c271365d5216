"""Databases beside that of the tests, to put a backup back into, and commands on them."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg2
from django.db import connection, connections
from psycopg2 import sql

from district_portal.embedded import roles
from district_portal.operations.backup import connecting

PROJECT = Path(__file__).parents[4]


def owner_url(database: str = "") -> str:
    """The way to a database of the tests' server as its owner; that of this test unless named."""
    name = database or connection.settings_dict["NAME"]
    return roles.at_database(os.environ["DATABASE_OWNER_URL"], name)


@contextmanager
def database(*, like: str = "") -> Iterator[str]:
    """A new database, empty or with all that is in `like`; answers the owner's way into it."""
    name = f"portal_back_{secrets.token_hex(4)}"
    template = owner_url("template1")
    if like:
        connections.close_all()
        _run(template, "CREATE DATABASE {} TEMPLATE {} OWNER {}", name, like, roles.OWNER)
    roles.prepare_database(template, database=name, random_passwords=False)
    try:
        yield owner_url(name)
    finally:
        _end_sessions(template, name)
        _run(template, "DROP DATABASE {}", name)


@contextmanager
def worked_on(url: str, monkeypatch) -> Iterator[psycopg2.extensions.connection]:
    """Within it backups are made of, and put back into, the database at `url`."""
    with monkeypatch.context() as patch, closing(psycopg2.connect(url)) as opened:
        patch.setattr(connecting, "owner", lambda: connecting.Link(dsn=url, password=""))
        yield opened


def command(*arguments: str | Path, url: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run `manage.py` with the database at `url`, and what it said."""
    return subprocess.run(
        [sys.executable, "manage.py", *map(str, arguments)],
        cwd=PROJECT,
        env=environment(url, **environ),
        capture_output=True,
        text=True,
        check=False,
    )


def environment(url: str, **environ: str) -> dict[str, str]:
    """What a command is told that works on the database at `url`."""
    return {
        **os.environ,
        "DATABASE_URL": url,
        "DATABASE_OWNER_URL": url,
        "DJANGO_SETTINGS_MODULE": "district_portal.settings.test",
        **environ,
    }


def rows(opened: psycopg2.extensions.connection) -> dict[str, str]:
    """Each table of ours → the MD5 of all its rows in the order of their words."""
    found = {}
    with opened.cursor() as run:
        run.execute("SET timezone = 'UTC'; SET extra_float_digits = 1")
        run.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        for (table,) in run.fetchall():
            run.execute(
                sql.SQL(
                    "SELECT coalesce(md5(string_agg(r, E'\\n' ORDER BY r)), 'none') "
                    "FROM (SELECT x::text AS r FROM {} AS x) each"
                ).format(sql.Identifier(table))
            )
            found[table] = run.fetchone()[0]
    return found


def _end_sessions(url: str, name: str) -> None:
    """End ours, since dropping by force would end the server's own as well, which we may not."""
    with closing(psycopg2.connect(url)) as opened, opened.cursor() as run:
        run.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = %s AND usename = current_user",
            [name],
        )


def _run(url: str, statement: str, *names: str) -> None:
    with closing(psycopg2.connect(url)) as opened:
        opened.autocommit = True
        with opened.cursor() as run:
            run.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
