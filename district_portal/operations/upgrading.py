"""Which tables of an older release this one goes on with: all that it had made, never a part."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from django.core import checks
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

MEND: Final = (
    "Install that release once more, let its `manage.py migrate` come to its end, then go on with "
    "this one."
)


def lacking(applied: Collection[tuple[str, str]]) -> list[str]:
    """The migrations that an older release still had to apply to its tables, as app.name.

    `applied` are those which the tables have, each as app and name. Where one migration stands for
    several of before, these are gone: nobody could apply the rest of them here. Empty where the
    tables have all of them or none.
    """
    loader = MigrationLoader(None, load=False)
    loader.load_disk()
    here, has = loader.disk_migrations or {}, set(applied)
    waiting = [item for pair, item in here.items() if item.replaces and pair not in has]
    gone = {(app, name) for item in waiting for app, name in item.replaces} - here.keys()
    return sorted(f"{app}.{name}" for app, name in gone - has) if gone & has else []


def check_tables(*, databases: Collection[str] | None = None, **_: Any) -> list[checks.Error]:
    """An error for each database whose tables an older release made in part; `migrate` asks."""
    return [
        checks.Error(
            "An older release began to upgrade these tables and did not come to its end: it still "
            f"had to apply {len(missing)} of its migrations, the first of them {missing[0]}.",
            hint=MEND,
            id="operations.E001",
        )
        for alias in databases or ()
        if (missing := lacking(MigrationRecorder(connections[alias]).applied_migrations()))
    ]
