"""Who holds which role: granted from a day, until a day, for the district or for one place.

The district always has a District Administrator, on every day to come: no end of a role, no day
until which it is given, and nobody's leaving may open a gap.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence

from django.db import connection, transaction
from django.db.models import QuerySet

from accounts.models import Person, Place, RoleGrant
from accounts.models.role import LIMITABLE, RoleGrantQuerySet
from accounts.places import with_places_above
from accounts.signals import standing_changed
from district_portal import audit
from district_portal.district.current import today
from district_portal.permissions import Role

LOCK = 4_015_531
"""Held while roles change, so that two at once don't leave the district without administrator."""


class LastAdministratorError(Exception):
    """The district would be left without a District Administrator from `day` on."""

    def __init__(self, day: dt.date) -> None:
        super().__init__(f"nobody would be District Administrator on {day}")
        self.day = day


class LeftError(ValueError):
    """Somebody who has left can hold no role."""


class NotLimitableError(ValueError):
    """The role is held for the whole district or not at all."""


class HeldError(ValueError):
    """The person holds the role for that place on some of these days already."""

    def __init__(self, grant: RoleGrant) -> None:
        super().__init__(str(grant))
        self.grant = grant


def holders(role: Role, *, at: Place | None = None) -> QuerySet[Person]:
    """Those who hold a granted role today, longest holder first.

    For the whole district; with `at`, those of the nearest place at or above it where anybody
    holds the role, and those of the whole district where nobody does.
    """
    current = RoleGrant.objects.current().filter(role=role)
    if at and role.value in LIMITABLE:
        for place in with_places_above(at):
            near = current.filter(place=place)
            if near.exists():
                return _people(near)
    return _people(current.filter(place=None))


@transaction.atomic
def appoint(
    person: Person,
    *,
    role: Role,
    by: Person | None,
    since: dt.date | None = None,
    until: dt.date | None = None,
    place: Place | None = None,
) -> RoleGrant:
    """Give `person` the role from `since` (today unless given) to `until`, both included.

    Without `until` it is held for good, without `place` for the whole district. Harmless when
    they hold it on all these days. Raises LeftError, NotLimitableError, HeldError when they hold
    it on some of the days, and LastAdministratorError when the only District Administrators were
    there for a limited time.
    """
    since = since or today()
    hold({person.pk})
    if not Person.objects.get(pk=person.pk).is_active:
        raise LeftError(str(person))
    if place and role.value not in LIMITABLE:
        raise NotLimitableError(role.value)
    for held in RoleGrant.objects.filter(person=person, role=role, place=place).order_by("since"):
        if held.covers(since, until):
            return held
        if held.meets(since, until):
            raise HeldError(held)
    is_administrator = role == Role.DISTRICT_ADMINISTRATOR
    gap = _first_gap(_administrating(), after=until) if is_administrator and until else None
    if gap:
        raise LastAdministratorError(gap)
    grant = RoleGrant.objects.create(
        person=person, role=role, place=place, since=since, until=until, granted_by=by
    )
    audit.record(
        "roles.appointed", by=by, on=grant, person=person, place=place, after=_facts(grant)
    )
    _tell({person.pk})
    return grant


@transaction.atomic
def end(grant: RoleGrant, *, by: Person | None, on: dt.date | None = None) -> None:
    """End one grant; `on` (today unless given) is the first day without it.

    Harmless when it is over then. What was to begin later is taken back. Raises
    LastAdministratorError when the district had no District Administrator from some day on.
    """
    hold({grant.person_id})
    if _end(RoleGrant.objects.filter(pk=grant.pk), before=on or today(), by=by):
        _tell({grant.person_id})


@transaction.atomic
def end_for_leavers(people: Collection[int], *, last_day: dt.date, by: Person | None) -> None:
    """End every role of `people` (ids), who are there until `last_day`; see `end`.

    The caller tells that they have left.
    """
    after = last_day + dt.timedelta(days=1)
    hold(people)
    _end(RoleGrant.objects.filter(person__in=people), before=after, by=by)


