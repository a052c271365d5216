"""Who receives a concern: the head of the place and the supervisor, never whom it is about.

First come the building's head and the reporter's supervisor, each as they act today. Where one of
them is the person whom it is about, or reported it, it goes one level up from there. What is about
the District Administrator goes to the Board officer, and no delegate acts there. Nobody there: the
District Administrator, the Board officer; and, before a concern reached nobody, one on leave.

Whom it is about settles nothing of that: who led the district when it was sent is treated as its
leader for good, and whom they gave an office since then doesn't receive it by that.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from django.db.models import Q

from accounts.models import Person, Place, Posting, RoleGrant
from accounts.standing_in import NOBODY_ELSE, Matter, Standing, who_acts
from accounts.supervising import above, supervisor_of
from approvals.concerns.models import Concern, Receiver
from district_portal.district.current import today
from district_portal.permissions import Role

Why = Receiver.Why
_WHY: Final = {Role.DISTRICT_ADMINISTRATOR: Why.ADMINISTRATOR, Role.BOARD_OFFICER: Why.OFFICER}


@dataclass(frozen=True, kw_only=True)
class Case:
    """What decides who receives a concern: who reports, in which posting, where, about whom.

    `sent_on` is the day on which it was sent, None before that; `seated` are the ids of those who
    have received it since; `to_officer` says that it went to the Board officer at once.
    """

    reporter: Person
    posting: Posting | None = None
    place: Place | None = None
    about: Person | None = None
    sent_on: dt.date | None = None
    seated: frozenset[int] = frozenset()
    to_officer: bool = False

    @classmethod
    def of(cls, concern: Concern) -> Case:
        """The case of a concern, with its reporter's posting as it is today."""
        posting = _as_it_is(concern.reporter, concern.posting)
        seats = list(concern.receivers.all())
        at_once = {row.why for row in seats if row.level == 1 and row.seated_at == concern.sent_at}
        return cls(
            reporter=concern.reporter,
            posting=posting,
            place=concern.place,
            about=concern.about,
            sent_on=today(concern.sent_at) if concern.sent_at and seats else None,
            seated=frozenset(row.person_id for row in seats),
            to_officer=Why.OFFICER in at_once,
        )

    @property
    def but(self) -> list[Person]:
        """Those who never receive it."""
        return [self.reporter, *([self.about] if self.about else [])]


@dataclass(frozen=True)
class Chair:
    """Somebody who receives a concern, why, for whom when standing in, and on which level.

    `place` is the one whose head they are, where that is why.
    """

    person: Person
    why: Receiver.Why
    stands_in_for: Person | None = None
    level: int = 1
    place: Place | None = None


Offices = dict[Role, list[Person]]
"""Who leads the district and who stands above it, by the role, the longest holder first."""


def offices() -> Offices:
    """The District Administrators and Board officers of today; one statement."""
    found: Offices = {role: [] for role in _WHY}
    grants = RoleGrant.objects.current().filter(place=None, role__in=list(_WHY))
    for grant in grants.select_related("person").order_by("since", "pk"):
        people = found[Role(grant.role)]
        if grant.person not in people:
            people.append(grant.person)
    return found


def chairs_for(case: Case, *, levels: int = 1, in_office: Offices | None = None) -> list[Chair]:
    """Everybody who receives it today when it was brought that many levels up; nobody twice.

    Empty only when nobody at all is left. Levels that find nobody new add nobody. `in_office` are
    those of today, where they are known already.
    """
    return Routing(case, in_office or offices()).chairs(levels=levels)


