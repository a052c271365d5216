"""What is wrong with the backups, and how it is mended: for the health page and for `doctor`."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _

from district_portal.operations.backup import keeping_key, noting, scheduling
from district_portal.operations.models import Backup
from district_portal.ui.dates import ago_in_words


@dataclass(frozen=True)
class Remark:
    """One thing about the backups, and how it is mended. `is_well`: all is as it should be."""

    words: str
    mend: str = ""
    is_well: bool = False
    is_urgent: bool = False


def remarks(*, at: dt.datetime | None = None) -> Iterator[Remark]:
    """All that is to be said, what is wrong in words that say how to mend it."""
    stands = noting.standing()
    yield from _last(stands, at or timezone.now())
    yield from _folder()
    yield from _key(stands)


def made_in_words(last: Backup, *, now: dt.datetime | None = None) -> str:
    """When the backup was made, its size, how long it took, and where it lies."""
    return _("The last one was made %(when)s: %(size)s in %(seconds)d s, in %(place)s.") % {
        "when": ago_in_words(last.started_at, now=now),
        "size": filesizeformat(last.size or 0),
        "seconds": last.seconds,
        "place": last.place,
    }


def _last(stands: noting.Standing, now: dt.datetime) -> Iterator[Remark]:
    last = stands.last
    made = made_in_words(last, now=now) if last else _("None was made yet.")
    if not settings.BACKUP_DIR:
        mend = _("Set BACKUP_DIR, so that one is made each day.")
        yield Remark(made, mend)
    elif scheduling.is_overdue(stands, at=now):
        tried = stands.failed
        is_newer = tried and (last is None or tried.started_at > last.started_at)
        why = f" {tried.error_in_words}" if tried and is_newer else ""
        words = f"{made} {_('For more than a day none was made.')}{why}"
        yield Remark(words, _("Mend that, or run manage.py backup to see why."), is_urgent=True)
    elif last is None:
        yield Remark(made)
    else:
        yield Remark(made, is_well=True)


def _folder() -> Iterator[Remark]:
    if not settings.BACKUP_DIR:
        return
    place = Path(settings.BACKUP_DIR)
    way = (place.absolute(), *place.absolute().parents)
    if not os.access(next(folder for folder in way if folder.exists()), os.W_OK):
        words = _("%(place)s can’t be written.") % {"place": place}
        mend = _("Give the right to the user who runs the portal.")
        yield Remark(words, mend, is_urgent=True)


def _key(stands: noting.Standing) -> Iterator[Remark]:
    if keeping_key.fingerprint() and not stands.has_key_away:
        yield Remark(
            _("The key of concerns is in no backup, and nobody has said that it lies elsewhere."),
            _("Keep a copy of it elsewhere, and say so on the page of the backups."),
        )
