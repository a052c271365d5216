"""Who looked at what of a concern: each look is recorded, and the first one is its reading."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from accounts.models import Person
from approvals.concerns import clocks, handling, sealing, seating
from approvals.concerns.models import Concern, Evidence
from approvals.concerns.reporting import STUDENT
from district_portal import audit
from district_portal.permissions import can


@transaction.atomic
def look(concern: Concern, *, by: Person, at: dt.datetime | None = None) -> bool:
    """Record that `by` looked at a concern that was sent; answers whether they read it just now.

    The first look of somebody who receives it is their reading. Once somebody who deals with it
    has read it, the clocks run that start by that.
    """
    at, rows = at or timezone.now(), list(concern.receivers.all())
    own = [row for row in rows if row.person_id == by.pk and not (row.ended_at or row.read_at)]
    was_read = any(row.read_at for row in rows)
    is_first = (bool(own) or not was_read) and _read(concern, by=by, at=at)
    for row in own:
        row.read_at = at
    audit.record("concerns.read" if is_first else "concerns.looked", by=by, on=concern, at=at)
    return is_first


def _read(concern: Concern, *, by: Person, at: dt.datetime) -> bool:
    """Note a reading, and start what it starts; answers whether it was that of a receiver."""
    held = seating.lock(concern.pk)
    was_read = held.receivers.filter(read_at__isnull=False).exists()
    seat = held.receivers.filter(person=by, ended_at=None, read_at=None)
    is_first = bool(seat.update(read_at=at))
    if not was_read and can(by, "concerns.handle", held):
        clocks.start(held, moment="read", at=at)
    return is_first


@transaction.atomic
def look_at_file(evidence: Evidence, *, by: Person, at: dt.datetime | None = None) -> None:
    """Record that `by` fetched a file of a concern, or its picture."""
    on = evidence.concern
    audit.record("concerns.file_looked", by=by, on=on, after={"file": evidence.pk}, at=at)


@sensitive_variables()
@transaction.atomic
def student_name(concern: Concern, *, by: Person, at: dt.datetime | None = None) -> str:
    """The name of the student, for one look, which is recorded; empty where none is kept.

    Raises Concern.DoesNotExist for somebody who doesn't deal with it, SealedError.
    """
    held = handling.hold(concern, by=by)
    kept = getattr(held, "student", None)
    if kept is None:
        return ""
    audit.record("concerns.student_name_looked", by=by, on=held, at=at)
    return sealing.open_(held, kept.name, field=STUDENT)
