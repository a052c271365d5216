"""Who looked at what of a concern: each look is recorded, and the first one is its reading."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from accounts.models import Person
from approvals.concerns import clocks, handling, sealing, seating
from approvals.concerns.models import Concern, Evidence
from approvals.concerns.reporting import STUDENT
from district_portal import audit
from district_portal.permissions import can

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from district_portal.audit.models import Event


LOOKS: Final = ("looked", "read", "file_looked", "student_name_looked")
MOST: Final = 50
"""Looks that a page of a concern lists."""


def looks(concern: Concern) -> QuerySet[Event]:
    """The last ones who looked at something of it, newest first; for those who deal with it."""
    acts = [f"concerns.{look}" for look in LOOKS]
    return audit.history(concern).filter(act__in=acts).order_by("-at", "-pk")[:MOST]


@transaction.atomic
def look(
    concern: Concern, *, by: Person, handles: bool | None = None, at: dt.datetime | None = None
) -> bool:
    """Record that `by` looked at a concern that was sent; answers whether they read it just now.

    The first look of somebody who receives it is their reading. Once somebody who deals with it
    has read it, the clocks run that start by that. `handles` says whether `by` deals with it, where
    that is known.
    """
    at, rows = at or timezone.now(), list(concern.receivers.all())
    own = [row for row in rows if row.person_id == by.pk and not (row.ended_at or row.read_at)]
    was_read = any(row.read_at for row in rows)
    if handles is None:
        handles = can(by, "concerns.handle", concern)
    starts = handles and not was_read and clocks.would_start(concern, moment="read")
    is_first = (bool(own) or starts) and _read(concern, by=by, at=at)
    for row in own:
        row.read_at = at
    audit.record("concerns.read" if is_first else "concerns.looked", by=by, on=concern, at=at)
    return is_first


def _read(concern: Concern, *, by: Person, at: dt.datetime) -> bool:
    is_first = handling.note_reading(seating.lock(concern.pk), by=by, at=at)
    clocks.look_anew(concern)
    return is_first


@transaction.atomic
def look_at_file(evidence: Evidence, *, by: Person, at: dt.datetime | None = None) -> None:
    """Record that `by` fetched a file of a concern, or its picture: that is reading it too."""
    at, on = at or timezone.now(), evidence.concern
    if on.receivers.filter(person=by, ended_at=None, read_at=None).exists():
        _read(on, by=by, at=at)
    audit.record("concerns.file_looked", by=by, on=on, after={"file": evidence.pk}, at=at)


@sensitive_variables()
@transaction.atomic
def student_name(concern: Concern, *, by: Person, at: dt.datetime | None = None) -> str:
    """The name of the student, for one look, which is recorded; empty where none is kept.

    Raises Concern.DoesNotExist for somebody who doesn't deal with it, SealedError.
    """
    at, held = at or timezone.now(), handling.hold(concern, by=by)
    handling.note_reading(held, by=by, at=at)
    kept = getattr(held, "student", None)
    if kept is None:
        return ""
    audit.record("concerns.student_name_looked", by=by, on=held, at=at)
    return sealing.open_(held, kept.name, field=STUDENT)
