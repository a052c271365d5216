"""The set difference in SQL between who should have what to sign, and who has.

Three steps, each one statement: end what no longer holds, end what a signature already answers,
insert what is missing. What somebody closed unsigned stands until a signature counts, or until an
exemption's last day is over; a step between the others lets it give way. A version whose
`accepts_from` is older than itself takes older signatures.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import asdict, dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection

from accounts.models import Person
from district_portal.district.current import today
from policies.acknowledgments import deadlines
from policies.acknowledgments.audience import Audience, on_leave, reach
from policies.acknowledgments.models import Assignment, Requirement
from policies.acknowledgments.models.signature import COUNTS
from policies.acknowledgments.year_asked import asked_year
from policies.models import Policy

# Whom the rule reaches today; what is given; whose signature counts for the version in force.
# The audience is found by itself, and what is given is known to the planner as it stands: it would
# take the audience for one person, and look each of them up again and again.
STEP = """
    WITH audience(person_id, on_leave) AS MATERIALIZED ({audience}),
    given(requirement_id, policy_id, version_id, accepts_from, cycle, day, due_on, at)
    AS NOT MATERIALIZED (
        VALUES (%s::bigint, %s::bigint, %s::bigint, %s::int, %s, %s::date, %s::date,
                %s::timestamptz)
    ),
    counting AS (
        SELECT DISTINCT ON (s.person_id) s.person_id, s.id AS signature_id
        FROM given
        JOIN policies_version v
          ON v.policy_id = given.policy_id AND v.number >= given.accepts_from
        JOIN acknowledgments_signature s
          ON s.version_id = v.id AND given.cycle IN ('once', s.school_year)
        WHERE {counts} {only_s}
        ORDER BY s.person_id, v.number DESC, s.id
    ),
    done(what) AS ({step})
    SELECT what, count(*) FROM done GROUP BY what
"""
END = """
    UPDATE acknowledgments_assignment a
    SET ended_at = given.at,
        ended_why = CASE
            WHEN a.person_id NOT IN (SELECT person_id FROM audience) AND (
                NOT (SELECT is_active FROM accounts_person WHERE id = a.person_id) OR NOT EXISTS (
                    SELECT FROM accounts_posting p
                    WHERE p.person_id = a.person_id AND p.since <= given.day
                      AND (p.until IS NULL OR p.until >= given.day)
                ) AND EXISTS (SELECT FROM accounts_posting p WHERE p.person_id = a.person_id)
            ) THEN 'left'
            WHEN given.version_id IS NULL THEN 'rule'  -- the policy was rescinded
            WHEN (a.version_id, a.cycle) IS DISTINCT FROM (given.version_id, given.cycle)
            THEN 'superseded'
            ELSE 'rule'
        END
    FROM given
    WHERE a.requirement_id = given.requirement_id AND a.ended_at IS NULL {only_a}
      AND ((a.version_id, a.cycle) IS DISTINCT FROM (given.version_id, given.cycle)
           OR a.person_id NOT IN (SELECT person_id FROM audience))
    RETURNING a.ended_why
"""
ANSWER = """
    UPDATE acknowledgments_assignment a
    SET ended_at = given.at, ended_why = 'signed', signature_id = counting.signature_id
    FROM given, counting
    WHERE a.requirement_id = given.requirement_id AND a.ended_at IS NULL {only_a}
      AND counting.person_id = a.person_id
    RETURNING 'satisfied'
"""
AGAIN = """
    UPDATE acknowledgments_assignment a
    SET asked_again_at = given.at
    FROM given CROSS JOIN audience LEFT JOIN counting USING (person_id),
         acknowledgments_closing closing
    WHERE a.requirement_id = given.requirement_id AND a.version_id = given.version_id
      AND a.cycle = given.cycle AND a.closing_id IS NOT NULL AND a.asked_again_at IS NULL {only_a}
      AND a.person_id = audience.person_id AND closing.id = a.closing_id
      AND (counting.signature_id IS NOT NULL
           OR closing.until < given.day AND NOT audience.on_leave)
    RETURNING 'asked_again'
