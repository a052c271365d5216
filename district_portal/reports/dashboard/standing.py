"""How far what is asked today is signed: by policy, by place, late by how long, day by day.

Of everybody from the sums that are kept; of those whom somebody looks after from their rows.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet, Sum

from district_portal.district.current import zone
from district_portal.reports.dashboard.asking import Asked
from district_portal.ui.together import fetched
from policies.acknowledgments import summing
from policies.acknowledgments.following import EVENTS, STANDING
from policies.acknowledgments.models import Assignment, Completion, DayCount

Row = dict[str, Any]
OPEN, SIGNED = Completion.Status.OPEN, Completion.Status.SIGNED


@dataclass
class Tally:
    """How many signatures are given, open, late among these, and closed without one."""

    signed: int = 0
    open: int = 0
    late: int = 0
    closed: int = 0

    @property
    def wanted(self) -> int:
        """Those that are given or open: what was closed is not waited for."""
        return self.signed + self.open

    @property
    def share(self) -> float:
        """Per cent of them that are given; 0 where nothing is wanted."""
        return 100 * self.signed / self.wanted if self.wanted else 0

    def add(self, row: Row, *, today: dt.date) -> None:
        """Count a row: status, day on which it is due, whether on leave, and how many."""
        people = int(row["people"])
        if row["status"] == SIGNED:
            self.signed += people
        elif row["status"] == OPEN:
            self.open += people
            self.late += people if is_late(row, today) else 0
        else:
            self.closed += people


@dataclass(frozen=True)
class Day:
    """What was asked for, came to be due and was signed on a day."""

    day: dt.date
    asked: int
    due: int
    signed: int


@dataclass
class Standing:
    """All that the charts of acknowledgments are drawn from."""

    total: Tally = field(default_factory=Tally)
    versions: dict[int, Tally] = field(default_factory=dict)
    places: dict[int, Tally] = field(default_factory=dict)
    """By the place right below the one asked for; that one itself for who works right there."""
    late: dict[int, int] = field(default_factory=dict)
    """By how many days they are late."""
    upcoming: dict[dt.date, int] = field(default_factory=dict)
    """Open ones of people who are not on leave, by the day from today on when they are due."""
    days: list[Day] = field(default_factory=list)


def is_late(row: Row, today: dt.date) -> bool:
    """Whether a row was due before today, of people who are not on leave."""
    due = _day(row["due_on"])
    return due is not None and due < today and not row["on_leave"]


def sought(asked: Asked) -> list[QuerySet[Any, Any]]:
    """What `read` needs of everybody: the place, the places below it, and the days."""
    counts = Completion.objects.filter(requirement=None, version__in=asked.versions).order_by()
    there = counts.filter(place=asked.place)
    days = DayCount.objects.filter(version__in=asked.versions, place=asked.place).order_by()
    return [
        there.values("version_id", "status", "due_on", "on_leave").annotate(people=Sum("people")),
        *summing.at(asked.tree.below(asked.top), versions=asked.versions),
        days.values("day").annotate(asked=Sum("asked"), due=Sum("due"), signed=Sum("signed")),
    ]


def read(asked: Asked, found: list[list[Row]]) -> Standing:
    """How it stands with everybody, from the rows that `sought` names."""
    there, sums, since, kept, days = found
    below = [*sums, *since] if kept else _counted(asked)
    places: dict[int, Tally] = defaultdict(Tally)
    for row in below:
        places[row["place_id"]].add(row, today=asked.today)
    standing = _gathered(asked, there, days)
    if asked.top is not None:
        rest = _rest(standing.total, places.values())
        if rest.wanted or rest.closed:
            places[asked.top] = rest
    standing.places = {pk: tally for pk, tally in places.items() if tally.wanted}
    return standing


def _counted(asked: Asked) -> list[Row]:
    """Apart from the others: the planner would have several at work for it, needed or not."""
    below = asked.tree.below(asked.top)
    [rows] = fetched([summing.counted(below, versions=asked.versions)])
    return rows


def read_of_few(asked: Asked) -> Standing:
    """How it stands with those whom the person may see; one statement over their rows."""
    rows = Assignment.objects.filter(asked.scope, version__in=asked.versions).order_by()
    try:
        sql, params = rows.query.sql_with_params()
    except EmptyResultSet:
        return Standing()
    with connection.cursor() as cursor:
        cursor.execute(_OF_FEW.format(asked=sql), [*params, zone().key, asked.place, asked.place])
        there, days = cursor.fetchone()
    standing = _gathered(asked, there, days)
    places: dict[int, Tally] = defaultdict(Tally)
    for row in there:
        if (place := _part(asked, row["places"])) is not None:
            places[place].add(row, today=asked.today)
    standing.places = {pk: tally for pk, tally in places.items() if tally.wanted}
    return standing


# Each person through the index of the roll: the planner would rather go through everybody.
_OF_FEW = f"""
    WITH asked AS MATERIALIZED ({{asked}}),
    roll AS MATERIALIZED (
        SELECT there.* FROM (SELECT DISTINCT person_id FROM asked) one
        CROSS JOIN LATERAL (
            SELECT * FROM acknowledgments_onroll r WHERE r.person_id = one.person_id OFFSET 0
        ) there
    ), {STANDING},
    here AS (SELECT * FROM standing WHERE %s IS NULL OR places @> ARRAY[%s]::bigint[])
    SELECT
        (SELECT coalesce(json_agg(t), '[]') FROM (
            SELECT version_id, status, CASE WHEN status = 'open' THEN due_on END AS due_on,
                   on_leave, places, count(*) AS people
            FROM here GROUP BY 1, 2, 3, 4, 5
        ) t),
        (SELECT coalesce(json_agg(d), '[]') FROM (
            SELECT day, sum(n * asked) AS asked, sum(n * due) AS due, sum(n * signed) AS signed
            FROM (
                SELECT asked_on, due_on, signed_on, count(*) AS n
                FROM here WHERE status IN ('open', 'signed') GROUP BY 1, 2, 3
            ) alike CROSS JOIN LATERAL {EVENTS}
            WHERE day IS NOT NULL GROUP BY day
        ) d)
