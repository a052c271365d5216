"""The servers the tests run on, started before Django reads its settings.

Without `DATABASE_URL`, embedded servers of this run alone, quick rather than durable. With it, that
server: `DATABASE_OWNER_URL` and `DATABASE_URL` as printed by `manage.py prepare_database`, or a
`DATABASE_URL` alone, of a role that may create databases and roles.

Tests work as the owner of the tables; `PORTAL_TEST_PORTAL_URL` leads to the same database as the
role of web and workers. Each xdist worker has a Redis database of its own.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2
import pytest

from district_portal.embedded import roles
from district_portal.embedded.postgres import SUPERUSER
from district_portal.embedded.processes import Mark
from district_portal.embedded.valkey import ValkeyServer
from tests.migrated import TABLES, server_over_tables

_READY = "PORTAL_TEST_SERVERS"
_PREFIX = "portal-tests-"
_running = ExitStack()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config):
    os.environ["DJANGO_SETTINGS_MODULE"] = "district_portal.settings.test"
    if _READY not in os.environ:
        os.environ[_READY] = "started"
        _start()
    _choose_for_worker(os.environ.get("PYTEST_XDIST_WORKER"))
    return (yield)


def pytest_unconfigure(config):
    if not hasattr(config, "workerinput"):
        _running.close()


def _start():
    needs_postgres, needs_redis = "DATABASE_URL" not in os.environ, "REDIS_URL" not in os.environ
    if needs_postgres or needs_redis:
        base = _running.enter_context(_folder())
    if needs_postgres:
        _start_postgres(base)
    elif "DATABASE_OWNER_URL" not in os.environ:
        _prepare_server(os.environ["DATABASE_URL"])
    if needs_redis:
        _start_valkey(base)
    name = f"portal_{os.getpid()}"
    for variable in ("DATABASE_URL", "DATABASE_OWNER_URL"):
        os.environ[variable] = roles.at_database(os.environ[variable], name)
    _grant_in_new_databases(os.environ["DATABASE_OWNER_URL"])
    os.environ["PORTAL_TEST_PORTAL_URL"] = os.environ["DATABASE_URL"]
    os.environ["DATABASE_URL"] = os.environ["DATABASE_OWNER_URL"]


def _start_postgres(base):
    server = server_over_tables(base)
    process = server.start(with_parent=True)
    _running.callback(server.stop, process)
    server.wait_until_ready(process)
    admin = roles.socket_url(str(server.sockets), role=SUPERUSER, database="postgres")
    prepared = roles.prepare_database(admin, random_passwords=False)
    os.environ["DATABASE_URL"] = prepared.urls[roles.PORTAL]
    os.environ["DATABASE_OWNER_URL"] = prepared.urls[roles.OWNER]
    os.environ["DATABASE_DISPOSAL_URL"] = prepared.urls[roles.DISPOSAL]
    os.environ["PORTAL_TEST_TABLES"] = TABLES


def _start_valkey(base):
    server = ValkeyServer(
        base / "valkey", base / "v" / "s", base / "valkey.log", Mark(base / "v.json"), durable=False
    )
    process = server.start(with_parent=True)
    _running.callback(server.stop, process)
    server.wait_until_ready(process)
    os.environ["REDIS_URL"] = f"unix://{server.socket}?db=0"


def _prepare_server(admin_url):
    try:
        prepared = roles.prepare_database(admin_url)
        psycopg2.connect(prepared.urls[roles.OWNER]).close()
    except psycopg2.Error as refused:
        raise pytest.UsageError(
            f"DATABASE_URL's role must be able to create databases and roles ({refused}). Where "
            "the portal's roles are there already, set DATABASE_OWNER_URL too."
        ) from refused
    os.environ["DATABASE_URL"] = prepared.urls[roles.PORTAL]
    os.environ["DATABASE_OWNER_URL"] = prepared.urls[roles.OWNER]
    os.environ["DATABASE_DISPOSAL_URL"] = prepared.urls[roles.DISPOSAL]


def _grant_in_new_databases(owner_url):
    """Default privileges belong to one database: new ones copy those of template1."""
    template = roles.at_database(owner_url, "template1")
    with closing(psycopg2.connect(template)) as owner, owner, owner.cursor() as run:
        roles.grant_defaults(run)


def _choose_for_worker(worker):
    """The Redis database of this worker, and the portal's way into its test database."""
    number = int(worker.removeprefix("gw")) + 1 if worker else 0
    os.environ["REDIS_URL"] = _at_redis_database(os.environ["REDIS_URL"], number)
    portal = os.environ["PORTAL_TEST_PORTAL_URL"]
    name = urlsplit(os.environ["DATABASE_URL"]).path.lstrip("/")
    suffix = f"_{worker}" if worker else ""
    os.environ["PORTAL_TEST_PORTAL_URL"] = roles.at_database(portal, f"test_{name}{suffix}")


def _at_redis_database(url, number):
    if url.startswith("unix:"):
        return f"{url.partition('?')[0]}?db={number}"
    return urlunsplit(urlsplit(url)._replace(path=f"/{number}"))


@contextmanager
def _folder():
    """A folder with a short path, for this run; those of runs that were killed are removed."""
    base = Path(tempfile.gettempdir())
    for old in base.glob(f"{_PREFIX}*"):
        if old.stat().st_uid == os.geteuid() and not _is_held(old):
            shutil.rmtree(old, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=base))
    folder.chmod(0o711)
    with (folder / "held").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield folder
    shutil.rmtree(folder, ignore_errors=True)


def _is_held(folder):
    try:
        with (folder / "held").open() as held:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return True  # just being made
    return False
