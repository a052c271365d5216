"""The ladder of reminders: which step an open assignment is at, and whose turn it is.

On assignment; before the due date, by default 14, 7, 3 and 1 days; on the due date; then every
week that it is late; and after a week also the supervisor, every week. Ladders count calendar
days. What falls due on a day without school goes out on the next school day.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from django.db import connection

from policies.acknowledgments.models import Assignment

Turn = tuple[int, int]
"""An assignment and the person whom it is about, by their ids."""


class Step(StrEnum):
    """A rung of the ladder."""

    ASSIGNED = "assigned"
    BEFORE = "before"
    DUE = "due"
    LATE = "late"


def ladder(assignment: Assignment, *, until: dt.date) -> list[tuple[dt.date, Step]]:
    """Every step of an assignment up to a day, in order; nothing before it was assigned."""
    rule = assignment.requirement
    due = assignment.due_on
    days = {due - dt.timedelta(days=count): Step.BEFORE for count in rule.before_due if count > 0}
    days[due] = Step.DUE
    late = due + dt.timedelta(days=rule.late_every)
    while late <= until:
        days[late] = Step.LATE
        late += dt.timedelta(days=rule.late_every)
    steps = [(day, step) for day, step in days.items() if assignment.assigned_on < day <= until]
    if assignment.assigned_on <= until:
        steps.append((assignment.assigned_on, Step.ASSIGNED))
    return sorted(steps)


def step_at(assignment: Assignment, *, on: dt.date) -> tuple[dt.date, Step] | None:
    """The last step reached on a day, with its own day; None before it was assigned."""
    steps = ladder(assignment, until=on)
    return steps[-1] if steps else None


def whose_turn(day: dt.date) -> list[Turn]:
    """Open assignments that have reached a step since their person was last told of them.

    Left out are people without an address, on leave, gone, told something today already, or
    nudged today by a supervisor: what that day would have said is said on the next school day.
    """
    return _turns(_PERSONS_TURN, day)


def supervisors_turn(day: dt.date) -> list[Turn]:
    """Late assignments of which the supervisor must be told on `day`."""
    return _turns(_SUPERVISORS_TURN, day)


def long_late(day: dt.date) -> list[Turn]:
    """Every assignment that is late by so much that its supervisor knows, or should."""
    return _turns(_LONG_LATE, day)


def note_told(assignments: list[int], *, day: dt.date, supervisor: bool = False) -> None:
    """Note for assignments (ids) that their person, or the supervisor, was told on `day`."""
    column = "supervisor_on" if supervisor else "person_on"
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
_NOT_NUDGED = """
  AND NOT EXISTS (
    SELECT FROM acknowledgments_nudge nudge
    WHERE nudge.person_id = a.person_id AND nudge.day = %(day)s
  )
"""
_PERSONS_TURN = f"""{_OPEN}{_NOT_NUDGED} AND person.email <> ''
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
_LONG_LATE = f"{_OPEN} AND %(day)s - a.due_on >= rule.supervisor_after"
_SUPERVISORS_TURN = f"""{_LONG_LATE}
  AND (
    told.supervisor_on IS NULL
    OR (%(day)s - a.due_on - rule.supervisor_after) / rule.late_every
       > (told.supervisor_on - a.due_on - rule.supervisor_after) / rule.late_every
    OR told.supervisor_on - a.due_on < rule.supervisor_after
  )
"""
