"""Random histories of postings and roles, by hand and by sheets: the roster is always whole.

It says what the acts add up to.

The expectation is kept here in plain Python, a person and a day at a time: no rows, no ranges.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from contextlib import suppress
from dataclasses import dataclass, field, replace

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from accounts import adding, cancelling, correcting, moving, removing, roles, supervising, turning
from accounts.models import Person, Place, Posting, RoleGrant
from accounts.roster import applying, discarding, undoing
from accounts.settling import NotPossibleError, primary
from district_portal.district.current import today
from district_portal.permissions import Role
from tests.accounts.roster.sheets import sheet_of_today, waiting
from tests.cast import person as enter
from tests.factories.roles import dismiss as let_go
from tests.standing import standing

pytestmark = pytest.mark.django_db

DAYS = range(-25, 26)
"""Counted from today; the last one stands for all that come after it."""
LAST = DAYS[-1]
NAMES = ("Ann A", "Ben B", "Cem C", "Dee D")
WHO = st.integers(0, 3)
BOSS = st.sampled_from([0, 1, 2, 3, None, None])
DAY = st.integers(-12, 12)
LENGTH = st.sampled_from([None, None, 0, 3, 9])
WHERE, WHAT = st.integers(0, 1), st.sampled_from(["Teacher", "Coach"])
CHANGES = st.one_of(
    st.fixed_dictionaries({"supervisor": BOSS}),
    st.fixed_dictionaries({"place": WHERE}),
    st.fixed_dictionaries({"position": WHAT, "supervisor": BOSS}),
    st.fixed_dictionaries({"on_leave": st.booleans()}),
)
NTH = st.integers(0, 5)
SAID = st.dictionaries(WHO, st.tuples(WHERE, WHAT, BOSS), max_size=3)
"""What a sheet says of people: place, position, supervisor; the others stand in it as they are."""
ACTS = st.one_of(
    st.tuples(st.just("hire"), WHO, DAY, LENGTH, WHERE, BOSS),
    st.tuples(st.just("hire"), WHO, st.just(-12), st.none(), WHERE, BOSS),
    st.tuples(st.just("move"), WHO, DAY, CHANGES),
    st.tuples(st.just("move"), WHO, DAY, CHANGES),
    st.tuples(st.just("leave"), WHO, DAY),
    st.tuples(st.just("add"), WHO, DAY, LENGTH, WHERE, WHAT, BOSS),
    st.tuples(st.just("end"), NTH, DAY),
    st.tuples(st.just("move_further"), NTH, DAY, CHANGES),
    st.tuples(st.just("make_primary"), NTH, DAY),
    st.tuples(st.just("correct"), NTH, st.none(), st.none(), CHANGES),
    st.tuples(st.just("correct"), NTH, DAY, st.sampled_from(["keep", 0, 3]), st.just({})),
    st.tuples(st.just("remove"), NTH),
    st.tuples(st.just("cancel"), NTH),
    st.tuples(st.just("cancel_end"), NTH),
    st.tuples(st.just("leave_at_once"), WHO, st.integers(0, 6)),
    st.tuples(st.just("hire_anew"), WHO, WHERE, BOSS),
    st.tuples(st.just("appoint"), WHO, DAY, LENGTH),
    st.tuples(st.just("dismiss"), WHO, DAY),
    st.tuples(st.just("sheet"), SAID, st.sampled_from([0, 1, 2, 3, None]), st.booleans()),
    st.tuples(st.just("sheet"), SAID, st.none(), st.just(False)),
)
SLOW = settings(
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    report_multiple_bugs=False,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@settings(SLOW, max_examples=12, derandomize=True)
@given(history=st.lists(ACTS, min_size=6, max_size=12))
@pytest.mark.thorough
def test_after_every_act_of_any_history_the_roster_says_what_the_acts_add_up_to(ground, history):
    tell(ground, history)


@pytest.mark.soak
@settings(SLOW, max_examples=300)
@given(history=st.lists(ACTS, min_size=6, max_size=24))
def test_after_every_act_of_hundreds_of_longer_histories(ground, history):
    tell(ground, history)


@dataclass(frozen=True)
class Facts:
    place: int
    position: str
    supervisor: int | None
    on_leave: bool = False


@dataclass
class Life:
    """One person: a primary posting or none for each day, and further ones."""

    primary: dict[int, Facts | None] = field(default_factory=lambda: dict.fromkeys(DAYS))
    further: dict[int, dict[int, Facts]] = field(default_factory=dict)
    """Row (its id) → the days that it covers."""
    active: bool = True
    roles: list[tuple[int, int]] = field(default_factory=list)
    """First and last day of each time as an auditor."""
    left: int = DAYS[0]
    """The last day here, as it was said last."""

    def copy(self):
        further = {row: dict(days) for row, days in self.further.items()}
        return Life(dict(self.primary), further, self.active, list(self.roles), self.left)

    def lose_roles_after(self, last):
        self.roles = [(a, min(b, last)) for a, b in self.roles if a <= last]


class RefusedError(Exception):
    pass


def must(condition):
    if not condition:
        raise RefusedError


@dataclass
class Ground:
    people: list[Person]
    places: list[Place]


@standing
def ground(cast):
    return Ground(
        [enter(name, 70 + number) for number, name in enumerate(NAMES)],
        [cast.northside, cast.transportation],
    )


def tell(ground, history):
    with transaction.atomic():
        turning.turn()
        lives = [Life() for _ in ground.people]
        for act in history:
            lives = step(ground, lives, act)
            compare(ground, lives)
        for days in (1, 5, 30):
            begin_a_later_day(ground, lives, days)
        transaction.set_rollback(True)


def day_of(number):
    return today() + dt.timedelta(days=number)


def number_of(day):
    return LAST if day is None else min((day - today()).days, LAST)


def rows_of(ground, **only):
    return list(
        Posting.objects.filter(person__in=ground.people, **only)
        .select_related("person", "place", "supervisor")
        .order_by("since", "pk")
    )


def step(ground, lives, act):
    """What should come of one act, and the same done for real; both refuse, or neither."""
    if act[0] == "sheet":
        return bring_a_sheet(ground, lives, *act[1:])
    planned = plan(ground, lives, act)
    if planned is None:
        return lives
    who, imagine, real = planned
    expected = [life.copy() for life in lives]
    try:
        here = bool(at(expected[who], 0))
        imagine(expected[who])
        settle(expected[who], here=here, left=act[0] == "leave" and act[2] < 0)
        must(whole(expected[who]))
        must(not loops(expected))
    except RefusedError:
        expected = None
    try:
        with transaction.atomic():
            made = real()
    except (NotPossibleError, roles.LeftError, roles.HeldError) as refused:
        if expected is not None:
            raise AssertionError(f"{act} was refused: {refused}") from refused
        return lives
    assert expected is not None, f"{act} should have been refused"
    if "new" in expected[who].further:  # only now its id is known
        expected[who].further[made.pk] = expected[who].further.pop("new")
    if lives[who].active and not expected[who].active:
        ends = [row.until for row in rows_of(ground, person=ground.people[who]) if row.until]
        expected[who].lose_roles_after(number_of(max(ends)) if ends else -1)
    return expected


def settle(life, *, here, left):
    ever = any(at(life, day) for day in DAYS)
    if at(life, 0):
        life.active = life.active or not here
    elif ever or left or here:
        life.active = False


def at(life, day):
    held = [days[day] for days in life.further.values() if day in days]
    return [life.primary[day], *held] if life.primary[day] else held


def whole(life):
    return all(life.primary[day] for days in life.further.values() for day in days)


def loops(lives):
    for day in DAYS:
        above = {
            who: {facts.supervisor for facts in at(life, day)} for who, life in enumerate(lives)
        }
        for start, bosses in above.items():
            waiting, seen = list(bosses), set()
            while waiting:
                boss = waiting.pop()
                if boss == start:
                    return True
                if boss is not None and boss not in seen:
                    seen.add(boss)
                    waiting.extend(above[boss])
    return False


def plan(ground, lives, act):
    """Whom an act concerns, how it is imagined and how it is done; None where it has no object."""
    kind, *rest = act
    if kind in PERSONAL:
        return PERSONAL[kind](ground, *rest)
    nth, *rest = rest
    choose = {
        "cancel": lambda row: row.since > today(),
        "cancel_end": lambda row: row.until is not None,
        "correct": lambda row: row.since <= today(),
        "remove": lambda row: row.since <= today(),
    }.get(kind, lambda row: not row.primary)
    rows = [row for row in rows_of(ground) if choose(row)]
    if not rows:
        return None
    row = rows[nth % len(rows)]
    who = ground.people.index(row.person)
    return who, *PLANS[kind](ground, row, *rest)


def real_values(ground, changes):
    found = dict(changes)
    if "supervisor" in found:
        found["supervisor"] = who(ground, found["supervisor"])
    if "place" in found:
        found["place"] = ground.places[found["place"]]
    return found


def who(ground, number):
    return None if number is None else ground.people[number]


def span(day, length):
    return range(day, (LAST if length is None else day + length) + 1)


def hire(ground, number, day, length, where, boss):
    rows = primary(rows_of(ground, person=ground.people[number]))
    goes_on = day == 0 and any(row.since == row.until == today() for row in rows)

    def imagine(life):
        must(not any(life.primary[d] for d in span(day, length)[int(goes_on) :]))
        must(boss != number)
        for d in span(day, length):
            life.primary[d] = Facts(where, "Teacher", boss)
        life.active, life.left = life.active or goes_on, min(life.left, day - 1)

    def real():
        return moving.hire(
            ground.people[number],
            place=ground.places[where],
            position="Teacher",
            supervisor=who(ground, boss),
            by=None,
            since=day_of(day),
            until=None if length is None else day_of(day + length),
        )

    return number, imagine, real


def run(days, start, changes):
    """Each field changes from `start` on for as long as it is as on that day."""
    for name, value in changes.items():
        old = getattr(days[start], name)
        for day in range(start, LAST + 1):
            if not days.get(day) or getattr(days[day], name) != old:
                break
            days[day] = replace(days[day], **{name: value})


def move(ground, number, day, changes):
    def imagine(life):
        must(life.primary[day])
        run(life.primary, day, changes)

    def real():
        return moving.move(
            ground.people[number], by=None, on=day_of(day), **real_values(ground, changes)
        )

    return number, imagine, real


def hire_anew(ground, number, where, boss):
    """From the day after the last one."""
    ends = [row.until for row in primary(rows_of(ground, person=ground.people[number]))]
    if not ends or None in ends or number_of(max(ends)) >= 12:
        return None
    return hire(ground, number, number_of(max(ends)) + 1, None, where, boss)


def leave_at_once(ground, number, day):
    return leave(ground, number, day, at_once=True)


def leave(ground, number, day, *, at_once=False):
    rows = rows_of(ground, person=ground.people[number])
    last = day_of(day)

    def imagine(life):
        held = [row for row in rows if row.until is None or row.until > last]
        if not held and not life.active:
            return
        must(not any(last < row.since <= today() for row in held))
        must(rows or last < today())
        life.lose_roles_after(min(day, -1) if at_once else day)
        life.active, life.left = life.active and not at_once, day
        for d in range(day + 1, LAST + 1):
            life.primary[d] = None
        life.further = {
            row: kept
            for row, days in life.further.items()
            if (kept := {d: facts for d, facts in days.items() if d <= day})
        }

    def real():
        moving.leave(ground.people[number], by=None, last_day=last, at_once=at_once)

    return number, imagine, real


def appoint(ground, number, day, length):
    days = span(day, length)
    first, last = days[0], days[-1]

    def imagine(life):
        must(life.active)
        if any(a <= first and last <= b for a, b in life.roles):
            return
        must(not any(a <= last and first <= b for a, b in life.roles))
        life.roles.append((first, last))

    def real():
        roles.appoint(
            ground.people[number],
            role=Role.AUDITOR,
            by=None,
            since=day_of(day),
            until=None if length is None else day_of(last),
        )

    return number, imagine, real


def dismiss(ground, number, day):
    def real():
        let_go(ground.people[number], role=Role.AUDITOR, by=None, on=day_of(day))

    return number, lambda life: life.lose_roles_after(day - 1), real


def add(ground, number, day, length, where, position, boss):
    def imagine(life):
        must(life.primary[day])
        until = day
        while until < LAST and life.primary[until + 1]:
            until += 1
        days = range(day, until + 1) if length is None else span(day, length)
        must(not clashes(life, days, where, position))
        life.further["new"] = dict.fromkeys(days, Facts(where, position, boss))

    def real():
        return adding.add(
            ground.people[number],
            place=ground.places[where],
            position=position,
            supervisor=who(ground, boss),
            by=None,
            since=day_of(day),
            until=None if length is None else day_of(day + length),
        )

    return number, imagine, real


def clashes(life, days, where, position, *, but=None):
    return any(
        day in held and (held[day].place, held[day].position) == (where, position)
        for row, held in life.further.items()
        if row != but
        for day in days
    )


def end(ground, row, day):
    def imagine(life):
        must(row.since <= day_of(day))
        must(row.until is None or row.until >= day_of(day))
        held = life.further[row.pk]
        life.further[row.pk] = {d: facts for d, facts in held.items() if d <= day}

    return imagine, lambda: adding.end(row, by=None, last_day=day_of(day))


def move_further(ground, row, day, changes):
    def imagine(life):
        held = life.further[row.pk]
        must(day in held)
        before = held[day]
        run(held, day, changes)
        if held[day] == before:
            return
        later = {d: facts for d, facts in held.items() if d >= day}
        must(not clashes(life, later, held[day].place, held[day].position, but=row.pk))
        cut(life, row, day, later)

    def real():
        return moving.move(
            row.person, by=None, on=day_of(day), posting=row, **real_values(ground, changes)
        )

    return imagine, real


def cut(life, row, day, later):
    """The days from `day` on are another row, whose id is not known yet."""
    if number_of(row.since) < day:
        life.further[row.pk] = {d: f for d, f in life.further[row.pk].items() if d < day}
        life.further["new"] = later
    else:
        life.further[row.pk] = later


def make_primary(ground, row, day):
    rows = primary(rows_of(ground, person=row.person))
    old = next((r for r in rows if r.since <= day_of(day) <= (r.until or dt.date.max)), None)

    def imagine(life):
        must(old and day in life.further[row.pk])
        must(not any(r.since > old.since for r in rows))
        must(row.until is None or (old.until is not None and old.until <= row.until))
        taken = range(day, number_of(old.until) + 1)
        was = life.primary[day]
        must(not clashes(life, taken, was.place, was.position, but=row.pk))
        away = was.on_leave
        for d, facts in life.further.pop(row.pk).items():
            if d >= day:
                life.primary[d] = replace(facts, on_leave=away)
            else:
                life.further.setdefault(row.pk, {})[d] = facts
        pk = old.pk if number_of(old.since) == day else "other"
        life.further[pk] = dict.fromkeys(taken, replace(was, on_leave=False))

    def real():
        return adding.make_primary(row, by=None, on=day_of(day))

    return imagine, real


def correct(ground, row, since, until, changes):
    rows = rows_of(ground, person=row.person)
    track = primary(rows) if row.primary else [row]
    a, b = number_of(row.since), number_of(row.until)
    start = a if since is None else since
    stop = b if until in (None, "keep") else max(start, b + until - 1)
    forever = row.until is None and stop == LAST
    before = next((r for r in track if r.until == row.since - dt.timedelta(days=1)), None)
    after = next((r for r in track if row.until and r.since == row.until + dt.timedelta(1)), None)
    others = [r for r in track if r not in (row, before, after)]

    def imagine(life):
        held = life.primary if row.primary else life.further[row.pk]
        values = {d: replace(held[d], **changes) for d in range(a, b + 1)}
        must(start <= stop and start <= 0)
        must(row.until is not None or stop == LAST)
        must(not before or before.since < day_of(start))
        must(not after or after.until is None or after.until > day_of(stop))
        for other in others:
            must(number_of(other.until) < start or number_of(other.since) > stop)
        facts = values[a]
        if not row.primary:
            must(not clashes(life, range(start, stop + 1), facts.place, facts.position, but=row.pk))
            life.further[row.pk] = dict.fromkeys(range(start, stop + 1), facts)
            return
        for d in range(a, start):
            held[d] = held[a - 1] if before else None
        for d in range(stop + 1, b + 1):
            held[d] = held[b + 1] if after else None
        for d in range(start, stop + 1):
            held[d] = facts

    def real():
        days = {"since": day_of(start), "until": None if forever else day_of(stop)}
        return correcting.correct(
            row, by=None, reason="Typed wrongly", **days, **real_values(ground, changes)
        )

    return imagine, real


def remove(ground, row):
    a, b = number_of(row.since), number_of(row.until)
    rows = primary(rows_of(ground, person=row.person))
    before = next((r for r in rows if r.until == row.since - dt.timedelta(days=1)), None)

    def imagine(life):
        if not row.primary:
            del life.further[row.pk]
            return
        for d in range(a, b + 1):
            life.primary[d] = life.primary[a - 1] if before else None

    return imagine, lambda: removing.remove(row, by=None, reason="Never was")


def cancel(ground, row):
    a, b = number_of(row.since), number_of(row.until)

    def imagine(life):
        if not row.primary:
            del life.further[row.pk]
        elif life.primary[a - 1]:
            for d in range(a, b + 1):
                life.primary[d] = life.primary[a - 1]
        else:
            for d in range(a, LAST + 1):
                life.primary[d] = None
            life.further = {r: days for r, days in life.further.items() if min(days) < a}

    return imagine, lambda: cancelling.cancel(row, by=None)


def cancel_end(ground, row):
    b = number_of(row.until)

    def imagine(life):
        must(b >= 0)
        if not row.primary:
            until = b
            while until < LAST and life.primary[until + 1]:
                until += 1
            must(until > b)
            together = {row.pk: life.further[row.pk]}
        else:
            must(not any(life.primary[d] for d in range(b + 1, LAST + 1)))
            until = LAST
            together = {r: days for r, days in life.further.items() if max(days) == b}
            for d in range(b + 1, LAST + 1):
                life.primary[d] = life.primary[b]
        for pk, days in together.items():
            more = dict.fromkeys(range(b + 1, until + 1), days[b])
            facts = days[b]
            must(not clashes(life, more, facts.place, facts.position, but=pk))
            days.update(more)
        life.active = life.active or bool(at(life, 0))

    return imagine, lambda: cancelling.cancel_end(row, by=None)


def bring_a_sheet(ground, lives, said, dropped, undone):
    """HR's sheet of today with what is `said`, without who is `dropped`; and undone again."""
    expected = [life.copy() for life in lives]
    rows = {row["number"]: row for row in csv.DictReader(io.StringIO(sheet_of_today()))}
    numbers = [person.number for person in ground.people]
    for number, (where, position, boss) in said.items():
        person = ground.people[number]
        row = rows.setdefault(person.number, {"number": person.number, "kind": "employee"})
        row |= {
            "first_name": person.given_name,
            "last_name": person.family_name,
            "email": person.email,
            "place": ground.places[where].name,
            "position": position,
            "supervisor": "" if boss is None else numbers[boss],
        }
    if dropped is not None:
        rows.pop(numbers[dropped], None)
    for row in rows.values():
        if row["supervisor"] in numbers and row["supervisor"] not in rows:
            row["supervisor"] = ""
    refused = any(row["supervisor"] == number for number, row in rows.items())
    for number, life in enumerate(expected):
        here = bool(at(life, 0))
        sheet_of_one(ground, number, life, rows.get(numbers[number]))
        settle(life, here=here, left=False)
    refused = refused or loops(expected)
    out = io.StringIO()
    sheet = csv.DictWriter(out, fieldnames=list(next(iter(rows.values()))))
    sheet.writeheader()
    sheet.writerows(rows.values())
    run = waiting(out.getvalue())
    with suppress(applying.ProblemsError):
        run = applying.apply(run, by=None)
    problems = list(run.changes.filter(kind="problem").values_list("row", "message"))
    assert run.state == ("waiting" if refused else "applied"), problems
    if refused:
        discarding.discard(run, by=None)
        return lives
    if undone:
        compare(ground, expected)
        undoing.undo(run, by=None, staying=())
        return [replace(life, left=new.left) for life, new in zip(lives, expected, strict=True)]
    return expected


