"""What a backup has to know of the portal: its version, its migrations, the keys that it needs."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.db.migrations.loader import MigrationLoader

from approvals.concerns import sealing
from approvals.concerns.models import ConcernKey

if TYPE_CHECKING:
    from psycopg2.extensions import connection

_COST: Final = 1 << 14


def version() -> str:
    """The version of the code that runs."""
    with (settings.BASE_DIR / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])


def in_order(text: str) -> tuple[int, ...]:
    """A version as numbers that can be compared."""
    return tuple(int(part) for part in text.split(".") if part.isdecimal())


def applied(opened: connection) -> list[list[str]]:
    """The migrations that the database has, each with its app."""
    with opened.cursor() as run:
        run.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
        return [[app, name] for app, name in run.fetchall()]


def unknown(migrations: Sequence[Sequence[str]]) -> list[str]:
    """Those of `migrations` that this code doesn't have, as app.name; not of apps it lacks."""
    loader = MigrationLoader(None)
    disk = loader.disk_migrations or {}
    known = set(disk) | {pair for item in disk.values() for pair in item.replaces}
    apps = loader.migrated_apps
    return [f"{app}.{name}" for app, name in migrations if (app, name) not in known and app in apps]


def concern_keys(opened: connection) -> list[str]:
    """The fingerprints of the keys of concerns: of the newest, and of all that wrap one."""
    with opened.cursor() as run:
        run.execute(f"SELECT DISTINCT wrapped_by FROM {ConcernKey._meta.db_table}")  # noqa: S608, SLF001
        used = {row[0] for row in run.fetchall()}
    return sorted(used | {sealing.name_of(key) for key in settings.CONCERN_KEYS[:1]})


def missing_concern_keys(needed: Sequence[str]) -> list[str]:
    """Those of the fingerprints whose key is not in CONCERN_KEYS."""
    here = {sealing.name_of(key) for key in settings.CONCERN_KEYS}
    return [name for name in needed if name not in here]


def secret_key() -> str:
    """The fingerprint of SECRET_KEY."""
    return _slow_fingerprint(str(settings.SECRET_KEY))


def has_secret_key(fingerprint: str) -> bool:
    """Whether SECRET_KEY or one of those of before has that fingerprint."""
    known = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return fingerprint in {_slow_fingerprint(str(key)) for key in known}


def _slow_fingerprint(text: str) -> str:
    """Slow to make, so that a word which somebody chose is not found by trying."""
    key = text.encode()
    return hashlib.scrypt(key, salt=b"portal secret key", n=_COST, r=8, p=1, dklen=8).hex()
