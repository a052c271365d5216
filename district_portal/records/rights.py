"""What the role for disposal may do: read what the gates ask, delete or empty records, note it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connections
from django.db.models import Model
from psycopg2 import sql

from accounts.models import Person, Place, Posting
from district_portal.audit.recording import table_of_events
from district_portal.district.models import District, Logo
from district_portal.embedded.roles import DISPOSAL
from district_portal.records import models as own
from district_portal.records.kinds import Emptied, kinds

NOTED = (own.Tombstone, own.Spared)
ASKED = (Person, Place, Posting, District, Logo)
SAID = (
    *(own.Archiving, own.Hold, own.Lifting, own.RetentionClass, own.Ruling, own.Run),
    *(own.RunRecord, own.Schedule, own.Spared, own.Stop, own.Tombstone, own.Verdict),
)


def grants() -> Iterator[tuple[str, str]]:
    """Each right of the role, and the table on which it has it."""
    for kind in kinds():
        yield "UPDATE (id)", _table(kind.table)
        for part in kind.leaving:
            yield "SELECT, DELETE", _table(part.model)
        for row in kind.emptied:
            yield "SELECT", _table(row.part.model)
            yield f"UPDATE ({_columns(row)})", _table(row.part.model)
        for beside in (*kind.resting, *kind.open):
            yield "SELECT", _table(beside.part.model)
        for concerned in kind.beside:
            yield "SELECT", _table(concerned.part.model)
        for label in kind.asked:
            yield "SELECT", _table(apps.get_model(label))
    for model in (*ASKED, *SAID):
        yield "SELECT", _table(model)
    for model in NOTED:
        yield "INSERT", _table(model)
    yield "INSERT, SELECT (id)", table_of_events()


def withheld() -> Iterator[tuple[str, str]]:
    """Each right that the role of web and workers loses, and the table on which it had it."""
    for model in NOTED:
        yield "INSERT", _table(model)
    for kind in kinds():
        for part in kind.leaving:
            if part.table not in kind.also_deleted:
                yield "DELETE, TRUNCATE", _table(part.model)


def give(using: str, **_: Any) -> None:
    """Give the role for disposal its rights, after every migration, as the owner of the tables.

    What it notes and deletes, the role of web and workers may not. To hold a row one must be able
    to change something of it: `UPDATE (id)` is for that alone. Does nothing where the role does
    not exist.
    """
    link = connections[using]
    present = set(link.introspection.table_names())
    with link.cursor() as cursor:
        cursor.execute("SELECT rolname FROM pg_roles")
        roles = {row[0] for row in cursor.fetchall()}
        if DISPOSAL not in roles:
            return
        to = sql.Identifier(DISPOSAL)
        for right, table in grants():
            if table in present:
                command = sql.SQL("GRANT {} ON {} TO {}")
                cursor.execute(command.format(sql.SQL(right), sql.Identifier(table), to))
        if settings.DATABASE_PORTAL_ROLE not in roles:
            return
        portal = sql.Identifier(settings.DATABASE_PORTAL_ROLE)
        for right, table in withheld():
            if table in present:
                command = sql.SQL("REVOKE {} ON {} FROM {}")
                cursor.execute(command.format(sql.SQL(right), sql.Identifier(table), portal))


def _columns(row: Emptied) -> str:
    fields = (row.part.model._meta.get_field(name) for name in row.columns)  # noqa: SLF001
    return ", ".join(f'"{field.column}"' for field in fields)  # type: ignore[union-attr]


def _table(model: type[Model]) -> str:
    return str(model._meta.db_table)  # noqa: SLF001
