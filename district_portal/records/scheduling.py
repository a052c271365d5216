"""The retention schedule: drafted by the District Administrator, in force once it is adopted.

Source: Wis. Stat. 19.21(6), under which a schedule is adopted by the board before it counts.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.db import transaction
from django.db.models import Max, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from district_portal import audit
from district_portal.district.current import today
from district_portal.district.keeping_words import in_own_language
from district_portal.records import locking
from district_portal.records.kinds import kinds
from district_portal.records.models import Draft, DraftClass, RetentionClass, Schedule

FIELDS: Final = ("code", "title", "years", "starts", "source", "public", "kinds")
LONGEST_NOTICE = 365


class ScheduleError(ValueError):
    """What can't be said in a schedule; `field` is what is wrong, the message says why."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(words)
        self.field = field


class NoDraftError(Exception):
    """The draft was adopted or discarded by somebody else."""


def in_force() -> Schedule | None:
    """The schedule that counts, None before one was adopted."""
    return Schedule.objects.prefetch_related("classes").first()


def classes_in_force() -> Any:
    """The classes of the schedule that counts."""
    newest = Schedule.objects.order_by("-number").values("pk")[:1]
    return RetentionClass.objects.filter(schedule=Subquery(newest))


def draft() -> Draft | None:
    """The draft, None where nobody works on one."""
    return Draft.objects.prefetch_related("classes").first()


@transaction.atomic
def begin(*, by: Person, at: dt.datetime | None = None) -> Draft:
    """Begin a draft: as the schedule in force stands, or with a class for each kind of record.

    The draft that is there is answered as it is.
    """
    locking.take_turn()
    at, there = at or timezone.now(), draft()
    if there:
        return there
    counting = in_force()
    begun = Draft(pk=1, begun_at=at, begun_by=by)
    if counting:
        begun.notice_days = counting.notice_days
    begun.save(force_insert=True)
    rows = [_as_draft(row, begun) for row in counting.classes.all()] if counting else _usual(begun)
    DraftClass.objects.bulk_create(rows)
    audit.record("records.schedule_begun", by=by, on=begun, at=at)
    return begun


@transaction.atomic
def give_notice_days(days: int, *, by: Person) -> Draft:
    """Let so many days lie between proposing and confirming a disposal.

    Raises NoDraftError, ScheduleError.
    """
    held = _held()
    if not 0 <= days <= LONGEST_NOTICE:
        words = _("Give a number of days from 0 to %(most)s") % {"most": LONGEST_NOTICE}
        raise ScheduleError("notice_days", words)
    if held.notice_days != days:
        before, held.notice_days = held.notice_days, days
        held.save(update_fields=["notice_days"])
        audit.record(
            "records.schedule_drafted",
            by=by,
            on=held,
            before={"notice_days": before},
            after={"notice_days": days},
        )
    return held


@transaction.atomic
def save_class(row: DraftClass | None, *, by: Person, **said: Any) -> DraftClass:
    """Enter a class into the draft, or change one; a kind of record belongs to one class alone.

    `said` has FIELDS. Raises NoDraftError, ScheduleError, ValidationError for a value that no
    class can have.
    """
    held = _held()
    there = held.classes.filter(pk=row.pk).first() if row else None
    if row and there is None:
        raise NoDraftError
    known = {kind.name for kind in kinds()}
    said["kinds"] = [name for name in said["kinds"] if name in known]
    saved = there or DraftClass(draft=held)
    before = {name: getattr(saved, name) for name in FIELDS} if there else None
    if before == said:
        return saved
    if held.classes.filter(code=said["code"]).exclude(pk=saved.pk).exists():
        raise ScheduleError("code", _("Another class of this draft has that code"))
    for name in FIELDS:
        setattr(saved, name, said[name])
    saved.full_clean(exclude=["draft"])
    saved.save()
    for other in held.classes.filter(kinds__overlap=saved.kinds).exclude(pk=saved.pk):
        other.kinds = [name for name in other.kinds if name not in saved.kinds]
        other.save(update_fields=["kinds"])
    audit.record("records.schedule_drafted", by=by, on=saved, before=before, after=said)
    return saved


