"""What the role of web and workers may do with tables that are only being made."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import connections

from district_portal.embedded import roles

if TYPE_CHECKING:
    from psycopg2.extensions import connection, cursor


@contextmanager
def of_the_backup(opened: connection, *, kept: bool) -> Iterator[None]:
    """Tables made in the block have the rights that are in the backup, not those of new ones.

    Unless they are not `kept`: then the backup's are left out, and they have those of new ones.
    """
    with opened.cursor() as run:
        has_roles = _has_roles(run)
        if has_roles and kept:
            roles.withdraw_defaults(run)
        try:
            yield
        finally:
            if has_roles:
                roles.grant_defaults(run)


def of_new_tables(using: str, **_: Any) -> None:
    """Before tables are made: the role may work with them, also after a restore was killed."""
    with connections[using].cursor() as run:
        if _has_roles(run):
            roles.grant_defaults(run)


def _has_roles(run: cursor) -> bool:
    """Whether all three are there, and whoever is connected acts for the owner."""
    run.execute(
        "SELECT count(*) FROM pg_roles WHERE rolname = ANY(%s)"
        " AND (rolname <> %s OR pg_has_role(oid, 'USAGE'))",
        [list(roles.ROLES), roles.OWNER],
    )
    return run.fetchone() == (len(roles.ROLES),)