class Routing:
    """The way of one case through those who hold an office today."""

    def __init__(self, case: Case, in_office: Offices) -> None:
        self.case, self.in_office = case, in_office
        self.roles = _not_given_by_the_subject(case, in_office)
        self.acting: dict[int, list[Standing]] = {}
        self.led = _led(case)
        self.is_about_leader = bool(case.about) and case.about in self.led
        self.matter = NOBODY_ELSE if self.led else Matter.CONCERNS.value

    def chairs(self, *, levels: int = 1) -> list[Chair]:
        """What `chairs_for` answers, asking nothing twice."""
        found = self.first()
        for level in range(2, levels + 1):
            found += self.next_above(found, level=level)
        return found

    def first(self) -> list[Chair]:
        """The head of the place and the supervisor; who holds an office where neither is there."""
        named: list[Chair] = []
        if not self.is_about_leader:
            named = [*self._head(), *self._supervisor()]
        found = {chair.person.pk: chair for chair in reversed(named)}
        ordered = [chair for chair in named if found[chair.person.pk] is chair]
        return ordered or self._in_office() or self._on_leave()

    def next_above(self, found: list[Chair], *, level: int) -> list[Chair]:
        """Who stands above those who were asked last, else the next who hold an office."""
        taken = {chair.person for chair in found} | set(self.case.but)
        last = max((chair.level for chair in found), default=0)
        new: dict[int, Chair] = {}
        for chair in found:
            if chair.level != last:
                continue
            named = self._up(self._above(chair.stands_in_for or chair.person), past=taken)
            for standing in self._acting(named, but=taken):
                new.setdefault(standing.person.pk, _chair(standing, Why.ABOVE, level))
        if new:
            return list(new.values())
        for role in self._order():
            for person in self.roles[role]:
                for standing in self._acting(person, but=taken):
                    new.setdefault(standing.person.pk, _chair(standing, _WHY[role], level))
            if new:
                break
        return list(new.values())

    def _head(self) -> list[Chair]:
        here, seen = self.case.place, set()
        while here and here.pk not in seen:
            seen.add(here.pk)
            named = self._up(here.head)
            why = Why.HEAD if named == here.head else Why.ABOVE
            if chairs := [_chair(standing, why) for standing in self._acting(named)]:
                return [replace(chair, place=here) for chair in chairs]
            here = here.parent
        return []

    def _supervisor(self) -> list[Chair]:
        leads = self.case.reporter in self.led
        reporter, posting = self.case.reporter, self.case.posting
        supervisor = self._above(reporter) if leads else supervisor_of(reporter, posting=posting)
        named = self._up(supervisor)
        why = Why.SUPERVISOR if named == supervisor else Why.ABOVE
        return [_chair(standing, why) for standing in self._acting(named)]

    def _in_office(self) -> list[Chair]:
        for role in self._order():
            for person in self.roles[role]:
                for standing in self._acting(person):
                    return [_chair(standing, _WHY[role])]
        return []

    def _on_leave(self) -> list[Chair]:
        for role in self._order():
            for person in self.roles[role]:
                if person.is_active and person not in self.case.but:
                    return [Chair(person, _WHY[role])]
        return []

    def _order(self) -> Iterator[Role]:
        order = [Role.DISTRICT_ADMINISTRATOR, Role.BOARD_OFFICER]
        return reversed(order) if self.is_about_leader else iter(order)

    def _up(self, named: Person | None, *, past: set[Person] | None = None) -> Person | None:
        """`named`, or the nearest one above whom it is not kept from."""
        past = set(self.case.but) if past is None else past
        seen: set[int] = set()
        while named and named in past:
            if named.pk in seen:
                return None
            seen.add(named.pk)
            named = self._above(named)
        return named

    def _above(self, person: Person) -> Person | None:
        if person in self.led:
            return next((one for one in self.roles[Role.BOARD_OFFICER] if one != person), None)
        reporter = self.case.reporter  # whose posting is known
        return above(reporter if person == reporter else person, in_office=self.roles)

    def _acting(self, named: Person | None, *, but: set[Person] | None = None) -> list[Standing]:
        """Who acts for `named` today, none of those it is kept from; at most one."""
        past = set(self.case.but) if but is None else but
        if named is None or named in past:
            return []
        if named.pk not in self.acting:
            self.acting[named.pk] = who_acts([named], matter=self.matter)
        for standing in self.acting[named.pk]:
            if standing.person not in past:
                return [standing]
            return [
                own
                for own in who_acts([named], matter=self.matter, but=standing.person)
                if own.person not in past
            ]
        return []


def _led(case: Case) -> set[Person]:
    """Who of reporter and subject lead the district, today or when it was sent.

    Also whose role ended the day before: one that ends within a day is gone from its beginning; and
    the subject of what went to the Board officer at once, whenever their role ended by the rows.
    """
    sent_on = case.sent_on or today()
    grants = RoleGrant.objects.filter(role=Role.DISTRICT_ADMINISTRATOR, place=None)
    then = Q(since__lte=sent_on) & (Q(until=None) | Q(until__gte=sent_on - dt.timedelta(days=1)))
    now = Q(pk__in=RoleGrant.objects.on(today()).values("pk"))
    held = grants.filter(then | now, person__in=case.but).values_list("person", flat=True)
    pks = {*held, *([case.about.pk] if case.about and case.to_officer else [])}
    return {person for person in case.but if person.pk in pks}


def _not_given_by_the_subject(case: Case, in_office: Offices) -> Offices:
    """Those in office, but for whom the subject made so since it was sent, that day included.

    Who has received it before that is not meant.
    """
    if case.about is None or case.sent_on is None:
        return in_office
    grants = RoleGrant.objects.current().filter(place=None, granted_by=case.about)
    grants = grants.filter(since__gte=case.sent_on).exclude(person__in=case.seated)
    never = set(grants.values_list("role", "person"))
    return {
        role: [person for person in people if (role.value, person.pk) not in never]
        for role, people in in_office.items()
    }


def _chair(standing: Standing, why: Receiver.Why, level: int = 1) -> Chair:
    return Chair(standing.person, why, standing.stands_in_for, level)


def _as_it_is(reporter: Person, posting: Posting | None) -> Posting | None:
    """The posting as it is today, or what followed it at the same place; else as it was."""
    if posting is None:
        return reporter.posting
    same = [row for row in reporter.postings_today if row.pk == posting.pk]
    there = [row for row in reporter.postings_today if row.place_id == posting.place_id]
    return next(iter(same + there), posting)