@transaction.atomic
def remove_class(row: DraftClass, *, by: Person) -> None:
    """Take a class out of the draft; harmless where it is gone. Raises NoDraftError."""
    held = _held()
    there = held.classes.filter(pk=row.pk).first()
    if there:
        audit.record("records.schedule_drafted", by=by, on=there, after={"removed": there.code})
        there.delete()


@transaction.atomic
def discard(*, by: Person) -> None:
    """Throw the draft away; harmless where it is gone."""
    locking.take_turn()
    there = draft()
    if there:
        audit.record("records.schedule_discarded", by=by, on=there)
        there.delete()


@transaction.atomic
def adopt(
    *, adopted_on: dt.date, board_act: str, by: Person, at: dt.datetime | None = None
) -> Schedule:
    """Let the draft be in force: the board adopted it on the local day `adopted_on`.

    `board_act` says by which act ("Resolution 2026-14"). Earlier schedules stay as they were.
    Raises NoDraftError, ScheduleError.
    """
    at, held = at or timezone.now(), _held()
    rows = list(held.classes.all())
    check_adoption(rows, adopted_on=adopted_on, board_act=board_act, day=today(at))
    last = Schedule.objects.aggregate(last=Max("number"))["last"] or 0
    adopted = Schedule.objects.create(
        number=last + 1,
        notice_days=held.notice_days,
        adopted_on=adopted_on,
        board_act=board_act.strip(),
        recorded_at=at,
        recorded_by=by,
    )
    RetentionClass.objects.bulk_create(
        RetentionClass(schedule=adopted, **{name: getattr(row, name) for name in FIELDS})
        for row in rows
    )
    held.delete()
    audit.record(
        "records.schedule_adopted",
        by=by,
        on=adopted,
        after={"adopted_on": adopted_on, "board_act": adopted.board_act},
        at=at,
    )
    return adopted


def check_adoption(
    rows: list[DraftClass], *, adopted_on: dt.date, board_act: str, day: dt.date
) -> None:
    """Raise ScheduleError unless a draft with the classes `rows` can be adopted as of `day`."""
    if not board_act.strip():
        raise ScheduleError("board_act", _("Say by which act the board adopted it"))
    if adopted_on > day:
        raise ScheduleError("adopted_on", _("Enter a day that is not in the future"))
    last = Schedule.objects.first()
    if last and adopted_on < last.adopted_on:
        words = _("Enter a day that is not before the schedule in force was adopted")
        raise ScheduleError("adopted_on", words)
    missing = [str(kind.many) for kind in kinds() if not any(kind.name in r.kinds for r in rows)]
    if missing:
        words = _("Say first in which class these are: %(kinds)s")
        raise ScheduleError("board_act", words % {"kinds": ", ".join(missing)})


def _held() -> Draft:
    locking.take_turn()
    there = Draft.objects.first()
    if there is None:
        raise NoDraftError
    return there


def _as_draft(row: RetentionClass, begun: Draft) -> DraftClass:
    return DraftClass(draft=begun, **{name: getattr(row, name) for name in FIELDS})


@in_own_language()
def _usual(begun: Draft) -> list[DraftClass]:
    """Seven years for each kind of record, unless the state's board of records sets less.

    Source: Wis. Stat. 19.21(6).
    """
    return [
        DraftClass(
            draft=begun,
            code=f"SM-{number}",
            title=str(kind.many)[:1].upper() + str(kind.many)[1:],
            years=7,
            starts="closed",
            source="Wis. Stat. 19.21(6)",
            public=kind.public and not kind.is_secret,
            kinds=[kind.name],
        )
        for number, kind in enumerate(kinds(), start=1)
    ]
