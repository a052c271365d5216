"""Random records, holds and schedules: nothing leaves while a gate is shut.

Whether a gate is shut is worked out here in plain Python, from what was done.
"""

from __future__ import annotations

import datetime as dt
import os
from contextlib import suppress
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from approvals.models import Decision, Request, Submission
from approvals.registry.models import Account
from district_portal.district.current import today
from district_portal.records import confirming, disposing, holding, proposing, ruling, scheduling
from district_portal.records.connecting import as_disposal
from district_portal.records.kinds import named
from district_portal.records.models import Run, RunRecord, Spared, Tombstone
from tests.cast import Cast, call_the_cast
from tests.emptying import empty_tables
from tests.factories import approvals as requests
from tests.factories import records as factory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.thorough]

EXAMPLES = int(os.environ.get("HISTORIES", "4"))
AGES = st.integers(0, 9)
STEPS = st.one_of(
    st.tuples(st.just("request"), AGES, st.sampled_from(["lou", "gus"])),
    st.tuples(st.just("request"), AGES, st.sampled_from(["lou", "gus"])),
    st.tuples(st.just("account"), AGES, st.booleans()),
    st.tuples(st.just("archive"), st.integers(0, 9), st.booleans()),
    st.tuples(st.just("archive"), st.integers(0, 9), st.just(True)),
    st.tuples(st.just("not_public"), st.integers(0, 9), st.none()),
    st.tuples(st.just("hold"), st.sampled_from(["person", "place", "record"]), st.integers(0, 9)),
    st.tuples(st.just("lift"), st.integers(0, 9), st.none()),
    st.tuples(st.just("schedule"), st.integers(0, 9), st.none()),
    st.tuples(st.just("run"), st.booleans(), st.none()),
    st.tuples(st.just("dispose"), st.none(), st.none()),
)
BEGUN = [
    ("schedule", 5, None),
    ("request", 8, "lou"),
    ("request", 8, "gus"),
    ("account", 8, True),
    *(("archive", number, True) for number in range(4)),
]
"""Four old records of which every gate is met, but that one of them rests on another."""


@dataclass
class Known:
    """A record as the oracle knows it."""

    kind: str
    pk: int
    age: int
    who: str
    place: str
    over: bool = True
    public: bool = True
    archived: bool = False
    rests_on: int | None = None
    gone: bool = False


@dataclass
class World:
    """What was done so far, and what must follow from it."""

    cast: Cast
    years: int | None = None
    records: list[Known] = field(default_factory=list)
    holds: list[tuple[str, object, object]] = field(default_factory=list)

    def may_go(self, record: Known) -> bool:
        rests = any(
            other.rests_on == record.pk and not other.gone
            for other in self.records
            if record.kind == "request"
        )
        return (
            self.years is not None
            and record.over
            and record.age >= self.years
            and not rests
            and not any(self._holds(hold, record) for hold in self.holds)
            and (record.archived or not record.public)
        )

    def _holds(self, hold, record):
        on, what, _row = hold
        if on == "record":
            return what == (record.kind, record.pk)
        return what == (record.who if on == "person" else record.place)


def do(world, number, step):
    act, one, two = step
    cast, there = world.cast, [row for row in world.records if not row.gone]
    if act == "request":
        ask(world, age=one, who=two)
    elif act == "account":
        register(world, number, age=one, closed=two)
    elif act == "schedule":
        factory.adopted(by=cast.ada, years=one)
        world.years = one
    elif act == "lift" and world.holds:
        hold = world.holds.pop(one % len(world.holds))
        holding.lift(hold[2], reason="Settled.", by=cast.ada)
    elif act == "dispose":
        dispose(world)
    elif there and act == "archive":
        archive(world, there[one % len(there)], archived=two)
    elif there and act == "not_public":
        record = there[one % len(there)]
        with suppress(ruling.RulingError):
            kind = named(record.kind)
            said = {"public": False, "code": "", "reason": "Names a student."}
            ruling.rule(kind, record.pk, by=cast.ada, **said)
        record.public = False
    elif there and act == "hold":
        keep(world, one, there[two % len(there)], number)
    elif there and act == "run":
        run(world, there, honest=one)


def years_ago(age):
    """The same day so many years ago, at noon UTC; the clock has run out by a day."""
    return dt.datetime.now(dt.UTC) - dt.timedelta(days=round(age * 365.25) + 2)


