"""What is said of one record: public or not, of another class, kept by the archiving service."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from district_portal import audit
from district_portal.district.current import today
from district_portal.records import locking
from district_portal.records.kinds import Kind
from district_portal.records.models import Archiving, Ruling
from district_portal.records.scheduling import classes_in_force


class RulingError(ValueError):
    """What can't be said of a record; `field` is what is wrong, the message says why."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(words)
        self.field = field


@transaction.atomic
def rule(
    kind: Kind,
    record: int,
    *,
    public: bool | None,
    code: str,
    reason: str,
    by: Person,
    at: dt.datetime | None = None,
) -> Ruling:
    """Say whether one record is public and of which class it is, for a reason.

    `public` None and `code` "" leave it to the class and to the kind. What is said already stays
    as it was said. Raises RulingError.
    """
    reason = reason.strip()
    if not reason:
        raise RulingError("reason", _("Say why"))
    if code and not classes_in_force().filter(code=code).exists():
        raise RulingError("code", _("Choose a class of the schedule in force"))
    locking.take_turn()
    row = _there(kind, record)
    last = Ruling.objects.filter(kind=kind.name, record=record).first()
    if (last.public, last.code) == (public, code) if last else (public is None and not code):
        if last:
            return last
        raise RulingError("public", _("That is so already"))
    said = Ruling.objects.create(
        kind=kind.name,
        record=record,
        public=public,
        code=code,
        reason=reason,
        ruled_at=at or timezone.now(),
        ruled_by=by,
    )
    audit.record(
        "records.ruled",
        by=by,
        on=row,
        before={"public": last.public, "class": last.code} if last else None,
        after={"public": public, "class": code},
        at=said.ruled_at,
    )
    return said


@transaction.atomic
def note_archived(
    kind: Kind,
    record: int,
    *,
    archived_on: dt.date,
    where: str,
    by: Person,
    at: dt.datetime | None = None,
) -> Archiving:
    """Note that the archiving service `where` keeps a record since the local day `archived_on`.

    The same twice is one. Raises RulingError.
    """
    at, where = at or timezone.now(), where.strip()
    if not where:
        raise RulingError("where", _("Say where it is archived"))
    if archived_on > today(at):
        raise RulingError("archived_on", _("Enter a day that is not in the future"))
    return _note(kind, record, archived_on=archived_on, where=where, reason="", by=by, at=at)


@transaction.atomic
def note_not_archived(
    kind: Kind, record: int, *, reason: str, by: Person, at: dt.datetime | None = None
) -> Archiving:
    """Note that it is not archived after all, and why. The same twice is one. Raises RulingError.

    Raises it too where nobody had said that it is.
    """
    at, reason = at or timezone.now(), reason.strip()
    if not reason:
        raise RulingError("reason", _("Say why it is not archived after all"))
    locking.take_turn()
    if not Archiving.objects.filter(kind=kind.name, record=record).exists():
        raise RulingError("reason", _("Nobody has noted that it is archived"))
    return _note(kind, record, archived_on=None, where="", reason=reason, by=by, at=at)


def _there(kind: Kind, record: int) -> Any:
    row = kind.rows().filter(pk=record).first()
    if row is None:
        raise RulingError("reason", _("It is not there any more"))
    return row


def _note(
    kind: Kind,
    record: int,
    *,
    archived_on: dt.date | None,
    where: str,
    reason: str,
    by: Person,
    at: dt.datetime,
) -> Archiving:
    locking.take_turn()
    row = _there(kind, record)
    last = Archiving.objects.filter(kind=kind.name, record=record).first()
    if last and (last.archived_on, last.where) == (archived_on, where):
        return last
    noted = Archiving.objects.create(
        kind=kind.name,
        record=record,
        archived_on=archived_on,
        where=where,
        reason=reason,
        noted_at=at,
        noted_by=by,
    )
    audit.record(
        "records.archiving_noted",
        by=by,
        on=row,
        after={"archived_on": archived_on, "where": where},
        at=at,
    )
    return noted


def rulings(kind: Kind, record: int) -> QuerySet[Ruling]:
    """What was said of a record, the newest first."""
    rows = Ruling.objects.filter(kind=kind.name, record=record)
    return rows.select_related("ruled_by")


def archivings(kind: Kind, record: int) -> QuerySet[Archiving]:
    """What was noted of its archiving, the newest first."""
    rows = Archiving.objects.filter(kind=kind.name, record=record)
    return rows.select_related("noted_by")
