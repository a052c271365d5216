"""What there is to read of runs: how each stands, and what became of its records."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Subquery, Value, When

from accounts.models import Person
from accounts.roles import holders
from district_portal.permissions import Role, can
from district_portal.records import gates, reading
from district_portal.records.gates import Answer
from district_portal.records.kinds import kinds, named
from district_portal.records.models import Run, RunRecord, Verdict
from district_portal.records.reading import Facts

State = Run.State
_KINDS = {
    State.PROPOSED: "warn",
    State.CONFIRMED: "info",
    State.DONE: "ok",
    State.REFUSED: "bad",
    State.WITHDRAWN: "plain",
    State.STOPPED: "plain",
}


@dataclass(frozen=True)
class Line:
    """One record of a run: as it stands while it is there, else what its tombstone says.

    `spared` is why it was kept instead, as far as the reader may learn it.
    """

    item: RunRecord
    name: str
    facts: Facts | None
    shut: list[Answer]
    spared: list[str]


def runs(*, reader: Person | None = None) -> QuerySet[Run]:
    """Every run, each with its `state` (Run.State) and how many `records_in_all` it has.

    To a `reader` nothing is told of records of which they may not know, nor of runs of them alone.
    """
    undone = RunRecord.objects.filter(run=OuterRef("pk"), tombstone=None, spared=None)
    outcome = Verdict.Outcome
    state = Case(
        When(verdict=None, then=Value(State.PROPOSED)),
        When(verdict__outcome=outcome.REFUSED, then=Value(State.REFUSED)),
        When(verdict__outcome=outcome.WITHDRAWN, then=Value(State.WITHDRAWN)),
        When(stop__isnull=False, then=Value(State.STOPPED)),
        When(Exists(undone), then=Value(State.CONFIRMED)),
        default=Value(State.DONE),
    )
    rows = Run.objects.select_related(
        "proposed_by", "verdict__given_by", "stop__stopped_by", "schedule"
    )
    if reader is None:
        return rows.annotate(state=state, records_in_all=Count("records"))
    told = RunRecord.objects.filter(known_to(reader), run=OuterRef("pk")).order_by()
    count = Subquery(told.values("run").annotate(n=Count("pk")).values("n"))
    return rows.filter(Exists(told)).annotate(state=state, records_in_all=count)


def known_to(reader: Person) -> Q:
    """Which records of runs `reader` may know of.

    Of a secret one that is gone nobody can say any more whom it concerned: those know of it who
    proposed and confirmed that it goes.
    """
    secret = [kind for kind in kinds() if kind.is_secret]
    found = ~Q(kind__in=[kind.name for kind in secret])
    for kind in secret:
        there = kind.known_to(reader).filter(pk=OuterRef("record"))
        found |= Q(Exists(there), kind=kind.name)
    theirs = Q(run__proposed_by=reader) | Q(run__verdict__given_by=reader)
    return found | Q(tombstone__isnull=False) & theirs


def in_state(rows: QuerySet[Any], state: str) -> QuerySet[Any]:
    """Those of `rows`, out of `runs`, that stand so."""
    return rows.filter(state=state)


def badge(state: str) -> tuple[str, str]:
    """The colour of a state, and its words."""
    return _KINDS[State(state)], str(State(state).label)


def waiting_for(person: Person, *, day: dt.date) -> QuerySet[Run]:
    """The runs that `person` can confirm on the local `day`."""
    told = RunRecord.objects.filter(known_to(person), run=OuterRef("pk"))
    rows = Run.objects.filter(Exists(told), verdict=None, not_before__lte=day)
    rows = rows.exclude(proposed_by=person)
    return rows if can(person, "records.confirm") else rows.none()


def who_may_confirm(run: Run) -> list[Person]:
    """Who can confirm `run` or refuse it: each Technology Coordinator but who proposed it."""
    rows = holders(Role.TECHNOLOGY_COORDINATOR).exclude(pk=run.proposed_by_id)
    return [person for person in rows if can(person, "records.confirm")]


def lines(items: Iterable[RunRecord], *, day: dt.date, reader: Person | None = None) -> list[Line]:
    """What there is to say of each of `items` on the local `day`; one statement for each kind.

    To a `reader` who may not see legal holds, or to nobody in particular, nothing of them.
    """
    rows = list(items)
    wanted: dict[str, list[int]] = defaultdict(list)
    for item in rows:
        wanted[item.kind].append(item.record)
    found: dict[tuple[str, int], Facts] = {}
    for kind in kinds():
        if ids := wanted.get(kind.name):
            for row in gates.rows(kind, reader=reader).filter(pk__in=ids):
                found[kind.name, row.pk] = reading.facts(kind, row)
    return [
        _line(item, found.get((item.kind, item.record)), day=day, reader=reader) for item in rows
    ]


def kept(run: Run, *, day: dt.date, reader: Person | None = None) -> int:
    """How many records of a confirmed run would stay on the local `day`: something came between."""
    items = records_of(run, reader=reader).filter(tombstone=None, spared=None)
    return sum(bool(line.shut) for line in lines(items, day=day, reader=reader))


def records_of(run: Run, *, reader: Person | None = None) -> QuerySet[RunRecord]:
    """The records of `run` of which `reader` may know, with what became of them."""
    rows = run.records.filter(known_to(reader)) if reader else run.records.all()
    return rows.select_related("tombstone", "spared").order_by("kind", "record")


def is_secret(run: Run) -> bool:
    """Whether all its records are of secret kinds, so that not everybody may learn of it."""
    return all(named(name).is_secret for name in set(run.records.values_list("kind", flat=True)))


def own(run: Run, person: Person) -> str:
    """What the first record of `run` is called that is the person's own; nothing without one.

    Of one of which they may not know they learn nothing here: it stays when the run is carried out.
    """
    for kind in kinds():
        ids = run.records.filter(kind=kind.name).values("record")
        rows = kind.known_to(person).filter(kind.of(person), pk__in=ids).order_by("pk")
        if name := rows.values_list(kind.called, flat=True).first():
            return kind.title_of(name)
    return ""


def gone_for(reader: Person) -> Q:
    """Which tombstones `reader` may see; see `known_to`."""
    secret = [kind.name for kind in kinds() if kind.is_secret]
    return ~Q(kind__in=secret) | Q(proposed_by=reader) | Q(confirmed_by=reader)


def gone(words: str = "") -> Q:
    """Which tombstones match: by the name, the beginning of the digest, or the run's number."""
    if not words:
        return Q()
    by_run = Q(item__run__id=int(words)) if words.isdecimal() else Q(pk__in=[])
    return Q(name__icontains=words) | Q(digest__startswith=words.lower()) | by_run


def _line(item: RunRecord, facts: Facts | None, *, day: dt.date, reader: Person | None) -> Line:
    kind, kept = named(item.kind), getattr(item, "spared", None)
    hides = reader is not None and (
        kind.is_secret if facts is None else gates.hides_what_stays(reader, facts)
    )
    spared = list(kept.gates) if kept and not hides else []
    if facts is None:
        return Line(item, kind.title_of(item.name), None, [], spared)
    shut = gates.shut(gates.look(facts, day=day, reader=reader))
    return Line(item, facts.title, facts, shut, spared)
