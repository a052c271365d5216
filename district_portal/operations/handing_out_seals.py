"""Once a day the newest seal of the audit trail goes where the operator can't take it back.

Whoever has full control of the database can write the whole trail anew, with seals that fit. Not
those that an auditor has in their mail, or that lie in a file which is copied elsewhere.
"""

from __future__ import annotations

import datetime as dt
import logging
import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts import roles
from district_portal import audit, mailing
from district_portal.district.current import today, zone
from district_portal.permissions import Role
from district_portal.schooldays.hours import FROM

log = logging.getLogger(__name__)


def hand_out(*, at: dt.datetime | None = None) -> int:
    """Mail the newest seal to each auditor and add it to SEALS_FILE, once a day, from 7:00 there.

    Also on days without school: what was done on one is to be proved as well. `at` is aware, now
    unless given. Answers how many mails were queued; twice a day is harmless. A file that can't
    be written is told in the log, and by `doctor`.
    """
    at = at or timezone.now()
    seal = audit.head()
    if seal is None or at.astimezone(zone()).time() < FROM:
        return 0
    day = today(at)
    if settings.SEALS_FILE:
        try:
            _note(seal, Path(settings.SEALS_FILE), day=day)
        except OSError:
            log.exception("SEALS_FILE can't be written")
    return _mail(seal, day=day, at=at)


@transaction.atomic
def _mail(seal: Any, *, day: dt.date, at: dt.datetime) -> int:
    queued = sum(
        mailing.queue(
            "audit_head",
            key=f"audit_head:{auditor.pk}:{day}",
            to=auditor,
            context={"seal": seal, "link": reverse("trail:search")},
        )
        for auditor in roles.holders(Role.AUDITOR)
    )
    if queued:
        after = {"number": seal.pk, "digest": seal.hash, "mails": queued}
        audit.record("audit.head_mailed", by=None, after=after, at=at)
    return queued


def last_noted(file: Path) -> list[str]:
    """The words of the last line of the file with seals: NUMBER:HASH and the day; none is empty.

    Raises OSError where it can't be read.
    """
    if not file.exists():
        return []
    lines = file.read_text(encoding="utf-8").split("\n")
    return next((line.split() for line in reversed(lines) if line.strip()), [])


def _note(seal: Any, file: Path, *, day: dt.date) -> None:
    if last_noted(file)[1:2] == [str(day)]:
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8") as lines:
        lines.write(f"{seal} {day}\n")
        lines.flush()
        os.fsync(lines.fileno())