"""
# Who already waited for a version whose signature would still count keeps the day and due date.
# Who is asked already is looked up once: the planner may take a table for empty that is being
# filled, and would go through it again for every person. Who works at one place stands together,
# so that a supervisor's people are read from few pages.
INSERT = """
    WITH waiting AS (
        SELECT DISTINCT ON (a.person_id) a.person_id, a.assigned_on, a.due_on
        FROM given
        JOIN acknowledgments_assignment a USING (requirement_id, cycle)
        JOIN policies_version v ON v.id = a.version_id AND v.policy_id = given.policy_id
        WHERE a.ended_why = 'superseded' AND v.number >= given.accepts_from {only_a}
          AND a.version_id <> given.version_id
        ORDER BY a.person_id, v.number DESC, a.id DESC
    ),
    asked AS MATERIALIZED (
        SELECT a.person_id
        FROM given JOIN acknowledgments_assignment a USING (requirement_id, version_id, cycle)
        WHERE a.ended_why NOT IN ('rule', 'left', 'superseded') AND a.asked_again_at IS NULL
          {only_a}
    )
    INSERT INTO acknowledgments_assignment AS a (
        requirement_id, person_id, version_id, cycle, opened_at,
        assigned_on, due_on, ended_at, ended_why, signature_id
    )
    SELECT given.requirement_id, person_id, given.version_id, given.cycle, given.at,
           coalesce(waiting.assigned_on, given.day), coalesce(waiting.due_on, given.due_on),
           CASE WHEN signature_id IS NOT NULL THEN given.at END,
           CASE WHEN signature_id IS NOT NULL THEN 'signed' ELSE '' END,
           signature_id
    FROM given CROSS JOIN audience
    LEFT JOIN counting USING (person_id)
    LEFT JOIN waiting USING (person_id)
    LEFT JOIN acknowledgments_onroll roll USING (person_id)
    WHERE given.version_id IS NOT NULL AND (signature_id IS NOT NULL OR NOT audience.on_leave)
      AND NOT EXISTS (SELECT FROM asked WHERE asked.person_id = audience.person_id)
    ORDER BY roll.places, person_id
    RETURNING CASE WHEN a.ended_at IS NULL THEN 'opened' ELSE 'satisfied' END
"""

# Everybody's rows are sorted and counted without a detour over the disk.
ROOM = "SET LOCAL work_mem = '64MB'"


@dataclass(frozen=True)
class Change:
    """How many assignments a reconciliation opened, ended (and why), or gave another due date.

    `asked_again` are closings that gave way: to a signature, or since their last day is over.
    """

    opened: int = 0
    satisfied: int = 0
    superseded: int = 0
    left: int = 0
    rule: int = 0
    moved: int = 0
    asked_again: int = 0

    def __bool__(self) -> bool:
        return any(asdict(self).values())

    @property
    def ended(self) -> int:
        """How many ended unsigned."""
        return self.superseded + self.left + self.rule


def close(
    requirement: Requirement, *, at: dt.datetime, people: Collection[int] | None = None
) -> Change:
    """Close the difference for `requirement` as of the local day of the aware `at`.

    Only for `people` (ids), if given. The caller holds the lock on the policy.
    """
    day = today(at)
    audience, params = _audience(requirement, day, people)
    version = requirement.policy.in_force
    yearly = requirement.cycle == Requirement.Cycle.SCHOOL_YEAR
    params += [
        requirement.pk,
        requirement.policy_id,
        version.pk if version else None,
        version.accepts_from if version else None,
        asked_year(day) if yearly else requirement.cycle,
        day,
        deadlines.due_date(requirement, assigned_on=day),
        at,
    ]
    closed = Assignment.objects.closed().filter(requirement=requirement).exists()
    counts: dict[str, int] = {}
    with connection.cursor() as cursor:
        if people is None:
            cursor.execute(ROOM)
        for step in (END, ANSWER, *([AGAIN] if closed else []), INSERT):
            statement = STEP.replace("{step}", step).format(
                audience=audience,
                counts=COUNTS,
                only_s=deadlines.only_of(people, "s"),
                only_a=deadlines.only_of(people, "a"),
            )
            cursor.execute(statement, params)
            for what, count in cursor.fetchall():
                counts[what] = counts.get(what, 0) + count
    return Change(**counts, moved=deadlines.adjust(requirement, at=at, people=people))


def _audience(
    requirement: Requirement, day: dt.date, people: Collection[int] | None
) -> tuple[str, list[Any]]:
    """SQL and parameters of the ids that the requirement reaches on `day`, and who is on leave."""
    reached = Person.objects.none()
    if requirement.ended_at is None and requirement.policy.state == Policy.State.IN_FORCE:
        reached = Person.objects.filter(reach(Audience.of(requirement), on=day))
    if people is not None:
        reached = reached.filter(pk__in=people)
    rows = reached.order_by().annotate(leave=on_leave(day)).values_list("pk", "leave")
    try:
        statement, params = rows.query.sql_with_params()
    except EmptyResultSet:
        return "SELECT NULL::bigint, NULL::boolean WHERE false", []
    return statement, list(params)
