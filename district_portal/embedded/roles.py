"""The database's three roles, and how they are made on the embedded or on a district's own server.

`portal_owner` owns the database and migrates; `portal` is what web and workers connect as;
`portal_disposal` is used by the disposal run only (district_portal/records). What `portal` may
not do to a frozen table is taken from it after the tables are made, by `district_portal.freezing`.
"""

from __future__ import annotations

import secrets
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, quote, urlsplit

import psycopg2
from psycopg2 import errors, sql

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from psycopg2.extensions import connection, cursor

OWNER = "portal_owner"
PORTAL = "portal"
DISPOSAL = "portal_disposal"
ROLES = (OWNER, PORTAL, DISPOSAL)
DATABASE = "portal"
_WHO = {"user", "password"}

_CASE_RULES = ("C.UTF-8", "C.utf8", "en_US.UTF-8")
"""Names under which systems know how to fold the case of letters beyond ASCII, tried in turn."""


@dataclass(frozen=True)
class Prepared:
    """The URL of each role; `new_roles` are those whose password was set just now."""

    urls: Mapping[str, str]
    new_roles: frozenset[str]


def prepare_database(
    admin_url: str,
    *,
    database: str = DATABASE,
    passwords: Mapping[str, str] | None = None,
    random_passwords: bool = True,
) -> Prepared:
    """Make roles, database and grants on the server at `admin_url`; safe to repeat.

    The admin must be able to create roles and databases. `passwords` (role → password) are set
    as given; a role made now without one gets a random one, unless the server trusts its socket
    and `random_passwords` is False; that of an existing role stays.
    Raises psycopg2.Error where the server refuses.
    """
    known = dict(passwords or {})
    with closing(_connect(admin_url)) as admin, admin.cursor() as run:
        for role in ROLES:
            run.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
            if not run.fetchone() and role not in known and random_passwords:
                known[role] = secrets.token_urlsafe(24)
        _make_roles(run, known)
        _make_database(run, database)
    with closing(_connect(at_database(admin_url, database))) as admin, admin.cursor() as run:
        grant_defaults(run)
    urls = {
        role: as_role(at_database(admin_url, database), role, known.get(role)) for role in ROLES
    }
    return Prepared(urls=urls, new_roles=frozenset(known))


def grant_defaults(run: cursor) -> None:
    """In the current database: what the owner creates from now on, `portal` may work with."""
    run.execute(
        sql.SQL(
            "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} "
            "GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {portal};"
            "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT USAGE ON SEQUENCES TO {portal}"
        ).format(owner=sql.Identifier(OWNER), portal=sql.Identifier(PORTAL))
    )


def withdraw_defaults(run: cursor) -> None:
    """In the current database: what the owner creates from now on, `portal` gets no right to.

    For a moment only, in which tables come with the rights that they had elsewhere.
    """
    run.execute(
        sql.SQL(
            "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} REVOKE ALL ON TABLES FROM {portal};"
            "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} REVOKE ALL ON SEQUENCES FROM {portal}"
        ).format(owner=sql.Identifier(OWNER), portal=sql.Identifier(PORTAL))
    )


def socket_url(folder: str, *, role: str, database: str = DATABASE) -> str:
    """A URL for a server on a Unix socket in `folder`.

    Written `postgres://role@/database?host=/folder`: libpq reads it, and django-environ passes
    the host on in OPTIONS (it would leave a percent-encoded host in the usual place as it is).
    """
    return f"postgres://{role}@/{database}?host={quote(folder)}"


def at_database(url: str, database: str) -> str:
    """The same server and role, another database."""
    return _join(urlsplit(url)._replace(path=f"/{quote(database)}"))


def as_role(url: str, role: str, password: str | None = None) -> str:
    """The same server and database, another role."""
    parts = urlsplit(url)
    secret = f":{quote(password, safe='')}" if password else ""
    place = parts.netloc.rpartition("@")[2]
    options = [option for option in parts.query.split("&") if option.partition("=")[0] not in _WHO]
    return _join(parts._replace(netloc=f"{role}{secret}@{place}", query="&".join(options)))


def _join(parts: SplitResult) -> str:
    """`urlunsplit` for a scheme it doesn't know, whose host may be empty."""
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.scheme}://{parts.netloc}{parts.path}{query}"


def _connect(url: str) -> connection:
    opened = psycopg2.connect(url)
    opened.autocommit = True
    return opened


def _make_roles(run: cursor, passwords: Mapping[str, str]) -> None:
    for role in ROLES:
        name = sql.Identifier(role)
        run.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        if not run.fetchone():
            run.execute(sql.SQL("CREATE ROLE {} LOGIN").format(name))
        if role in passwords:
            command = sql.SQL("ALTER ROLE {} PASSWORD {}")
            run.execute(command.format(name, sql.Literal(passwords[role])))
    run.execute("SELECT rolcreatedb FROM pg_roles WHERE rolname = %s", [OWNER])
    if not run.fetchone()[0]:
        run.execute(sql.SQL("ALTER ROLE {} CREATEDB").format(sql.Identifier(OWNER)))
    run.execute("SELECT rolsuper OR rolname = %s FROM pg_roles WHERE rolname = user", [OWNER])
    if not run.fetchone()[0]:  # only a member may give a database to a role, or set its defaults
        run.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(sql.Identifier(OWNER)))


def _make_database(run: cursor, database: str) -> None:
    run.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database])
    if not run.fetchone():
        _create(run, database, () if _sorts_by_code(run) else _CASE_RULES)
    name, portal, disposal = (sql.Identifier(word) for word in (database, PORTAL, DISPOSAL))
    run.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(name))
    grant = sql.SQL("GRANT CONNECT, TEMPORARY ON DATABASE {} TO {}, {}")
    run.execute(grant.format(name, portal, disposal))


def _sorts_by_code(run: cursor) -> bool:
    """Whether new databases get the collation C without being told (the embedded server)."""
    run.execute("SELECT datcollate FROM pg_database WHERE datname = 'template0'")
    return bool(run.fetchone()[0] == "C")


def _create(run: cursor, database: str, case_rules: Sequence[str]) -> None:
    """Create the database, sorting by code point everywhere, so that no two servers differ."""
    command = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8'")
    plain = command.format(sql.Identifier(database), sql.Identifier(OWNER))
    for rule in case_rules:
        try:
            collation = sql.SQL(" LC_COLLATE 'C' LC_CTYPE {}").format(sql.Literal(rule))
            run.execute(plain + collation)
        except errors.WrongObjectType:
            continue
        return
    run.execute(plain)
