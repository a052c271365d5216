"""What a person is today: roles, for the district or for places, whom they act for, who is above.

One statement, asked once a request: every page rests on it.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import connection

from accounts.models import Delegation, Person
from district_portal.district.current import today
from district_portal.permissions import Role

Matter = Delegation.Matter


@dataclass(frozen=True)
class ActsFor:
    """One kind of matter that somebody has left to the person, or asks them to take on."""

    delegation: int
    person_id: int
    name: str
    matter: str
    since: dt.date
    until: dt.date
    accepted: bool


@dataclass(frozen=True)
class Holding:
    """Roles held for the whole district, roles held for places (ids, those below included)."""

    everywhere: frozenset[Role] = frozenset()
    limited: Mapping[Role, frozenset[int]] = field(default_factory=dict)
    delegated: tuple[ActsFor, ...] = ()
    """What is left to the person today or later, or waits for their answer."""
    day: dt.date = dt.date.min
    supervisor: str = ""
    """The name of the supervisor in today's primary posting."""

    @property
    def roles(self) -> frozenset[Role]:
        """Every role, be it for one place only."""
        return self.everywhere | self.limited.keys()

    @property
    def acts_for(self) -> list[ActsFor]:
        """For whom the person acts today, one entry a matter."""
        return [row for row in self.delegated if row.accepted and row.since <= self.day]

    @property
    def decides_for(self) -> list[ActsFor]:
        """For whom the person decides requests today."""
        return [row for row in self.acts_for if row.matter == Matter.REQUESTS]

    @property
    def asked(self) -> list[ActsFor]:
        """What the person is asked to take on and has not answered, one entry for all matters."""
        waiting = [row for row in self.delegated if not row.accepted]
        return list({(row.person_id, row.since, row.until): row for row in waiting}.values())

    @property
    def follows_for(self) -> set[int]:
        """Ids of those whose people the person looks after today."""
        return {row.person_id for row in self.acts_for if row.matter == Matter.ACKNOWLEDGMENTS}


def of(person: Person) -> Holding:
    """What `person` holds today; nothing for somebody who may not sign in.

    Whoever has reports or heads a place is a supervisor, and so is for some days whoever looks
    after the people of another.
    """
    day = today()
    if not person.is_active:
        return Holding(day=day)
    with connection.cursor() as cursor:
        cursor.execute(_HELD, {"person": person.pk, "day": day})
        district, places, leads, delegated, supervisor = cursor.fetchone()
    found = tuple(_acts_for(row) for row in json.loads(delegated or "[]"))
    limited: dict[Role, set[int]] = {}
    for role, place in json.loads(places or "[]"):
        limited.setdefault(Role(role), set()).add(place)
    everywhere = {Role.EMPLOYEE} | {Role(role) for role in district}
    if leads or Holding(delegated=found, day=day).follows_for:
        everywhere.add(Role.SUPERVISOR)
    return Holding(
        everywhere=frozenset(everywhere),
        limited={role: frozenset(ids) for role, ids in limited.items() if role not in everywhere},
        delegated=found,
        day=day,
        supervisor=supervisor or "",
    )


def _acts_for(row: list[object]) -> ActsFor:
    pk, person, name, matter, since, until, accepted = row
    return ActsFor(
        delegation=int(str(pk)),
        person_id=int(str(person)),
        name=str(name),
        matter=str(matter),
        since=dt.date.fromisoformat(str(since)),
        until=dt.date.fromisoformat(str(until)),
        accepted=bool(accepted),
    )


_HELD = """
WITH RECURSIVE held AS (
    SELECT role, place_id FROM accounts_rolegrant
    WHERE person_id = %(person)s AND since <= %(day)s AND (until IS NULL OR until >= %(day)s)
), below AS (
    SELECT role, place_id FROM held WHERE place_id IS NOT NULL
    UNION
    SELECT below.role, place.id
    FROM accounts_place place JOIN below ON place.parent_id = below.place_id
)
SELECT
    ARRAY(SELECT role FROM held WHERE place_id IS NULL),
    (SELECT json_agg(json_build_array(role, place_id)) FROM below)::text,
    EXISTS (
        SELECT FROM accounts_posting
        WHERE supervisor_id = %(person)s AND since <= %(day)s
          AND (until IS NULL OR until >= %(day)s)
    ) OR EXISTS (SELECT FROM accounts_place WHERE head_id = %(person)s),
    (
        SELECT json_agg(
            json_build_array(
                given.id, giver.id,
                COALESCE(NULLIF(giver.preferred_name, ''), giver.given_name)
                    || ' ' || giver.family_name,
                given.matter, given.since, given.until, given.accepted_at IS NOT NULL
            ) ORDER BY given.until, given.id
        )
        FROM accounts_delegation given JOIN accounts_person giver ON giver.id = given.person_id
        WHERE given.delegate_id = %(person)s AND given.until >= %(day)s AND giver.is_active
          AND given.declined_at IS NULL AND given.ended_at IS NULL
    )::text,
    (
        SELECT COALESCE(NULLIF(boss.preferred_name, ''), boss.given_name)
            || ' ' || boss.family_name
        FROM accounts_posting own JOIN accounts_person boss ON boss.id = own.supervisor_id
        WHERE own.person_id = %(person)s AND own."primary" AND own.since <= %(day)s
          AND (own.until IS NULL OR own.until >= %(day)s)
    )
"""
