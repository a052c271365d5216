"""Propose that records are disposed of: only those of which every gate is met.

Source: Wis. Stat. 19.21(6), and its days of notice between the proposal and the act.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person
from district_portal import audit
from district_portal.district.current import school_year_bounds, today, zone
from district_portal.records import gates, locking, reading, scheduling
from district_portal.records.kinds import Kind, kinds
from district_portal.records.models import RetentionClass, Run, RunRecord, Starts, Verdict
from district_portal.records.reading import Facts
from district_portal.ui.together import fetched

MOST = 500
"""Records of one run."""
NUMBERS = range(100_000, 1_000_000)
"""Out of which the numbers of runs are drawn."""


class ProposalError(ValueError):
    """What can't be proposed; says why, in words for the person."""


def due(
    kind: Kind,
    *,
    day: dt.date,
    reader: Person | None = None,
    rules: Iterable[RetentionClass] | None = None,
) -> QuerySet[Any]:
    """The records of `kind` whose clock has run out on the local `day`, as `gates.rows` has them.

    Without those of which `reader` may not know. Whether the other gates are met is not asked.
    `rules` are the classes in force, where they are known.
    """
    run_out = Q(pk__in=[])
    for rule in scheduling.classes_in_force() if rules is None else rules:
        column = "record_decided" if rule.starts == Starts.DECIDED else "record_closed"
        run_out |= Q(record_rule__code=rule.code, **{f"{column}__lt": _end_of_start(rule, day)})
    return gates.rows(kind, reader=reader).filter(run_out)


def first_due(*, day: dt.date, reader: Person | None = None) -> Kind:
    """The first kind of record of which one has run out on the local `day`; else the first one."""
    rows, rules = kinds(), list(scheduling.classes_in_force())
    found = [due(kind, day=day, reader=reader, rules=rules).values("pk")[:1] for kind in rows]
    there = zip(rows, fetched(found), strict=True)
    return next((kind for kind, some in there if some), rows[0])


def going() -> QuerySet[RunRecord]:
    """The records of runs that wait for a second person, or for being carried out."""
    undone = Q(tombstone=None, spared=None)
    waits = Q(run__verdict=None) | Q(run__verdict__outcome=Verdict.Outcome.CONFIRMED)
    return RunRecord.objects.filter(undone & waits, run__stop=None)


def with_going(rows: QuerySet[Any], kind: Kind) -> QuerySet[Any]:
    """`rows` of `kind`, each with `is_going`: whether a run has it already."""
    there = going().filter(kind=kind.name, record=OuterRef("pk"))
    return rows.annotate(is_going=Exists(there))


@transaction.atomic
def propose(
    records: Iterable[tuple[str, int]], *, reason: str, by: Person, at: dt.datetime | None = None
) -> Run:
    """Propose that these records (kind and id) are disposed of, for a reason.

    Not before the schedule's days of notice are over may a second person confirm it. The same
    once more is the run that waits already. Raises ProposalError where a gate of one is
    shut, or one is the person's own.
    """
    at, reason, asked = at or timezone.now(), reason.strip(), sorted(set(records))
    if not reason:
        raise ProposalError(_("Say why"))
    if not asked:
        raise ProposalError(_("Choose at least one record"))
    if len(asked) > MOST:
        raise ProposalError(_("Choose at most %(most)s records") % {"most": MOST})
    locking.take_turn()
    if there := _the_same(asked, reason=reason, by=by):
        return there
    found = _ready(asked, by=by, day=today(at))
    schedule = scheduling.in_force()
    assert schedule is not None  # noqa: S101 – else no gate is met
    run = Run.objects.create(
        pk=_new_number(),
        schedule=schedule,
        reason=reason,
        proposed_at=at,
        proposed_by=by,
        not_before=today(at) + dt.timedelta(days=schedule.notice_days),
    )
    RunRecord.objects.bulk_create(
        RunRecord(run=run, kind=row.kind.name, record=row.pk, name=row.name, code=row.code)
        for row in found
    )
    told = [row for row in found if not row.kind.is_secret]
    audit.record(
        "records.disposal_proposed" if told else "records.confidential_proposed",
        by=by,
        on=run,
        after={"records": len(told), "not_before": run.not_before} if told else None,
        at=at,
    )
    return run


def _ready(asked: list[tuple[str, int]], *, by: Person, day: dt.date) -> list[Facts]:
    wanted: dict[str, list[int]] = defaultdict(list)
    for name, pk in asked:
        wanted[name].append(pk)
    found: list[Facts] = []
    for kind in kinds():
        there = gates.rows(kind, reader=by).filter(pk__in=wanted.pop(kind.name, []))
        own = set(there.filter(kind.of(by)).values_list("pk", flat=True))
        for row in with_going(there, kind).order_by("pk"):
            facts = reading.facts(kind, row)
            if row.pk in own:
                own_words = _("%(name)s is your own record: somebody else has to propose it")
                raise ProposalError(own_words % {"name": facts.title})
            if row.is_going:
                raise ProposalError(_("%(name)s is proposed already") % {"name": facts.title})
            if shut := gates.shut(gates.look(facts, day=day, reader=by)):
                words = {"name": facts.title, "why": shut[0].words}
                raise ProposalError(_("%(name)s has to stay: %(why)s") % words)
            found.append(facts)
    if wanted or len(found) != len(asked):
        raise ProposalError(_("One of these records is not there any more"))
    return found


def _new_number() -> int:
    """A number of a run, drawn at random, which none has; whose turn it is draws alone.

    In a series, with steps of whatever size, it would tell of a run with nothing but what is kept
    from the reader.
    """
    while True:
        number = secrets.choice(NUMBERS)
        if not Run.objects.filter(pk=number).exists():
            return number


def _the_same(asked: list[tuple[str, int]], *, reason: str, by: Person) -> Run | None:
    waiting = Run.objects.filter(verdict=None, proposed_by=by, reason=reason)
    for run in waiting.prefetch_related("records"):
        if sorted((row.kind, row.record) for row in run.records.all()) == asked:
            return run
    return None


def _end_of_start(rule: RetentionClass, day: dt.date) -> dt.datetime:
    """Before which moment a clock must have started that has run out on the local `day`."""
    try:
        last = day.replace(year=day.year - rule.years)
    except ValueError:
        last = dt.date(day.year - rule.years, 2, 28)
    if rule.starts == Starts.YEAR_END:
        first, end = school_year_bounds(last)
        last = last if last == end else first - dt.timedelta(days=1)
    return dt.datetime.combine(last + dt.timedelta(days=1), dt.time.min, tzinfo=zone())
