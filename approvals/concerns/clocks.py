"""The clocks that a concern starts by the state pack in use: when they are due, met or missed."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Final

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import Person
from accounts.roles import holders
from approvals.concerns import notifying, seating
from approvals.concerns.models import Act, Clock, Concern
from approvals.concerns.one_by_one import one_by_one
from approvals.concerns.packs import keeping, reckoning
from district_portal import audit
from district_portal.permissions import Role
from district_portal.schooldays.hours import may_disturb

NEAR: Final = dt.timedelta(hours=12)
"""So near its end a clock is told of at night and on holidays too."""


def start(concern: Concern, *, moment: str, at: dt.datetime) -> list[Clock]:
    """Start what the pack in use starts at the `moment` ("sent", "read"); each duty once.

    The caller holds the concern's lock.
    """
    found = keeping.read_in_use()
    if found is None:
        return []
    pack, said = found
    started = set(concern.clocks.values_list("duty", flat=True))
    made = [
        Clock(
            concern=concern,
            pack=pack,
            duty=duty.key,
            statute=duty.statute,
            source=duty.source,
            do=duty.do,
            wording=duty.wording,
            met_by=list(duty.met_by),
            started_at=at,
            due_at=reckoning.due(duty.until, start=at),
        )
        for duty in said.duties
        if duty.starts == moment and concern.kind in duty.kinds and duty.key not in started
    ]
    Clock.objects.bulk_create(made)
    if made:
        audit.record(
            "concerns.duties_started", by=None, on=concern, after={"duties": len(made)}, at=at
        )
    return made


def end_by(act: Act) -> int:
    """End the clocks that an act meets, also those that were said not to apply; answers how many.

    It counts from when it was done, also where it was recorded later. The caller holds the
    concern's lock.
    """
    rows = act.concern.clocks.filter(met_at=None, met_by__contains=[act.what])
    return rows.update(act=act, met_at=act.done_at or act.at)


def running(concern: Concern) -> QuerySet[Clock]:
    """The duties of a concern of which nothing is recorded yet, the next one first."""
    return concern.clocks.filter(act=None)


def of_person(person: Person) -> QuerySet[Clock]:
    """The duties that run in the concerns that a person receives."""
    seats = person.concerns_received.filter(ended_at=None)
    open_ = Q(concern__state=Concern.State.OPEN) & ~Q(concern__about=person)
    return Clock.objects.filter(open_, act=None, concern__in=seats.values("concern"))


def sweep(*, at: dt.datetime | None = None) -> int:
    """Tell in time of what is due, and of what was missed; answers how many mails were queued.

    Before: once half of the time has passed, by day, or at any hour where little is left. Missed:
    at once, the District Administrators too. Twice is harmless.
    """
    at = at or timezone.now()
    rows = Clock.objects.filter(act=None, missed_at=None).values_list("pk", flat=True)
    return one_by_one(rows, partial(_look_at, at=at))


def _look_at(pk: int, *, at: dt.datetime) -> int:
    clock = Clock.objects.select_related("concern").get(pk=pk)
    concern = seating.lock(clock.concern_id)
    clock.refresh_from_db()
    if clock.act_id or clock.missed_at:
        return 0
    people = [row.person for row in seating.living(concern)]
    if at > clock.due_at:
        clock.missed_at = at
        clock.save(update_fields=["missed_at"])
        audit.record("concerns.duty_missed", by=None, on=concern, at=at)
        return notifying.tell_of_missed(clock, [*people, *_leaders(concern)])
    is_half_over = at >= clock.started_at + (clock.due_at - clock.started_at) / 2
    if is_half_over and (may_disturb(at) or clock.due_at - at <= NEAR):
        return notifying.remind_of_due(clock, people)
    return 0


def _leaders(concern: Concern) -> list[Person]:
    kept_from = (concern.about_id, concern.reporter_id)
    return list(holders(Role.DISTRICT_ADMINISTRATOR).exclude(pk__in=[pk for pk in kept_from if pk]))
