"""A supervisor reminds one or more of their people, each once a day at most."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.models import Person, Posting
from district_portal import audit, mailing
from district_portal.district.current import today
from district_portal.permissions import visible
from district_portal.schooldays.hours import may_disturb
from policies.acknowledgments.models import Assignment, Nudge
from policies.acknowledgments.overseeing import MAY


class NotNowError(Exception):
    """Nobody is reminded on a day without school, nor before 7:00 or after 17:00."""


class Why(StrEnum):
    """Why somebody is not nudged."""

    NOT_THEIRS = "not_theirs"
    ALREADY = "already"
    ON_LEAVE = "on_leave"
    NOTHING_OPEN = "nothing_open"
    NO_ADDRESS = "no_address"


@dataclass
class Sorted:
    """Who gets a nudge, with the ids of what is open; who does not, and why; today's nudges."""

    go: dict[int, list[int]] = field(default_factory=dict)
    stay: dict[int, Why] = field(default_factory=dict)
    nudged: dict[int, Nudge] = field(default_factory=dict)


def sort_out(people: Collection[int], *, by: Person, at: dt.datetime | None = None) -> Sorted:
    """Which of `people` (ids) would get a nudge from `by` at `at` (aware; now unless given)."""
    day = today(at or timezone.now())
    theirs = _theirs(people, by=by)
    addresses = dict(theirs.values_list("pk", "email"))
    away = set(
        Posting.objects.on(day)
        .filter(person__in=addresses, primary=True, on_leave=True)
        .values_list("person", flat=True)
    )
    open_ones: dict[int, list[int]] = defaultdict(list)
    rows = Assignment.objects.open().filter(person__in=addresses).order_by("due_on", "pk")
    for person, assignment in rows.values_list("person", "pk"):
        open_ones[person].append(assignment)
    todays = Nudge.objects.filter(person__in=addresses, day=day).select_related("by")
    found = Sorted(nudged={nudge.person_id: nudge for nudge in todays})
    for person in sorted(people):
        if person not in addresses:
            found.stay[person] = Why.NOT_THEIRS
        elif person in away:
            found.stay[person] = Why.ON_LEAVE
        elif person not in open_ones:
            found.stay[person] = Why.NOTHING_OPEN
        elif person in found.nudged:
            found.stay[person] = Why.ALREADY
        elif not addresses[person]:
            found.stay[person] = Why.NO_ADDRESS
        else:
            found.go[person] = open_ones[person]
    return found


@transaction.atomic
def nudge(people: Iterable[int], *, by: Person, at: dt.datetime | None = None) -> Sorted:
    """Remind those of `people` (ids) who may be, at `at` (aware; now unless given).

    Answers who got a nudge, and why the others did not. A person gets one a day at most, whoever
    sends it; twice, or by two at once, the second finds them nudged already. Raises NotNowError
    when nobody may be disturbed.
    """
    at = at or timezone.now()
    if not may_disturb(at):
        raise NotNowError
    day = today(at)
    asked = set(people)
    list(_theirs(asked, by=by).select_for_update(no_key=True).order_by("pk").values("pk"))
    found = sort_out(asked, by=by, at=at)
    if not found.go:
        return found
    Nudge.objects.bulk_create(
        Nudge(person_id=person, day=day, by=by, nudged_at=at, assignments=open_ones)
        for person, open_ones in found.go.items()
    )
    mailing.queue_many("nudge", keys={person: f"nudge:{person}:{day}" for person in found.go})
    after = {"day": day, "people": len(found.go)}
    audit.record("acknowledgments.nudged", by=by, after=after, at=at)
    return found


def _theirs(people: Collection[int], *, by: Person) -> QuerySet[Person]:
    return visible(Person.objects.filter(pk__in=people, is_active=True), by, MAY)


@mailing.writes("nudge")
def write(people: set[int]) -> dict[int, dict[str, Any]]:
    """The context of each person's nudge: what waits, and who asks.

    Left out are those who have signed, gone or left on leave since it was queued.
    """
    day = today()
    last = (
        Nudge.objects.filter(person__in=people).order_by("person_id", "-day").distinct("person_id")
    )
    asking = {nudge.person_id: str(nudge.by) for nudge in last.select_related("by")}
    rows = Assignment.objects.running(day).filter(person__in=people, person__is_active=True)
    waiting: dict[int, dict[int, Assignment]] = defaultdict(dict)
    for row in rows.select_related("version").order_by("due_on", "pk"):
        waiting[row.person_id].setdefault(row.version_id, row)
    return {
        person: _context(list(found.values()), asking[person], day)
        for person, found in waiting.items()
        if person in asking
    }


def _context(waiting: list[Assignment], by: str, day: dt.date) -> dict[str, Any]:
    lines = tuple((f"{row.version.code} {row.version.title}", row.due_on) for row in waiting)
    one = len(waiting) == 1
    return {
        "by": by,
        "lines": lines,
        "late": sum(row.due_on < day for row in waiting),
        "day": day,
        "link": reverse("acknowledgments:sign", args=[waiting[0].pk])
        if one
        else reverse("home:today"),
    }
