"""Which long work is in hand: a lock of the worker's session, gone when the worker is killed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.db import connection

LOCK: Final = 4015533
"""The class of these locks; the object is the job."""


@contextmanager
def hold(job: int) -> Iterator[bool]:
    """Hold the job of that id until the end of the block; False where another worker does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCK, job])
        is_held: bool = cursor.fetchone()[0]
    try:
        yield is_held
    finally:
        if is_held and not connection.needs_rollback and connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK, job])


def held() -> list[int]:
    """The ids of the jobs that a worker holds now."""
    with connection.cursor() as cursor:
        cursor.execute(_HELD, [LOCK])
        return [row[0] for row in cursor.fetchall()]


_HELD = """
SELECT objid::bigint FROM pg_locks
WHERE locktype = 'advisory' AND classid = %s AND objsubid = 2 AND granted
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""
