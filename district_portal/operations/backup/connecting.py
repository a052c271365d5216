"""The way into the database as the owner of its tables, who alone may copy all of it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field

import psycopg2
from django.conf import settings
from django.db import connection as django_connection
from psycopg2.extensions import connection, make_dsn

_KEPT = ("PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH", "SYSTEMROOT")
_OURS = {"cursor_factory", "connection_factory", "context"}


@dataclass(frozen=True)
class Link:
    """How to connect: what programs may show in the list of processes, and what they may not."""

    dsn: str
    password: str = field(repr=False)

    def environment(self) -> dict[str, str]:
        """What PostgreSQL's own programs are told."""
        kept = {
            name: value
            for name, value in os.environ.items()
            if name in _KEPT or name.startswith("PGSSL")
        }
        secret = {"PGPASSWORD": self.password} if self.password else {}
        return {**kept, **secret, "LC_ALL": "C", "PGTZ": "UTC"}


def owner() -> Link:
    """The way to this portal's database as DATABASE_OWNER_URL says, else as the portal's own."""
    told = {
        name: value
        for name, value in django_connection.get_connection_params().items()
        if name not in _OURS and isinstance(value, str | int) and value != ""
    }
    for name in ("user", "password", "host", "port"):
        if value := settings.DATABASE_OWNER.get(name.upper()):
            told[name] = value
    password = str(told.pop("password", ""))
    return Link(dsn=make_dsn(**told), password=password)


@contextmanager
def connected(link: Link) -> Iterator[connection]:
    """A connection of its own, ended with the block. Raises psycopg2.OperationalError."""
    with closing(psycopg2.connect(link.dsn, password=link.password or None)) as opened:
        yield opened
