"""Seat those who receive a concern, and end the seats of those who no longer do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from accounts.models import Person
from approvals.concerns import notifying, routing
from approvals.concerns.models import Concern, Receiver
from approvals.concerns.routing import Case
from district_portal import audit


def lock(concern_id: int) -> Concern:
    """The concern, held until the end of the transaction: every act on it waits in this line."""
    rows = Concern.objects.select_for_update(of=("self",))
    return rows.select_related("reporter", "posting", "place", "about").get(pk=concern_id)


def living(concern: Concern) -> list[Receiver]:
    """Those who receive it now, the first ones first."""
    rows = concern.receivers.filter(ended_at=None).select_related("person", "stands_in_for")
    return list(rows)


def is_unread(concern: Concern) -> bool:
    """Whether none of those who receive it now has looked."""
    return not concern.receivers.filter(ended_at=None, read_at__isnull=False).exists()


def seat(concern: Concern, *, at: dt.datetime) -> list[Receiver]:
    """Let those receive it who should today, on all levels it was brought to; answers the new ones.

    Who no longer should, or has left, receives it no more; who was added by name stays. Nobody's
    seat ends while nobody would be left. New ones are told at once. The caller holds the
    concern's lock. Twice is harmless. Where whoever had read it is gone, its hours begin anew.
    """
    chairs = routing.chairs_for(Case.of(concern), levels=concern.level)
    wanted = {chair.person.pk: chair for chair in chairs}
    here = living(concern)
    added = {row.person_id for row in here if row.why == Receiver.Why.ADDED}
    gone = [row for row in here if _is_over(row, kept=wanted.keys() if wanted else None)]
    staying = {row.person_id for row in here} - {row.person_id for row in gone}
    new = [chair for pk, chair in wanted.items() if pk not in staying and pk not in added]
    _end(gone, concern=concern, at=at)
    made = [_seat(concern, chair, at=at) for chair in new]
    if any(row.read_at for row in here) and is_unread(concern):
        concern.asked_at = at
        concern.save(update_fields=["asked_at"])
    if made:
        audit.record("concerns.seated", by=None, on=concern, after={"people": len(made)}, at=at)
        notifying.ask_to_read(made, concern=concern)
    return made


def _is_over(row: Receiver, *, kept: Collection[int] | None) -> bool:
    if not row.person.is_active:
        return True
    if row.why == Receiver.Why.ADDED or kept is None:
        return False
    return row.person_id not in kept


def _end(rows: list[Receiver], *, concern: Concern, at: dt.datetime) -> None:
    if rows:
        Receiver.objects.filter(pk__in=[row.pk for row in rows]).update(ended_at=at)
        audit.record("concerns.unseated", by=None, on=concern, after={"people": len(rows)}, at=at)


def _seat(concern: Concern, chair: routing.Chair, *, at: dt.datetime) -> Receiver:
    return Receiver.objects.create(
        concern=concern,
        person=chair.person,
        why=chair.why,
        stands_in_for=chair.stands_in_for,
        level=chair.level,
        seated_at=at,
        read_at=_read_before(concern, chair.person),
    )


def _read_before(concern: Concern, person: Person) -> dt.datetime | None:
    """When they looked while they received it once before."""
    rows = concern.receivers.filter(person=person, read_at__isnull=False)
    return rows.order_by("read_at").values_list("read_at", flat=True).first()
