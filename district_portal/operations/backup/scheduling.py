"""When a backup is made by itself, and since when one is missing."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import IntegrityError
from django.utils import timezone

from district_portal.district.current import zone
from district_portal.operations.backup import making, noting
from district_portal.operations.backup.refusing import BackupError, BusyError
from district_portal.operations.models import Backup

PATIENCE: Final = dt.timedelta(hours=26)
"""So long after the last whole backup, or the first try, something is wrong."""
AGAIN: Final = dt.timedelta(hours=1)
"""So long after one that failed the next is tried."""


def take_turn(*, at: dt.datetime | None = None) -> Backup | None:
    """Make the backup of the day if its hour has come; answers its row if one was made.

    Nothing without BACKUP_DIR. One a day, from BACKUP_HOUR on by the district's clock; after one
    that failed the next is tried an hour later. Twice, or on two machines, is harmless.
    """
    at = at or timezone.now()
    day = _day_due(at)
    if day is None:
        return None
    try:
        return making.make(
            Path(settings.BACKUP_DIR),
            keep=settings.BACKUP_KEEP,
            recipient=settings.BACKUP_RECIPIENT,
            for_day=day,
            at=at,
        )
    except (BusyError, IntegrityError):
        return None  # another machine has this day's
    except BackupError as failed:
        if not Backup.objects.filter(for_day=day, started_at__gte=at).exists():
            run = noting.begin(Path(settings.BACKUP_DIR), for_day=day, at=at)
            noting.fail(run, str(failed), at=at)
        return None


def is_overdue(stands: noting.Standing, *, at: dt.datetime | None = None) -> bool:
    """Whether backups are to be made and the last whole one is too old, or none ever was.

    The first is waited for from the first try on.
    """
    if not settings.BACKUP_DIR:
        return False
    last = stands.last or stands.first
    return last is not None and last.started_at < (at or timezone.now()) - PATIENCE


def _day_due(at: dt.datetime) -> dt.date | None:
    """The day whose backup is to be made now, if any."""
    there = at.astimezone(zone())
    if not settings.BACKUP_DIR or there.hour < settings.BACKUP_HOUR:
        return None
    of_day = Backup.objects.filter(for_day=there.date())
    if of_day.filter(ended_at__isnull=False, error="").exists():
        return None
    if of_day.exclude(error="").filter(ended_at__gt=at - AGAIN).exists():
        return None
    return there.date()
