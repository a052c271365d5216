"""One at a time: whoever changes what is said of records, or removes one, waits in one line."""

from __future__ import annotations

from django.db import connection

LOCK = 4_015_533


def take_turn() -> None:
    """Wait until nobody else changes anything about records; held until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
