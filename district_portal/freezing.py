"""Rows that can only be added: which tables, and the two locks that hold them.

The first lock is a trigger beside the model (it stops the owner of the tables and any slip of
ours); the second is that the role of web and workers lacks the right itself, since a trigger of
pgtrigger can be told to look away by anybody's session.
"""

from __future__ import annotations

from typing import Any, ClassVar

import pgtrigger
from django.apps import apps
from django.conf import settings
from django.db import connection, connections, models
from psycopg2 import sql

from district_portal.embedded.roles import DISPOSAL


def kept(*, unless: str = "") -> pgtrigger.Trigger:
    """The trigger of a table whose rows leave with a disposed record, and in no other way.

    Only the database's role for disposal deletes them, and whoever else where the row is `unless`
    (SQL over OLD).
    """
    but = f" OR {unless}" if unless else ""
    return pgtrigger.Trigger(
        name="kept",
        when=pgtrigger.Before,
        operation=pgtrigger.Delete,
        func=f"IF current_user = '{DISPOSAL}'{but} THEN RETURN OLD; END IF; "
        "RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
    )


def as_made(
    *, emptied: tuple[str, ...], except_columns: tuple[str, ...] = (), name: str = "as_made"
) -> pgtrigger.Trigger:
    """The trigger of a table whose rows stay as they are, but for columns emptied one day.

    Only the database's role for disposal changes those, of somebody who left long ago;
    `except_columns` everybody may move.
    """
    moved, also = (", ".join(f"'{column}'" for column in row) for row in (except_columns, emptied))
    plain = "to_jsonb({row}) - ARRAY[{columns}]::text[]"
    same = " = ".join(plain.format(row=row, columns=moved) for row in ("NEW", "OLD"))
    rest = ", ".join(part for part in (moved, also) if part)
    nearly = " = ".join(plain.format(row=row, columns=rest) for row in ("NEW", "OLD"))
    let = f"({same}) OR " if except_columns else ""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func=f"IF {let}(current_user = '{DISPOSAL}' AND {nearly}) THEN RETURN NEW; END IF; "
        "RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
    )


def frozen(
    *,
    except_columns: tuple[str, ...] = (),
    disposable: bool = False,
    emptied: tuple[str, ...] = (),
) -> list[pgtrigger.Trigger]:
    """The triggers of a frozen table.

    `except_columns` are the fields that life still moves (a version's state); all others, and
    deletion and truncation, are refused. `disposable` rows leave with the record that they belong
    to: the database's role for disposal may delete them. `emptied` are columns that it may change;
    beside them `except_columns` are named as columns too ("ended_by_id").
    """
    change: pgtrigger.Trigger
    if emptied:
        change = as_made(name="frozen", emptied=emptied, except_columns=except_columns)
    elif except_columns:
        change = pgtrigger.ReadOnly(name="frozen", exclude=list(except_columns))
    else:
        change = pgtrigger.Protect(name="frozen", operation=pgtrigger.Update)
    return [
        change,
        kept() if disposable else pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
        pgtrigger.Trigger(
            name="kept_whole",
            level=pgtrigger.Statement,
            when=pgtrigger.Before,
            operation=pgtrigger.Truncate,
            func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;",
        ),
    ]


def ignore_no_trigger() -> None:
    """Say for this transaction that no trigger is to be ignored, unless something else was said.

    Each trigger asks for that setting at each row, and where it is missing the question fails
    inside a subtransaction, whose end looks at every foreign key that waits to be checked: with
    each row of thousands it takes longer.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('pgtrigger.ignore', '{}', true)"
            " WHERE coalesce(current_setting('pgtrigger.ignore', true), '') = ''"
        )


class Frozen(models.Model):
    """A row that is written once. Add `triggers = frozen()` to the Meta of the model itself."""

    moving: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True


def frozen_models() -> list[type[Frozen]]:
    """Every frozen model that is installed."""
    return [model for model in apps.get_models() if issubclass(model, Frozen)]


def withdraw_rights(using: str, **_: Any) -> None:
    """Take UPDATE, DELETE and TRUNCATE on frozen tables from the role of web and workers.

    Runs after every migration, as the owner of the tables; does nothing where that role does not
    exist. Fields named in `moving` stay writable, column by column.
    """
    own = connections[using]
    role = sql.Identifier(settings.DATABASE_PORTAL_ROLE)
    present = set(own.introspection.table_names())
    with own.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [settings.DATABASE_PORTAL_ROLE])
        if cursor.fetchone() is None:
            return
        for model in frozen_models():
            if model._meta.db_table not in present:  # noqa: SLF001
                continue
            table = sql.Identifier(model._meta.db_table)  # noqa: SLF001
            cursor.execute(
                sql.SQL("REVOKE UPDATE, DELETE, TRUNCATE ON {} FROM {}").format(table, role)
            )
            if model.moving:
                columns = sql.SQL(", ").join(
                    sql.Identifier(field.column)
                    for field in model._meta.concrete_fields  # noqa: SLF001
                    if field.name in model.moving
                )
                cursor.execute(
                    sql.SQL("GRANT UPDATE ({}) ON {} TO {}").format(columns, table, role)
                )
