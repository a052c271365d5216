"""Which of the servers that the portal rests on answer just now."""

from __future__ import annotations

import functools
import shutil
from typing import Final

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from redis import Redis
from redis.exceptions import RedisError

PATIENCE: Final = 2.0
"""Seconds in which a broker answers, or is away."""


def broker() -> bool:
    """Whether Valkey or Redis answers."""
    try:
        with Redis.from_url(
            settings.REDIS_URL, socket_connect_timeout=PATIENCE, socket_timeout=PATIENCE
        ) as server:
            return bool(server.ping())
    except (RedisError, OSError):
        return False


def database() -> bool:
    """Whether PostgreSQL answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return False
    return True


def room() -> shutil._ntuple_diskusage:
    """Total, used and free bytes of the disk that the portal writes to."""
    folders = (settings.VAR_DIR, *settings.VAR_DIR.parents)
    return shutil.disk_usage(next(folder for folder in folders if folder.is_dir()))


def tables() -> bool:
    """Whether the tables are those of this release, or newer: no migration waits."""
    return _newest() <= set(MigrationRecorder(connection).applied_migrations())


@functools.cache
def _newest() -> frozenset[tuple[str, str]]:
    """The last migration of each part, as this release has them."""
    return frozenset(MigrationLoader(None).graph.leaf_nodes())