def sheet_of_one(ground, number, life, row):
    """What a sheet does to one person, who stands in `row` of it or in none."""
    held = rows_of(ground, person=ground.people[number])
    now = next((r for r in primary(held) if holds_today(r)), None)
    if life.active and now:
        if row is None:
            leave_by_sheet(life, [r for r in held if holds_today(r)])
        else:
            told = facts_of(ground, row, on_leave=life.primary[0].on_leave)
            if told != life.primary[0]:
                for d in range(number_of(now.until) + 1):
                    life.primary[d] = told
    elif now and now.since < today():
        return  # signed out at once: no sheet lets them in before their last day is over
    elif row and not any(r.since > today() for r in primary(held)):
        told = facts_of(ground, row, on_leave=bool(now and now.on_leave))
        for d in range(LAST + 1):
            life.primary[d] = told
        life.active = True


def leave_by_sheet(life, held):
    """They were here until yesterday, or until today where a posting began today."""
    last = 0 if any(row.since == today() for row in held) else -1
    for d in range(last + 1, LAST + 1):
        life.primary[d] = None
    life.further = {
        row: kept
        for row, days in life.further.items()
        if (kept := {d: facts for d, facts in days.items() if d <= last})
    }
    life.active, life.left = False, last
    life.lose_roles_after(-1)


