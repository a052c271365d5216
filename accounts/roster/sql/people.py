"""The statements that write people: new ones, names and addresses, and who may sign in."""

from __future__ import annotations

from typing import Any, Final

from accounts.models import Person

_NEW_EMAIL: Final = "CASE WHEN %(has_email)s THEN nullif(named.email, '') ELSE person.email END"
_NAMED: Final = """
    FROM roster_change change
    JOIN roster_row named ON named.run_id = change.run_id AND named.number = change.number
     AND named."primary" AND NOT named.ends
"""
_SAID: Final = "given_name, family_name, sort_name, email, is_active"
OLD: Final = """jsonb_build_object('given_name', person.given_name, 'family_name',
    person.family_name, 'sort_name', person.sort_name, 'email', person.email, 'is_active',
    person.is_active)"""

TRACE_CHANGED: Final = f"""
INSERT INTO roster_trace (run_id, "table", object_id, person_id, before, after)
SELECT %(run)s, 'person', person.id, person.id, {OLD},
       jsonb_build_object('given_name', named.first_name, 'family_name', named.last_name,
           'sort_name', named.sort_name, 'email', {_NEW_EMAIL}, 'is_active', true)
{_NAMED}
JOIN accounts_person person ON person.number = change.number
WHERE change.run_id = %(run)s AND change.kind IN ('changed', 'returned')
  AND (person.given_name, person.family_name, person.sort_name, person.email, person.is_active)
      IS DISTINCT FROM
      (named.first_name, named.last_name, named.sort_name, {_NEW_EMAIL}, true)
"""

_WANTED: Final = f"""
    SELECT lower(named.email) AS email {_NAMED}
    WHERE change.run_id = %(run)s AND change.kind IN ('added', 'changed', 'returned')
      AND named.email <> '' AND %(has_email)s
"""

TRACE_LEAVERS: Final = f"""
INSERT INTO roster_trace (run_id, "table", object_id, person_id, before, after)
SELECT %(run)s, 'person', person.id, person.id, {OLD},
       {OLD} || jsonb_build_object('is_active', false, 'email',
           CASE WHEN lower(person.email) NOT IN ({_WANTED}) THEN person.email END)
FROM roster_change change
JOIN accounts_person person ON person.id = change.person_id
WHERE change.run_id = %(run)s AND change.kind = 'left'
"""

TRACE_FREED: Final = f"""
INSERT INTO roster_trace (run_id, "table", object_id, person_id, before, after)
SELECT %(run)s, 'person', person.id, person.id, {OLD},
       {OLD} || jsonb_build_object('email', NULL::text)
FROM accounts_person person
WHERE NOT person.is_active AND lower(person.email) IN ({_WANTED})
  AND NOT EXISTS (SELECT FROM roster_trace traced WHERE traced.run_id = %(run)s
                  AND traced."table" = 'person' AND traced.object_id = person.id)
"""
"""Whoever left long ago gives an address to somebody who needs it."""

_TRACED: Final = """
FROM roster_trace traced
WHERE traced.run_id = %(run)s AND traced."table" = 'person' AND person.id = traced.object_id
  AND traced.before IS NOT NULL
"""

FREE_ADDRESSES: Final = f"""
UPDATE accounts_person person SET email = NULL {_TRACED}
  AND traced.before->>'email' IS DISTINCT FROM traced.after->>'email'
  AND person.email IS NOT NULL
"""
"""First, so that two people can change places."""

CLOSE_SIGN_INS: Final = f"""
UPDATE accounts_person person SET is_active = false {_TRACED}
  AND NOT (traced.after->>'is_active')::boolean AND person.is_active
"""

READDRESSED: Final = """
SELECT object_id, before->>'email' FROM roster_trace
WHERE run_id = %(run)s AND "table" = 'person' AND before->>'email' <> ''
  AND lower(before->>'email') IS DISTINCT FROM lower(after->>'email')
  AND (before->>'is_active')::boolean AND (after->>'is_active')::boolean
"""
"""Who stays and has another address by the run, or none, with the one from before."""


def enter(cursor: Any, parameters: dict[str, Any]) -> None:
    """Add whom the run adds, and give to others the names and addresses that it has.

    New people get a password that nobody can type; all that the roster does not rule stands as
    the model has it for a new person.
    """
    others = _as_new()
    columns = ", ".join(f'"{column}"' for column in others)
    values = ", ".join(f"%({column}_as_new)s" for column in others)
    cursor.execute(
        f"""
        WITH entered AS (
            INSERT INTO accounts_person AS person (number, {_SAID}, password, entered_at, {columns})
            SELECT named.number, named.first_name, named.last_name, named.sort_name,
                   nullif(named.email, ''), true,
                   '!' || replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''),
                   now(), {values}
            {_NAMED}
            WHERE change.run_id = %(run)s AND change.kind IN ('added', 'changed', 'returned')
            ON CONFLICT (number) DO UPDATE
            SET given_name = excluded.given_name, family_name = excluded.family_name,
                sort_name = excluded.sort_name, is_active = true,
                email = CASE WHEN %(has_email)s THEN excluded.email ELSE person.email END
            WHERE (person.given_name, person.family_name, person.sort_name, person.email,
                   person.is_active)
                  IS DISTINCT FROM
                  (excluded.given_name, excluded.family_name, excluded.sort_name,
                   CASE WHEN %(has_email)s THEN excluded.email ELSE person.email END, true)
            RETURNING id, {_SAID}, xmax = 0 AS is_new
        )
        INSERT INTO roster_trace (run_id, "table", object_id, person_id, before, after)
        SELECT %(run)s, 'person', person.id, person.id, NULL, {OLD}
        FROM entered person WHERE is_new
        """,
        {**parameters, **{f"{column}_as_new": value for column, value in others.items()}},
    )


def _as_new() -> dict[str, Any]:
    """Columns of a person that the roster does not rule → their values for somebody new."""
    ruled = {"id", "number", "password", "entered_at", *_SAID.split(", ")}
    fields = [field for field in Person._meta.concrete_fields if field.column not in ruled]  # noqa: SLF001
    return {str(field.column): field.get_default() for field in fields}
