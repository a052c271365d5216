"""The list of backups: each has its row from its first moment on, and how it ended."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from district_portal import audit
from district_portal.operations.backup import folder, keeping_key
from district_portal.operations.models import Backup
from district_portal.ui.together import Row, fetched

INTERRUPTED = gettext_noop("It was interrupted before it was whole.")


def begin(place: Path, *, for_day: dt.date | None, at: dt.datetime) -> Backup:
    """Note that a backup is being made that will lie at `place`."""
    return Backup.objects.create(started_at=at, for_day=for_day, place=str(place))


@transaction.atomic
def succeed(run: Backup, *, size: int, at: dt.datetime | None = None) -> None:
    """Note that the backup is whole, and its bytes."""
    run.ended_at, run.size = at or timezone.now(), size
    run.save(update_fields=["ended_at", "size"])
    audit.record("backups.made", by=None, on=run, after={"bytes": size}, at=at)


@transaction.atomic
def fail(run: Backup, reason: str, *, at: dt.datetime | None = None) -> None:
    """Note why there is no backup."""
    run.ended_at, run.error = at or timezone.now(), reason[:2000]
    run.save(update_fields=["ended_at", "error"])
    audit.record("backups.failed", by=None, on=run, at=at)


def close_interrupted() -> None:
    """Note those that ended without a word, and remove what is left of them.

    Only for who holds the lock under which backups are made, so that none of them still runs.
    """
    for run in Backup.objects.filter(ended_at=None):
        place = Path(run.place)
        partial = place.with_name(f"{folder.PARTIAL}{place.name}")
        if partial.is_dir():
            folder.remove(partial)
        if folder.is_whole(place):
            succeed(run, size=folder.read(place).size)
        else:
            fail(run, INTERRUPTED)


@dataclass(frozen=True)
class Standing:
    """How it stands with backups: the last whole one, the last that failed, the first ever tried.

    `has_key_away` says whether somebody has put the newest key of concerns away.
    """

    last: Backup | None
    failed: Backup | None
    first: Backup | None
    has_key_away: bool


def standing() -> Standing:
    """How it stands with backups, by one statement."""
    runs = Backup.objects.values("id", "started_at", "ended_at", "place", "size", "error")
    whole, failed, first, key = fetched(
        [
            runs.filter(ended_at__isnull=False, error="")[:1],
            runs.exclude(error="")[:1],
            runs.order_by("started_at", "id")[:1],
            keeping_key.said().values("id")[:1],
        ]
    )
    return Standing(_run(whole), _run(failed), _run(first), bool(key))


def last_whole() -> Backup | None:
    """The newest backup that is whole, if there ever was one."""
    return Backup.objects.whole().first()


def _run(rows: list[Row]) -> Backup | None:
    for row in rows:
        moments = {
            name: dt.datetime.fromisoformat(row[name]) if row[name] else None
            for name in ("started_at", "ended_at")
        }
        return Backup(**row | moments)
    return None
