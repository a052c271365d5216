"""Work as the role of web and workers, in the database of the running test."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import environ
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

WHO = ("USER", "PASSWORD", "HOST", "PORT")


@contextmanager
def as_portal_role() -> Iterator[BaseDatabaseWrapper]:
    """Django's own connection as `portal`; for tests with real transactions only.

    What the test wrote before must be committed: it is another session that reads it.
    """
    there = environ.Env.db_url_config(os.environ["PORTAL_TEST_PORTAL_URL"])
    here = {name: connection.settings_dict[name] for name in WHO}
    connection.close()
    connection.settings_dict.update({name: there[name] for name in WHO})
    try:
        yield connection
    finally:
        connection.close()
        connection.settings_dict.update(here)
