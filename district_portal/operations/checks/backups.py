"""Whether backups are made, can be made, and the key that none holds lies elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg2
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from district_portal.operations.backup import checking, connecting, programs
from district_portal.operations.backup.refusing import BackupError
from district_portal.operations.doctoring import Diagnosis, check
from district_portal.operations.health import State

_UNREAD = """
SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace
AND relkind IN ('r', 'S') AND NOT has_table_privilege(oid, 'SELECT')
"""


@check
def backups_are_made() -> Iterator[Diagnosis]:
    """The last one is young enough, and somebody has put the key of concerns away."""
    for remark in checking.remarks():
        bad = State.WRONG if remark.is_urgent else State.WATCH
        state = State.WELL if remark.is_well else bad
        yield Diagnosis(_("Backups"), state, remark.words, remark.mend)


@check
def backups_can_be_made() -> Iterator[Diagnosis]:
    """A program that fits the server is here, and may read all of it."""
    part = _("Making backups")
    try:
        with connecting.connected(connecting.owner()) as opened, opened.cursor() as run:
            program = programs.pg_dump(opened)
            run.execute(_UNREAD)
            (unread,) = run.fetchone() or (0,)
    except (psycopg2.Error, BackupError) as refused:
        yield Diagnosis(part, State.WRONG, str(refused).strip())
        return
    if unread:
        words = ngettext(
            "%(n)s table can’t be read by the role that makes backups.",
            "%(n)s tables can’t be read by the role that makes backups.",
            unread,
        )
        mend = _("Put the owner’s line into DATABASE_OWNER_URL; prepare_database prints it.")
        yield Diagnosis(part, State.WRONG, words % {"n": unread}, mend)
    else:
        yield Diagnosis(part, State.WELL, _("%(path)s fits.") % {"path": program.path})
