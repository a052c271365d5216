"""A supervisor, or human resources, reminds one or more people, each once a day at most."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone

from accounts.models import Person
from accounts.naming import called
from district_portal import audit, mailing
from district_portal.district.current import today
from district_portal.permissions import visible
from district_portal.schooldays.hours import may_disturb
from policies.acknowledgments import sparing
from policies.acknowledgments.models import Assignment, Nudge
from policies.acknowledgments.overseeing import MAY
from policies.acknowledgments.sparing import Why


class NotNowError(Exception):
    """Nobody is reminded on a day without school, nor before 7:00 or after 17:00."""


@dataclass
class Sorted:
    """Who gets a nudge, with what is open (ids); who does not, and why; who nudged them today."""

    go: dict[int, list[int]] = field(default_factory=dict)
    stay: dict[int, Why] = field(default_factory=dict)
    nudged: dict[int, str] = field(default_factory=dict)


def sort_out(
    people: Collection[int], *, by: Person, may: str = MAY, at: dt.datetime | None = None
) -> Sorted:
    """Which of `people` (ids) would get a nudge from `by` at `at` (aware; now unless given).

    Of those whom `by` reaches under the permission `may`.
    """
    day = today(at or timezone.now())
    nudges = Nudge.objects.filter(person=OuterRef("pk"), day=day)
    theirs = _theirs(people, by=by, may=may).annotate(
        why_not=sparing.why_not(day), nudged_by=Subquery(nudges.values(name=called("by")))
    )
    found = list(theirs.values_list("pk", "why_not", "nudged_by"))
    reasons = {person: why for person, why, _by in found}
    go: dict[int, list[int]] = {person: [] for person, why in reasons.items() if not why}
    rows = Assignment.objects.open().filter(person__in=go).order_by("due_on", "pk")
    for person, assignment in rows.values_list("person", "pk"):
        go[person].append(assignment)
    return Sorted(
        go=go,
        stay={
            person: Why(reasons.get(person, Why.ONESELF if person == by.pk else Why.NOT_THEIRS))
            for person in sorted(people)
            if person not in go
        },
        nudged={person: name for person, _why, name in found if name},
    )


def named(found: Sorted, people: Collection[int]) -> dict[int, list[str]]:
    """Person → the policies that their mail names, the first due first; one statement.

    Of those of `people` (ids) who get one: what `write` puts into it.
    """
    wanted = {pk: person for person in people for pk in found.go.get(person, ())}
    rows = Assignment.objects.filter(pk__in=wanted).select_related("version")
    told: dict[int, dict[int, str]] = defaultdict(dict)
    for row in rows.order_by("due_on", "pk"):
        name = f"{row.version.code} {row.version.title}"
        told[wanted[row.pk]].setdefault(row.version_id, name)
    return {person: list(told[person].values()) for person in people}


@transaction.atomic
def nudge(
    people: Iterable[int], *, by: Person, may: str = MAY, at: dt.datetime | None = None
) -> Sorted:
    """Remind those of `people` (ids) who may be, at `at` (aware; now unless given).

    Answers who got a nudge, and why the others did not. A person gets one mail a day at most,
    whoever sends it; twice, or by two at once, the second finds them nudged already, and whoever
    got a digest today is left in peace. Raises NotNowError when nobody may be disturbed.
    """
    at = at or timezone.now()
    if not may_disturb(at):
        raise NotNowError
    day = today(at)
    asked = set(people)
    list(_theirs(asked, by=by, may=may).select_for_update(no_key=True).order_by("pk").values("pk"))
    found = sort_out(asked, by=by, may=may, at=at)
    keys = {person: sparing.key(person, day) for person in found.go}
    left = keys.keys() - mailing.queue_many("nudge", keys=keys)
    taken = {mail.key for mail in mailing.queued_under(keys[person] for person in left)}
    for person in [person for person in left if keys[person] in taken]:
        del found.go[person]
        found.stay[person] = Why.REMINDED
    if not found.go:
        return found
    Nudge.objects.bulk_create(
        Nudge(person_id=person, day=day, by=by, nudged_at=at, assignments=open_ones)
        for person, open_ones in found.go.items()
    )
    after = {"day": day, "people": len(found.go)}
    audit.record("acknowledgments.nudged", by=by, after=after, at=at)
    return found


def _theirs(people: Collection[int], *, by: Person, may: str) -> QuerySet[Person]:
    others = Person.objects.filter(pk__in=people, is_active=True).exclude(pk=by.pk)
    return visible(others, by, may)


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
