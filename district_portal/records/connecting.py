"""Work as the database's role for disposal, for as long as a block lasts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.conf import settings
from django.db import connection

WHO: Final = ("USER", "PASSWORD", "HOST", "PORT")


class NoWayInError(Exception):
    """Nobody said how the role for disposal connects: DATABASE_DISPOSAL_URL is not set."""


@contextmanager
def as_disposal() -> Iterator[None]:
    """Everything in the block asks the database as that role, over a connection of its own.

    Raises NoWayInError.
    """
    there = settings.DATABASE_DISPOSAL
    if not there.get("USER"):
        raise NoWayInError
    here = connection.settings_dict
    connection.close()
    connection.settings_dict = {**here, **{name: there.get(name, "") for name in WHO}}
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict = here
