"""The clocks that a concern starts by the state pack in use: when they are due, met or missed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import Person
from accounts.roles import holders
from approvals.concerns import notifying, seating
from approvals.concerns.models import Act, Clock, Concern
from approvals.concerns.one_by_one import one_by_one
from approvals.concerns.packs import keeping, reckoning
from approvals.concerns.packs.reading import Duty
from district_portal import audit
from district_portal.permissions import Role, can
from district_portal.schooldays.hours import may_disturb

NEAR: Final = dt.timedelta(hours=12)
"""So near its end a clock is told of at night and on holidays too."""


def start(concern: Concern, *, moment: str, at: dt.datetime) -> list[Clock]:
    """Start what the pack in use starts at the `moment` ("sent", "read"); each duty once.

    What was done before meets it at once. A concern that is closed starts nothing. The caller
    holds the concern's lock.
    """
    known = set(concern.clocks.values_list("duty", flat=True))
    return _start(concern, lambda duty: duty.starts == moment and duty.key not in known, at=at)


def would_start(concern: Concern, *, moment: str) -> bool:
    """Whether `start` would start something, by what the concern's row and clocks say now."""
    found = keeping.read_in_use() if concern.state == Concern.State.OPEN else None
    known = {row.duty for row in concern.clocks.all()} if found else set()
    return found is not None and any(
        duty.starts == moment and concern.kind in duty.kinds and duty.key not in known
        for duty in found[1].duties
    )


def look_anew(concern: Concern) -> None:
    """Let the clocks of this row be read again, where they were fetched with it."""
    getattr(concern, "_prefetched_objects_cache", {}).pop("clocks", None)


def start_again(concern: Concern, *, at: dt.datetime) -> list[Clock]:
    """Start what a concern that is opened again asks for; the caller holds its lock.

    That is what its reading starts, where it was closed then, and what was said not to apply.
    """
    rows = list(concern.clocks.all())
    known = {row.duty for row in rows}
    stands = {row.duty for row in rows if not row.does_not_apply}
    return _start(
        concern,
        lambda duty: (duty.starts == "read" or duty.key in known) and duty.key not in stands,
        at=at,
    )


def _start(concern: Concern, asked: Callable[[Duty], bool], *, at: dt.datetime) -> list[Clock]:
    if concern.state != Concern.State.OPEN:
        return []
    found = keeping.read_in_use()
    if found is None:
        return []
    pack, said = found
    made = [
        Clock(
            concern=concern,
            pack=pack,
            duty=duty.key,
            statute=duty.statute,
            source=duty.source,
            do=duty.do,
            wording=duty.wording,
            asks=duty.asks,
            met_by=list(duty.met_by),
            started_at=at,
            due_at=reckoning.due(duty.until, start=at),
        )
        for duty in said.duties
        if concern.kind in duty.kinds and asked(duty)
    ]
    if made:
        _end_by_earlier(concern, made)
        Clock.objects.bulk_create(made)
        audit.record(
            "concerns.duties_started", by=None, on=concern, after={"duties": len(made)}, at=at
        )
    return made


def end_by(act: Act) -> int:
    """End the clocks that an act meets, also those that were said not to apply; answers how many.

    It counts from when it was done, also where it was recorded later. The caller holds the
    concern's lock.
    """
    same = {"concern": OuterRef("concern"), "duty": OuterRef("duty")}
    asked_anew = Clock.objects.filter(**same, pk__gt=OuterRef("pk"))
    rows = act.concern.clocks.filter(met_at=None, met_by__contains=[act.what])
    return rows.exclude(Exists(asked_anew)).update(act=act, met_at=act.done_at or act.at)


def _end_by_earlier(concern: Concern, made: list[Clock]) -> None:
    """Let the earliest act that meets a clock which begins now end it."""
    acts = concern.acts.defer("text").annotate(done=Coalesce("done_at", "at"))
    for act in acts.order_by("-done", "-pk"):
        for clock in made:
            if act.what in clock.met_by:
                clock.act, clock.met_at = act, act.done


def running(concern: Concern) -> QuerySet[Clock]:
    """The duties of a concern of which nothing is recorded yet, the next one first."""
    return concern.clocks.filter(act=None)


def same_question(clock: Clock) -> QuerySet[Clock]:
    """A duty that runs, with those of its concern that run and hang on the same question."""
    same = Q(pk=clock.pk) | (Q(asks=clock.asks) if clock.asks else Q())
    return running(clock.concern).filter(same)


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
    rows = Clock.objects.filter(act=None, missed_at=None, concern__state=Concern.State.OPEN)
    return one_by_one(rows.values_list("pk", flat=True), partial(_look_at, at=at))


def _look_at(pk: int, *, at: dt.datetime) -> int:
    clock = Clock.objects.select_related("concern").get(pk=pk)
    concern = seating.lock(clock.concern_id)
    clock.refresh_from_db()
    if clock.act_id or clock.missed_at or concern.state != Concern.State.OPEN:
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
    """The District Administrators who may deal with it: not those of its subject's choice."""
    rows = holders(Role.DISTRICT_ADMINISTRATOR)
    return [person for person in rows if can(person, "concerns.handle", concern)]