def ask(world, *, age, who):
    cast = world.cast
    person, place, decider = {
        "lou": (cast.lou, "northside", cast.pat),
        "gus": (cast.gus, "transportation", cast.theo),
    }[who]
    asked = factory.denied(person, decider=decider, place=getattr(cast, place), at=years_ago(age))
    world.records.append(Known("request", asked.pk, age, who, place))


def register(world, number, *, age, closed):
    cast = world.cast
    people = {"deciders": [cast.pat, cast.ada], "manager": cast.val, "place": cast.northside}
    named_so = {"handle": f"@Band{number}", "name": f"Band {number}"}
    make = factory.closed_account if closed else requests.registered
    at = years_ago(age) - dt.timedelta(days=9)
    account = make(cast.lou, **people, **named_so, **({"at": at} if closed else {}))
    if not closed:
        age = 0
    world.records += [
        Known("request", account.request_id, age, "lou", "northside"),
        Known("account", account.pk, age, "lou", "northside", over=closed),
    ]
    world.records[-1].rests_on = account.request_id


def archive(world, record, *, archived):
    if archived:
        factory.archived(record.kind, record.pk, by=world.cast.tom)
    else:
        with suppress(ruling.RulingError):
            kind = named(record.kind)
            ruling.note_not_archived(kind, record.pk, reason="It failed.", by=world.cast.tom)
    record.archived = archived


def keep(world, on, record, number):
    what = {
        "record": {"kind": record.kind, "record": record.pk},
        "person": {"person": getattr(world.cast, record.who)},
        "place": {"place": getattr(world.cast, record.place)},
    }[on]
    hold = holding.place(
        on=on,
        case_name=f"Case {number}",
        reason="Counsel.",
        held_since=today(),
        by=world.cast.ada,
        **what,
    )
    told = {"record": (record.kind, record.pk), "person": record.who, "place": record.place}
    world.holds.append((on, told[on], hold))


def run(world, there, *, honest):
    """Proposed by the rule, or forced past it: the gates are asked again when it is carried out."""
    cast, going = world.cast, set(proposing.going().values_list("kind", "record"))
    wanted = [row for row in there if (row.kind, row.pk) not in going]
    if honest:
        wanted = [row for row in wanted if world.may_go(row)]
        if wanted:
            asked = [(row.kind, row.pk) for row in wanted]
            proposed = proposing.propose(asked, reason="Old.", by=cast.ada)
            confirming.confirm(proposed, by=cast.tom)
        return
    for row in wanted:
        if not world.may_go(row):
            with pytest.raises(proposing.ProposalError):
                proposing.propose([(row.kind, row.pk)], reason="Old.", by=cast.ada)
    schedule = scheduling.in_force()
    if schedule and wanted:
        forced = Run.objects.create(
            schedule=schedule,
            reason="Forced.",
            proposed_at=dt.datetime.now(dt.UTC),
            proposed_by=cast.ada,
            not_before=today(),
        )
        for row in wanted:
            RunRecord.objects.create(run=forced, kind=row.kind, record=row.pk, name="-", code="")
        confirming.confirm(forced, by=cast.tom)


def dispose(world):
    by_id = {(row.kind, row.pk): row for row in world.records}
    with as_disposal():
        results = list(disposing.dispose())
    for result in results:
        record = by_id[result.item.kind, result.item.record]
        assert result.gone == world.may_go(record), (record, result.why)
        record.gone = result.gone
    check(world)


def check(world):
    tables = {"account": Account, "request": Request}
    for record in world.records:
        stones = Tombstone.objects.filter(kind=record.kind, record=record.pk).count()
        there = tables[record.kind].objects.filter(pk=record.pk).exists()
        assert (stones, there) == (int(record.gone), not record.gone), record
        if record.kind == "request":
            parts = Submission.objects.filter(request=record.pk).count()
            decided = Decision.objects.filter(step__submission__request=record.pk).count()
            assert (parts > 0, decided > 0) == (there, there)
    assert not Spared.objects.exclude(item__tombstone=None).exists()


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(steps=st.lists(STEPS, min_size=1, max_size=8))
@example(steps=[("hold", "person", 0), ("hold", "record", 3)])
@example(steps=[("hold", "place", 1), ("archive", 0, False), ("not_public", 2, None)])
def test_nothing_leaves_while_a_gate_is_shut(steps):
    empty_tables()
    requests.enter_presets()
    world = World(call_the_cast())
    for number, step in enumerate([*BEGUN, *steps, ("run", False, None)]):
        do(world, number, step)
    dispose(world)