"""  # noqa: S608 – constants of these modules


def _gathered(asked: Asked, there: list[Row], days: list[Row]) -> Standing:
    standing = Standing()
    versions: dict[int, Tally] = defaultdict(Tally)
    late: dict[int, int] = defaultdict(int)
    upcoming: dict[dt.date, int] = defaultdict(int)
    for row in there:
        versions[row["version_id"]].add(row, today=asked.today)
        standing.total.add(row, today=asked.today)
        if row["status"] == OPEN and not row["on_leave"] and (due := _day(row["due_on"])):
            if due < asked.today:
                late[(asked.today - due).days] += int(row["people"])
            else:
                upcoming[due] += int(row["people"])
    standing.versions = {pk: tally for pk, tally in versions.items() if tally.wanted}
    standing.late = {days_late: people for days_late, people in late.items() if people}
    standing.upcoming = {day: people for day, people in upcoming.items() if people}
    told = [Day(_day(r["day"]) or asked.today, r["asked"], r["due"], r["signed"]) for r in days]
    standing.days = sorted(told, key=lambda one: one.day)
    return standing


def _rest(total: Tally, parts: Iterable[Tally]) -> Tally:
    """What is left of `total` for who works at none of the places below."""
    rest = Tally(total.signed, total.open, total.late, total.closed)
    for part in parts:
        rest.signed -= part.signed
        rest.open -= part.open
        rest.late -= part.late
        rest.closed -= part.closed
    return rest


def _part(asked: Asked, places: list[int]) -> int | None:
    """Of the places where somebody is counted, the one right below the one asked for."""
    if asked.top is None:
        return places[0] if places else None
    if asked.top not in places:
        return asked.top
    below = places.index(asked.top) + 1
    return places[below] if below < len(places) else asked.top


def _day(value: str | dt.date | None) -> dt.date | None:
    return dt.date.fromisoformat(value) if isinstance(value, str) else value
