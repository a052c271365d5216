"""The steps of a route: which apply, who sits at each, what is skipped."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Person, Place
from accounts.places import with_places_above
from accounts.roles import holders
from accounts.standing_in import Standing, acting_supervisor, with_presence
from approvals import conditions
from approvals.deciders import Asker, who_decides
from approvals.models import Request, Route, RouteStep, Seat, Step
from approvals.models.route import AsksApprovers, in_words
from district_portal import audit
from district_portal.district.keeping_words import in_own_language
from district_portal.permissions import Role

LEVELS: Final = 3
"""How far up somebody is looked for who neither asks nor has been asked already."""


@dataclass(frozen=True)
class Chair:
    """Somebody who may decide a step today, and for which of its approvers."""

    standing: Standing
    approvers: tuple[str, ...]

    @property
    def person(self) -> Person:
        """Who sits there."""
        return self.standing.person

    @property
    def why(self) -> str:
        """Why they stand in for somebody; else empty."""
        return self.standing.why


@dataclass(frozen=True)
class Expected:
    """One step as it would go today: who may decide it, or why it would be skipped."""

    approvers: list[str]
    all_must: bool
    chairs: list[Chair]
    why_skipped: str = ""

    @property
    def label(self) -> str:
        """The step's approvers in the district's words: "Supervisor"."""
        return in_words(self.approvers, all_must=self.all_must)

    @property
    def nobody(self) -> bool:
        """Whether nobody at all could decide it, or nobody for one of those who all must."""
        return not self.why_skipped and not suffice(
            self.chairs, approvers=self.approvers, all_must=self.all_must
        )


def route_for(kind: str) -> Route:
    """The route on which a new request of `kind` goes. Raises Route.DoesNotExist without one."""
    return Route.objects.get(kind=kind, in_use=True)


def steps_of(
    steps: Iterable[RouteStep], holding: Collection[str], *, place: Place | None
) -> list[RouteStep]:
    """Those of a route's `steps` that apply where these conditions hold, asked for `place`."""
    applying = [step for step in steps if step.condition in holding]
    limited = any(step.place_id for step in applying)
    here = set(with_places_above(place)) if limited and place else set()
    return [step for step in applying if step.place_id is None or step.place_id in here]


def who_would_decide(kind: str, *, asker: Asker, values: Mapping[str, Any]) -> list[Expected]:
    """The steps that a request would go through if it were sent today, with real people."""
    steps = list(RouteStep.objects.filter(route__kind=kind, route__in_use=True))
    if not steps:
        route_for(kind)
    return expected(steps_of(steps, conditions.holding(values), place=asker.place), asker=asker)


def expected(
    steps: Sequence[AsksApprovers], *, asker: Asker, decided_by: Person | None = None
) -> list[Expected]:
    """How steps still to come would go today; `decided_by` decided the one before them."""
    found, last = [], decided_by
    administrators = _administrators() if steps else []
    for step in steps:
        coming = expect(step, asker=asker, decided_by=last, administrators=administrators)
        found.append(coming)
        if not coming.why_skipped:
            last = coming.chairs[0].person if len(coming.chairs) == 1 else None
    return found


def _administrators() -> list[Person]:
    return list(with_presence(holders(Role.DISTRICT_ADMINISTRATOR)))


def expect(
    step: AsksApprovers,
    *,
    asker: Asker,
    decided_by: Person | None = None,
    administrators: list[Person] | None = None,
) -> Expected:
    """How `step` would be seated today, if `decided_by` decided the one before it."""
    chairs = seats_for(step.approvers, asker=asker, administrators=administrators)
    way = Expected(step.approvers, step.all_must, chairs)
    if why := why_skipped(way, decided_by=decided_by):
        return replace(way, chairs=[], why_skipped=why)
    return way


