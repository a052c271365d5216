"""Random histories: after every step what is assigned is what should be assigned.

The expectation is computed here in plain Python, a person at a time, apart from the SQL.
"""

from __future__ import annotations

import datetime as dt
from contextlib import suppress

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from accounts import moving
from accounts.models import Person
from district_portal.district.current import school_year, school_year_bounds, today, zone
from district_portal.reminders import scheduling
from policies.acknowledgments import (
    assigning,
    closing,
    counting,
    requiring,
    signing,
    starting,
)
from policies.acknowledgments.models import Assignment, Closing, Requirement, Signature, YearStart
from policies.acknowledgments.year_asked import year_after, year_before
from policies.models import Policy
from tests.factories.acknowledgments import signed
from tests.factories.policies import published
from tests.policies.acknowledgments.test_counting import found

pytestmark = pytest.mark.django_db

PEOPLE = ("lou", "mia", "gus", "bea")
PLACES = ("northside", "transportation", "district")
SOMEBODY, SOMEWHERE = st.sampled_from(PEOPLE), st.sampled_from(PLACES)
MOVES = ["hire", "transfer", "transfer", "go_on_leave", "return", "leave"]
STEPS = st.one_of(
    st.tuples(st.sampled_from(["sign", "sign_all_the_same"]), SOMEBODY, st.none()),
    st.tuples(st.sampled_from(["refuse", "exempt", "reopen"]), SOMEBODY, st.none()),
    st.tuples(st.just("publish"), st.sampled_from(["everyone", "nobody"]), st.none()),
    st.tuples(st.sampled_from(MOVES), SOMEBODY, SOMEWHERE),
    st.tuples(st.just("require"), st.sampled_from(["once", "school_year"]), SOMEWHERE),
    st.tuples(st.sampled_from(["widen", "exclude", "end"]), SOMEBODY, SOMEWHERE),
    st.tuples(st.sampled_from(["start_year", "start_and_begin"]), st.just(""), st.none()),
)

SIGNED_ON_LEAVE = [
    ("go_on_leave", "lou", "northside"),
    ("require", "once", "northside"),
    ("sign", "lou", None),
]

STARTED_BY_HAND = [
    ("require", "school_year", "northside"),
    ("sign", "lou", None),
    ("start_and_begin", "", None),
    ("transfer", "gus", "northside"),
    ("sign", "lou", None),
    ("start_year", "", None),
]
SEASONS = st.sampled_from(["today", "before the year", "after a late start"])

SLOW_AND_ONE_CAST = settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@settings(SLOW_AND_ONE_CAST, max_examples=8)
@given(history=st.lists(STEPS, min_size=4, max_size=12), season=SEASONS)
@example(history=SIGNED_ON_LEAVE, season="today")
@example(history=STARTED_BY_HAND, season="before the year")
@example(history=STARTED_BY_HAND, season="after a late start")
@pytest.mark.thorough
def test_after_every_step_of_any_history_assigned_is_what_should_be(cast, history, season):
    with time_machine.travel(moment(season)):
        tell(cast, history, season)


@pytest.mark.soak
@settings(SLOW_AND_ONE_CAST, max_examples=1000)
@given(history=st.lists(STEPS, min_size=4, max_size=30), season=SEASONS)
def test_after_every_step_of_a_thousand_longer_histories(cast, history, season):
    with time_machine.travel(moment(season)):
        tell(cast, history, season)


def moment(season):
    """A noon: today's, or some days before or after the next school year's first day."""
    days = {"today": None, "before the year": -14, "after a late start": 5}[season]
    if days is None:
        return dt.datetime.combine(today(), dt.time(12), tzinfo=zone())
    day = school_year_bounds()[1] + dt.timedelta(days=1 + days)
    return dt.datetime.combine(day, dt.time(12), tzinfo=zone())


def tell(cast, history, season):
    with transaction.atomic():
        if season == "after a late start":
            late = {"decided_by": cast.polly, "decided_at": dt.datetime.now(dt.UTC)}
            soon = today() + dt.timedelta(days=30)
            YearStart.objects.create(school_year=school_year(), starts_on=soon, **late)
        policy = published("511", "Conduct").policy
        requiring.require(policy, by=None, everyone=True)
        records = []
        for act, first, second in history:
            before = open_ones()
            step(cast, policy, act, first, second)
            records = records_after(records, before, act, getattr(cast, first, None))
            assert open_ones() == should_be_open(before, kept_closed(records))
            assert whom_a_mail_awaits() == {key[1] for key in open_ones()} & told_by_mail()
            assert answered() == should_be_answered()
            assert counting.difference() == 0
            assert assigning.verify() == {}
            found()
        transaction.set_rollback(True)


def step(cast, policy, act, first, second):
    person = Person.objects.get(pk=getattr(cast, first).pk) if first in PEOPLE else None
    place = getattr(cast, second) if second else None
    live = Requirement.objects.filter(ended_at=None, packet=None).last()
    if act == "publish":
        published("511", "Conduct", asks_again=first)
    elif act == "require":
        requiring.require(policy, by=None, places=[place], cycle=first)
    elif act in ("start_year", "start_and_begin"):
        start_year(cast, and_begin=act == "start_and_begin")
    elif act in ("widen", "exclude", "end"):
        if live:
            change_rule(live, act, person, place)
    else:
        happen_to(person, act, place)


