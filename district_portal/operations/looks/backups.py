"""Whether backups are made, can be made, and the key that none holds lies elsewhere."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import psycopg2
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Person
from district_portal.operations.backup import connecting, keeping_key, noting, programs, scheduling
from district_portal.operations.backup.refusing import BackupError
from district_portal.operations.finding import Finding, State
from district_portal.operations.models import Backup
from district_portal.ui.dates import ago_in_words

_UNREAD: Final = """
SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace
AND relkind IN ('r', 'S') AND NOT has_table_privilege(oid, 'SELECT')
"""


def made(now: dt.datetime, _reader: Person | None = None) -> Iterator[Finding]:
    """The last one is young enough, and somebody has put the key of concerns away."""
    stands = noting.standing()
    yield _last(stands, now)
    yield from _folder()
    if keeping_key.fingerprint() and not stands.has_key_away:
        words = _(
            "The key of concerns is in no backup, and nobody has said that it lies elsewhere."
        )
        mend = _(
            "Keep a copy of it elsewhere. The Technology Coordinator then says so on the page of "
            "the backups."
        )
        yield _finding(State.WATCH, words, mend)


def possible(_now: dt.datetime, _reader: Person | None = None) -> Iterator[Finding]:
    """A program that fits the server is here, and may read all of it."""
    part = _("Making backups")
    try:
        with connecting.connected(connecting.owner()) as opened, opened.cursor() as run:
            program = programs.pg_dump(opened)
            run.execute(_UNREAD)
            (unread,) = run.fetchone() or (0,)
    except (psycopg2.Error, BackupError) as refused:
        yield Finding(part, State.WRONG, str(refused).strip())
        return
    if unread:
        words = ngettext(
            "%(n)s table can’t be read by the role that makes backups.",
            "%(n)s tables can’t be read by the role that makes backups.",
            unread,
        )
        mend = _("Put the owner’s line into DATABASE_OWNER_URL; prepare_database prints it.")
        yield Finding(part, State.WRONG, words % {"n": unread}, mend)
    else:
        yield Finding(part, State.WELL, _("%(path)s fits.") % {"path": program.path})


def _last(stands: noting.Standing, now: dt.datetime) -> Finding:
    last = stands.last
    told = _made_in_words(last, now=now) if last else _("None was made yet.")
    if not settings.BACKUP_DIR:
        return _finding(State.WATCH, told, _("Set BACKUP_DIR, so that one is made each day."))
    if scheduling.is_overdue(stands, at=now):
        tried = stands.failed
        is_newer = tried and (last is None or tried.started_at > last.started_at)
        why = f" {tried.error_in_words}" if tried and is_newer else ""
        words = f"{told} {_('For more than a day none was made.')}{why}"
        mend = _("Fix that, or run manage.py backup to see why.")
        return _finding(State.WRONG, words, mend, matter="backup")
    return _finding(State.WELL if last else State.WATCH, told)


def _folder() -> Iterator[Finding]:
    if not settings.BACKUP_DIR:
        return
    place = Path(settings.BACKUP_DIR)
    way = (place.absolute(), *place.absolute().parents)
    if not os.access(next(folder for folder in way if folder.exists()), os.W_OK):
        words = _("%(place)s can’t be written.") % {"place": place}
        mend = _("Give the right to the user who runs the portal.")
        yield _finding(State.WRONG, words, mend, matter="backup_folder")


def _made_in_words(last: Backup, *, now: dt.datetime) -> str:
    """When the backup was made, its size, how long it took, and where it lies."""
    return _("The last one was made %(when)s: %(size)s in %(seconds)d s, in %(place)s.") % {
        "when": ago_in_words(last.started_at, now=now),
        "size": filesizeformat(last.size or 0),
        "seconds": last.seconds,
        "place": last.place,
    }


def _finding(state: State, words: str, mend: str = "", **more: Any) -> Finding:
    where = {"url_name": "operations:backups", "label": _("Backups")}
    return Finding(_("Backups"), state, words, mend, **where, **more)
