"""Work as whoever has full control of the database, with every trigger off."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import OperationalError, connection, transaction

from district_portal.embedded.postgres import SUPERUSER


@contextmanager
def as_superuser() -> Iterator[None]:
    """Django's own connection as the server's superuser; for tests with real transactions only."""
    here = connection.settings_dict["USER"]
    connection.close()
    connection.settings_dict["USER"] = SUPERUSER
    try:
        try:
            connection.ensure_connection()
        except OperationalError:
            pytest.skip("the superuser of this server is not ours")
        yield
    finally:
        connection.close()
        connection.settings_dict["USER"] = here


@contextmanager
def undone() -> Iterator[None]:
    """What is done within it is taken back; no trigger and no reference minds it."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
        yield
        transaction.set_rollback(True)