def start_year(cast, *, and_begin):
    """By hand, where it is the season; else the verifier has the day begin."""
    year = school_year()
    postponed = YearStart.objects.filter(school_year=year).exists()
    with suppress(starting.YearStartedError, starting.OutOfReachError):
        starting.start_now(year if postponed else year_after(year), by=cast.polly)
    if and_begin:
        assigning.begin_day()
    else:
        assigning.verify()


def change_rule(live, act, person, place):
    if act == "widen":
        people = {*live.people.all(), person}
        requiring.change(live, by=None, people=people, places={*live.places.all(), place})
    elif act == "exclude":
        requiring.change(live, by=None, excluded={*live.excluded.all(), person})
    else:
        requiring.end(live, by=None)


def happen_to(person, act, place):
    posted = person.posting is not None
    if act == "hire" and not posted:
        moving.hire(person, place=place, position="Teacher", supervisor=None, by=None)
    elif act == "transfer" and posted:
        moving.move(person, by=None, place=place)
    elif act in ("go_on_leave", "return") and posted:
        moving.move(person, by=None, on_leave=act == "go_on_leave")
    elif act == "leave" and posted and person.posting.since < today():
        moving.leave(person, by=None)
    elif act in ("refuse", "exempt") and (asked := assigning.open_for(person).first()):
        close(asked, act)
    elif act == "reopen" and (record := Closing.objects.filter(person=person).first()):
        with suppress(closing.NotAskedNowError, closing.ReopenedError):
            closing.reopen(record, by=somebody("hana"), reason="Ask once more.")
    elif act == "sign_all_the_same" and (record := Closing.objects.filter(person=person).first()):
        with suppress(signing.NotAskedError):
            signed(person, record.version)
    elif act == "sign" and (asked := assigning.open_for(person).first()):
        signed(person, asked.version)


def close(asked, act):
    if act == "exempt":
        closing.exempt(asked, by=somebody("hana"), reason="Not now.", until=today())
    else:
        said = {"witness": somebody("theo"), "refused_on": today(), "statement": "Said no."}
        closing.refuse(asked, by=somebody("hana"), **said)


def somebody(name):
    return Person.objects.get(email__startswith=name)


def whom_a_mail_awaits():
    return {person for _assignment, person in scheduling.whose_turn(today())}


def told_by_mail():
    away = {person for (_rule, person, *_), away, _counts in asked_now() if away}
    return set(Person.objects.exclude(email="").values_list("pk", flat=True)) - away


def open_ones():
    return set(Assignment.objects.open().values_list(*KEY))


def answered():
    current = Assignment.objects.filter(
        ended_why="signed",
        requirement__ended_at=None,
        version__state="in_force",
        cycle__in=("once", year_now()),
    )
    reached = {key[:2] for key, _away, _counts in asked_now()}
    return {key for key in current.values_list(*KEY) if key[:2] in reached}


KEY = ("requirement_id", "person_id", "version_id", "cycle")


def should_be_open(before, closed):
    return {
        key
        for key, away, counts in asked_now()
        if not counts and (not away or key in before) and key not in closed
    }


def kept_closed(records):
    return set().union(*(keys for _whose, keys in records))


def records_after(records, before, act, person):
    """Of each record whose it is, and what it keeps closed, after a step."""
    if act in ("refuse", "exempt"):
        asked = {key for key in before if key[1] == person.pk}
        return [*records, (person, asked)] if asked else records
    theirs = [number for number, (whose, _keys) in enumerate(records) if whose == person]
    if act == "reopen" and theirs:
        newest = records[theirs[-1]][1]
        if any(key in newest and not away and not counts for key, away, counts in asked_now()):
            records[theirs[-1]] = (person, set())
    return records


def should_be_answered():
    return {key for key, _away, counts in asked_now() if counts}


def asked_now():
    """For each live requirement whom it reaches, and whether a signature of theirs counts."""
    version = Policy.objects.get().in_force
    day, year = today(), year_now()
    signatures = list(Signature.objects.select_related("version"))
    people = list(Person.objects.prefetch_related("postings__place__parent"))
    live = Requirement.objects.filter(ended_at=None)
    for requirement in live.prefetch_related("places", "people", "excluded"):
        cycle = "once" if requirement.cycle == "once" else year
        for person in people:
            held = held_on(day, person)
            if reaches(requirement, person, held):
                counts = any(
                    signature.person_id == person.pk
                    and signature.version.number >= version.accepts_from
                    and cycle in ("once", signature.school_year)
                    for signature in signatures
                )
                away = any(posting.on_leave for posting in held)
                yield (requirement.pk, person.pk, version.pk, cycle), away, counts


def year_now():
    """The school year that is asked for: what was started by hand, else the calendar's."""
    by_hand = YearStart.objects.filter(by_hand=True).values_list("school_year", flat=True)
    postponed = YearStart.objects.filter(school_year=school_year(), by_hand=False).exists()
    return max([year_before(school_year()) if postponed else school_year(), *by_hand])


def reaches(requirement, person, held) -> bool:
    if not person.is_active or person in requirement.excluded.all():
        return False
    if person in requirement.people.all():
        return True
    wanted = set(requirement.places.all())
    return any(
        requirement.everyone or {posting.place, posting.place.parent} & wanted for posting in held
    )


def held_on(day, person):
    return [
        posting
        for posting in person.postings.all()
        if posting.since <= day and (posting.until is None or posting.until >= day)
    ]
