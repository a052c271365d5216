"""Seat those who receive a concern, and end the seats of those who no longer do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Person
from accounts.roles import holders
from approvals.concerns import notifying, routing
from approvals.concerns.models import Act, Concern, Receiver
from approvals.concerns.routing import Case
from district_portal import audit
from district_portal.permissions import Role

Why, What = Receiver.Why, Act.What
ANEW: Final = (What.REOPENED, What.TOLD_MORE)
"""After these whoever looked before has to look again."""


def lock(concern_id: int) -> Concern:
    """The concern, held until the end of the transaction: every act on it waits in this line."""
    rows = Concern.objects.select_for_update(of=("self",))
    return rows.select_related("reporter", "posting", "place", "about").get(pk=concern_id)


def living(concern: Concern) -> list[Receiver]:
    """Those who receive it now, the first ones first."""
    rows = concern.receivers.filter(ended_at=None).select_related("person", "stands_in_for")
    return list(rows)


def unread(concerns: QuerySet[Concern]) -> QuerySet[Concern]:
    """Those at which nobody has looked who should, nor recorded anything, since it was last opened.

    Or since its reporter told more.

    That is whoever receives it now, by more than somebody's word: who was added by name doesn't
    count. A District Administrator who records something deals with it too.
    """
    seats = Receiver.objects.filter(ended_at=None).exclude(why=Why.ADDED)
    looked = seats.filter(concern=OuterRef("pk"), read_at__isnull=False)
    seated = seats.filter(concern=OuterRef("concern"), person=OuterRef("by"))
    anew = Act.objects.filter(concern=OuterRef("concern"), what__in=ANEW, at__gte=OuterRef("at"))
    acts = Act.objects.exclude(what__in=[What.ADDED, What.REMOVED]).filter(
        Exists(seated) | Q(by__in=holders(Role.DISTRICT_ADMINISTRATOR)),
        ~Exists(anew),
        concern=OuterRef("pk"),
    )
    return concerns.filter(~Exists(looked), ~Exists(acts))


def is_unread(concern: Concern) -> bool:
    """Whether it is among the `unread`."""
    return unread(Concern.objects.filter(pk=concern.pk)).exists()


def seat(concern: Concern, *, at: dt.datetime) -> list[Receiver]:
    """Let those receive it who should today, on all levels it was brought to; answers the new ones.

    Who no longer should, or has left, receives it no more; who was added by name stays. Nobody's
    seat ends while nobody would be left. New ones are told at once. Of one that is closed seats
    end like that too, and nobody new receives it while somebody is left. The caller holds the
    concern's lock. Twice is harmless. Where whoever had read it is gone, its hours begin anew.
    """
    in_office = routing.offices()
    chairs = routing.chairs_for(Case.of(concern), levels=concern.level, in_office=in_office)
    wanted = {chair.person.pk: chair for chair in chairs}
    here, was_unread = living(concern), is_unread(concern)
    gone = [row for row in here if _is_over(row, chairs=chairs, in_office=in_office)]
    staying = {row.person_id for row in here} - {row.person_id for row in gone}
    is_open = concern.state == Concern.State.OPEN
    new = [chair for pk, chair in wanted.items() if pk not in staying]
    _end(gone, concern=concern, at=at)
    made = [_seat(concern, chair, at=at) for chair in new if is_open or not staying]
    if made:
        audit.record("concerns.seated", by=None, on=concern, after={"people": len(made)}, at=at)
    if not is_open:
        return made
    if not was_unread and is_unread(concern):
        concern.asked_at = at
        concern.save(update_fields=["asked_at"])
    notifying.ask_to_read(made, concern=concern)
    return made


def renew(concern: Concern, *, but: Person, at: dt.datetime) -> None:
    """Let those who have read it receive it anew, unread, all but one person.

    The caller holds the concern's lock.
    """
    read = [row for row in living(concern) if row.read_at and row.person != but]
    Receiver.objects.filter(pk__in=[row.pk for row in read]).update(ended_at=at)
    for row in read:
        row.pk, row.read_at, row.seated_at = None, None, at
        row.save()


def _is_over(
    row: Receiver, *, chairs: Collection[routing.Chair], in_office: routing.Offices
) -> bool:
    if not row.person.is_active:
        return True
    if row.why == Why.ADDED or not chairs:
        return False
    if any(chair.person == row.person for chair in chairs):
        return False
    return not _is_last_officer(row, chairs=chairs, in_office=in_office)


def _is_last_officer(
    row: Receiver, *, chairs: Collection[routing.Chair], in_office: routing.Offices
) -> bool:
    """Whether a Board officer, asked from the start, lost that office and no other one follows.

    Whoever gives and ends offices may be whom it is about.
    """
    if row.why != Why.OFFICER or row.level > 1 or row.person in in_office[Role.BOARD_OFFICER]:
        return False
    return all(chair.why != Why.OFFICER for chair in chairs)


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
    """When they looked while they received it once before, since they had to look again."""
    rows = concern.receivers.filter(person=person, read_at__isnull=False)
    anew = concern.acts.filter(what__in=ANEW).order_by("-at").first()
    if anew:
        rows = rows.filter(read_at__gte=anew.at)
    return rows.order_by("read_at").values_list("read_at", flat=True).first()