def seats_for(
    approvers: Iterable[str], *, asker: Asker, administrators: list[Person] | None = None
) -> list[Chair]:
    """Those who may decide for each of `approvers` today; whoever sits for several sits once."""
    found: dict[int, Chair] = {}
    for approver in approvers:
        for standing in who_decides(approver, asker=asker, administrators=administrators):
            there = found.get(standing.person.pk)
            if there is None:
                found[standing.person.pk] = Chair(standing, (approver,))
            else:
                found[standing.person.pk] = _joined(there, Chair(standing, (approver,)))
    return list(found.values())


def one_level_up(chairs: Iterable[Chair], *, asker: Asker) -> list[Chair]:
    """Who stands above those who have waited too long, and may decide as well; nobody twice.

    Neither the requester nor whom they left their matters to. Above the Board officer, who
    decides what a District Administrator asks for, stands nobody.
    """
    if holders(Role.DISTRICT_ADMINISTRATOR).filter(pk=asker.requester.pk).exists():
        return []
    taken = {asker.requester, *(chair.person for chair in chairs)}
    found = []
    for chair in chairs:
        person = chair.person
        for _level in range(LEVELS):
            above = acting_supervisor(person)
            if above is None:
                break
            if above.stands_in_for == asker.requester:
                person = asker.requester
                continue
            if above.person not in taken:
                why = _("It has waited long for %(name)s.") % {"name": chair.person}
                words = f"{why} {above.why}".strip()
                standing = Standing(above.person, chair.person, words)
                found.append(Chair(standing, chair.approvers))
                taken.add(above.person)
                break
            person = above.person
    return found


@in_own_language()
def why_skipped(step: Expected, *, decided_by: Person | None) -> str:
    """Why a step would fall away: it would come to the one who has just decided; else empty.

    Where all must approve, only when that one would decide for all of them.
    """
    mine = [chair for chair in step.chairs if chair.person == decided_by]
    if mine and suffice(mine, approvers=step.approvers, all_must=step.all_must):
        return _("%(name)s decides the step before and is asked only once.") % {"name": decided_by}
    return ""


def suffice(chairs: Iterable[Chair], *, approvers: Iterable[str], all_must: bool) -> bool:
    """Whether these people could decide for `approvers`: for each of them where all must."""
    covered = {approver for chair in chairs for approver in chair.approvers}
    return covered.issuperset(approvers) if all_must else bool(covered)


def _joined(one: Chair, other: Chair) -> Chair:
    """One seat out of two of the same person, first of all that of their own right."""
    approvers = one.approvers + other.approvers
    if one.standing.stands_in_for and not other.standing.stands_in_for:
        one, other = other, one
    why = " ".join(dict.fromkeys(words for words in (one.why, other.why) if words))
    return Chair(replace(one.standing, why=why), approvers)


def seat(
    step: Step, *, chairs: list[Chair], request: Request, at: dt.datetime | None = None
) -> list[Seat]:
    """Give the open `step` these people and take it from all others; answer the new seats.

    The caller holds the request's lock.
    """
    at = at or timezone.now()
    live = {row.person_id: row for row in step.seats.filter(left_at=None)}
    wanted = {chair.person.pk: chair for chair in chairs}
    gone = [row.pk for person, row in live.items() if _differs(row, wanted.get(person))]
    Seat.objects.filter(pk__in=gone).update(left_at=at)
    new = [
        Seat(
            step=step,
            person=chair.person,
            approvers=list(chair.approvers),
            stands_in_for=chair.standing.stands_in_for,
            why=chair.why[:300],
            seated_at=at,
        )
        for person, chair in wanted.items()
        if person not in live or live[person].pk in gone
    ]
    Seat.objects.bulk_create(new)
    for row in new:
        audit.record(
            "requests.seated",
            by=None,
            on=request,
            person=row.person,
            after={"step": step.order, "why": row.why},
            at=at,
        )
    return new


def _differs(seat: Seat, chair: Chair | None) -> bool:
    if chair is None:
        return True
    whom = chair.standing.stands_in_for
    return (seat.stands_in_for_id, seat.approvers) != (whom and whom.pk, list(chair.approvers))