def holds_today(row):
    return row.since <= today() and (row.until is None or row.until >= today())


def facts_of(ground, row, *, on_leave):
    numbers = [person.number for person in ground.people]
    where = [place.name for place in ground.places].index(row["place"])
    boss = numbers.index(row["supervisor"]) if row["supervisor"] else None
    return Facts(where, row["position"], boss, on_leave)


PERSONAL = {
    "hire": hire,
    "hire_anew": hire_anew,
    "move": move,
    "leave": leave,
    "leave_at_once": leave_at_once,
    "add": add,
    "appoint": appoint,
    "dismiss": dismiss,
}
PLANS = {
    "end": end,
    "move_further": move_further,
    "make_primary": make_primary,
    "correct": correct,
    "remove": remove,
    "cancel": cancel,
    "cancel_end": cancel_end,
}


def compare(ground, lives):
    """Every day of every person as the tables have it, and as it should be."""
    found = [Life() for _ in lives]
    for row in rows_of(ground):
        life = found[ground.people.index(row.person)]
        boss = None if row.supervisor is None else ground.people.index(row.supervisor)
        facts = Facts(ground.places.index(row.place), row.position, boss, row.on_leave)
        for day in range(number_of(row.since), number_of(row.until) + 1):
            if row.primary:
                assert life.primary[day] is None
                life.primary[day] = facts
            else:
                life.further.setdefault(row.pk, {})[day] = facts
    for number, (life, should) in enumerate(zip(found, lives, strict=True)):
        for day in DAYS:
            assert life.primary[day] == should.primary[day], (NAMES[number], day)
            assert sorted(map(str, at(life, day))) == sorted(map(str, at(should, day)))
        person = Person.objects.get(pk=ground.people[number].pk)
        assert person.is_active == should.active, NAMES[number]
        should.further = life.further
        grants = RoleGrant.objects.filter(person=person, role=Role.AUDITOR)
        held = [(number_of(grant.since), number_of(grant.until)) for grant in grants]
        assert sorted(held) == sorted(should.roles), NAMES[number]
    for day in (-12, -3, 0, 1, 8, LAST):
        for number, person in enumerate(ground.people):
            below = supervising.people_below(person, on=day_of(day))
            assert below == {ground.people[one].pk for one in under(lives, number, day)}


def under(lives, boss, day):
    found, waiting = set(), [boss]
    while waiting:
        here = waiting.pop()
        for number, life in enumerate(lives):
            if number not in found and here in {facts.supervisor for facts in at(life, day)}:
                found.add(number)
                waiting.append(number)
    return found - {boss}


def begin_a_later_day(ground, lives, days):
    with transaction.atomic():
        turning.turn()
        turning.turn(at=timezone.now() + dt.timedelta(days=days))
        for number, life in enumerate(lives):
            day = min(days, LAST)
            known = any(at(life, d) for d in DAYS)
            active = bool(at(life, day)) if known else life.active
            person = ground.people[number]
            is_active = Person.objects.get(pk=person.pk).is_active
            if not life.active and at(life, day):
                rows = Posting.objects.on(day_of(days)).filter(person=person)
                is_back = any(number_of(row.since) > life.left for row in rows)
                if at(life, 0):  # signed out at once, before the last day
                    active = is_back
            assert is_active == active, NAMES[number]
            if life.active and not active:
                left = RoleGrant.objects.filter(person=person)
                assert not left.still_on(day_of(days)).exists()
        assert turning.turn(at=timezone.now() + dt.timedelta(days=days)) == 0
        transaction.set_rollback(True)