@transaction.atomic
def give_back(grants: Sequence[RoleGrant], *, by: Person | None) -> None:
    """Let `grants`, with their keys, be held again as they stand here, as if they had not ended.

    Each is recorded as an appointment. The caller has seen that nothing stands in their way.
    Raises LeftError.
    """
    if not grants:
        return
    hold({grant.person_id for grant in grants})
    people = Person.objects.in_bulk({grant.person_id for grant in grants})
    for grant in grants:
        grant.person = people[grant.person_id]
        if not grant.person.is_active:
            raise LeftError(str(grant.person))
        grant.save()
        audit.record(
            "roles.appointed",
            by=by,
            on=grant,
            person=grant.person,
            place=grant.place,
            after=_facts(grant),
        )
    _tell(set(people))


def gap_without(people: Collection[int], *, after: dt.date | None = None) -> dt.date | None:
    """The first day after `after` (yesterday unless given) without a District Administrator.

    As it would be if `people` (ids) had left by then; None where there is always one.
    """
    after = after or today() - dt.timedelta(days=1)
    rest = [grant for grant in _administrating() if grant.person_id not in people]
    return _first_gap(rest, after=after)


def hold(people: Collection[int] = ()) -> None:
    """Wait until nobody else gives or ends roles, nor ends the stay of `people` (ids).

    To the end of the transaction. Who needs the roster's lock too takes that one first; no row
    of a person is locked before this one is held, or two would wait for each other.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    rows = Person.objects.select_for_update(no_key=True).filter(pk__in=people)
    list(rows.order_by("pk").values_list("pk"))


def _people(grants: QuerySet[RoleGrant]) -> QuerySet[Person]:
    return Person.objects.filter(grants__in=grants).order_by("grants__since", "pk").distinct()


def _end(grants: RoleGrantQuerySet, *, before: dt.date, by: Person | None) -> int:
    """End or take back what is held on `before` or later; answers how many grants that was."""
    held = grants.still_on(before).select_for_update(of=("self",)).select_related("person", "place")
    ending = list(held.order_by("pk"))
    _keep_one({grant.pk: grant for grant in ending}, before=before)
    last = before - dt.timedelta(days=1)
    for grant in ending:
        facts = _facts(grant)
        pk, grant.until = grant.pk, last
        if grant.since > last:
            grant.delete()
            grant.pk = pk
        else:
            grant.save(update_fields=["until"])
        audit.record(
            "roles.dismissed",
            by=by,
            on=grant,
            person=grant.person,
            place=grant.place,
            before=facts,
            after={"last_day": last},
        )
    return len(ending)


def _keep_one(ending: dict[int, RoleGrant], *, before: dt.date) -> None:
    """Raise LastAdministratorError where the end of these grants would open a gap."""
    counting = [grant for grant in ending.values() if grant.person.is_active]
    if not any(grant.role == Role.DISTRICT_ADMINISTRATOR for grant in counting):
        return
    rest = [grant for grant in _administrating() if grant.pk not in ending]
    kept = [grant for grant in _administrating() if grant.pk in ending and grant.since < before]
    for grant in kept:
        grant.until = before - dt.timedelta(days=1)
    if gap := _first_gap([*rest, *kept], after=before - dt.timedelta(days=1)):
        raise LastAdministratorError(gap)


def _administrating() -> list[RoleGrant]:
    """Every grant of the role, of today or to come, to somebody who may sign in."""
    held = RoleGrant.objects.still_on(today()).filter(role=Role.DISTRICT_ADMINISTRATOR)
    return list(held.filter(person__is_active=True).order_by("since", "pk"))


def _first_gap(grants: Iterable[RoleGrant], *, after: dt.date) -> dt.date | None:
    """The first day after `after` that none of `grants` covers; None when there is none."""
    day = after + dt.timedelta(days=1)
    for grant in sorted(grants, key=lambda grant: grant.since):
        if grant.since > day:
            return day
        if grant.until is None:
            return None
        day = max(day, grant.until + dt.timedelta(days=1))
    return day


def _facts(grant: RoleGrant) -> dict[str, object]:
    facts: dict[str, object] = {"role": grant.role, "since": grant.since}
    return {**facts, "until": grant.until} if grant.until else facts


def _tell(people: set[int]) -> None:
    standing_changed.send(sender=RoleGrant, people=people)
