"""The ladder of reminders: which step an open assignment is at, and whose turn it is.

`policies.acknowledgments.laddering` says which steps there are. What falls due on a day without
school goes out on the next school day.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

from django.db import connection

Told = Literal["person", "supervisor", "hr"]
"""Who is told of an assignment."""

Turn = tuple[int, int]
"""An assignment and the person whom it is about, by their ids."""


def whose_turn(day: dt.date) -> list[Turn]:
    """Open assignments that have reached a step since their person was last told of them.

    Left out are people without an address, on leave, gone, or told of it today already. That they
    hear of nothing else that day is the outbox's care, see acknowledgments.sparing.
    """
    return _turns(_PERSONS_TURN, day)


def supervisors_turn(day: dt.date) -> list[Turn]:
    """Late assignments of which the supervisor must be told on `day`."""
    return _turns(_SUPERVISORS_TURN, day)


def hr_turn(day: dt.date) -> list[Turn]:
    """Late assignments of which human resources must be told on `day`."""
    return _turns(_HR_TURN, day)


def long_late(day: dt.date, *, known_to: Told = "supervisor") -> list[Turn]:
    """Every assignment that is late by so much that its supervisor, or HR, knows, or should."""
    return _turns(_late_by(_HR_AFTER if known_to == "hr" else _SUPERVISOR_AFTER), day)


def note_told(assignments: list[int], *, day: dt.date, who: Told = "person") -> None:
    """Note for assignments (ids) that their person, the supervisor or HR was told on `day`."""
    column = f"{who}_on"
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO reminders_reminded AS told (assignment_id, {column})
            SELECT unnest(%s::bigint[]), %s
            ON CONFLICT (assignment_id) DO UPDATE SET {column} = EXCLUDED.{column}
            WHERE told.{column} IS NULL OR told.{column} < EXCLUDED.{column}
            """,
            [assignments, day],
        )


def _turns(statement: str, day: dt.date) -> list[Turn]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"day": day})
        return cursor.fetchall()


_OPEN = """
SELECT a.id, a.person_id
FROM acknowledgments_assignment a
JOIN acknowledgments_requirement rule ON rule.id = a.requirement_id
JOIN accounts_person person ON person.id = a.person_id
LEFT JOIN reminders_reminded told ON told.assignment_id = a.id
WHERE a.ended_at IS NULL AND a.assigned_on <= %(day)s AND person.is_active
  AND NOT EXISTS (
    SELECT FROM accounts_posting away
    WHERE away.person_id = a.person_id AND away."primary" AND away.on_leave
      AND away.since <= %(day)s AND (away.until IS NULL OR away.until >= %(day)s)
  )
"""
_PERSONS_TURN = f"""{_OPEN} AND person.email <> ''
  AND (
    told.person_on IS NULL
    OR a.due_on > told.person_on AND a.due_on <= %(day)s
    OR EXISTS (
      SELECT FROM unnest(rule.before_due) days
      WHERE a.due_on - days > told.person_on AND a.due_on - days <= %(day)s
    )
    OR (%(day)s - a.due_on) / rule.late_every > greatest(told.person_on - a.due_on, 0)
       / rule.late_every
  )
"""
_SUPERVISOR_AFTER = "rule.supervisor_after"
_HR_AFTER = "(rule.supervisor_after + rule.hr_after)"


def _late_by(after: str) -> str:
    return f"{_OPEN} AND %(day)s - a.due_on >= {after}"


def _turn_of(column: str, after: str) -> str:
    """Those late by `after` days and more, unless told since the last of their steps."""
    return f"""{_late_by(after)}
  AND (
    told.{column} IS NULL
    OR (%(day)s - a.due_on - {after}) / rule.late_every
       > (told.{column} - a.due_on - {after}) / rule.late_every
    OR told.{column} - a.due_on < {after}
  )
"""


_SUPERVISORS_TURN = _turn_of("supervisor_on", _SUPERVISOR_AFTER)
_HR_TURN = _turn_of("hr_on", _HR_AFTER)
