"""The statements that find what has changed since a run, and give back what it changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from accounts.models import Posting
from accounts.roster.sql.difference import ON_DAY
from accounts.roster.sql.people import OLD
from accounts.roster.sql.postings import FACTS

_OF = "traced.run_id = %(run)s AND traced.\"table\" = '{0}'"
_UNDONE: Final = "NOT (traced.person_id = ANY(%(kept)s::bigint[]))"
_BEFORE_DAYS: Final = (
    "daterange((traced.before->>'since')::date, (traced.before->>'until')::date, '[]')"
)

CHANGED_SINCE: Final = (
    f"""
    SELECT person.id FROM roster_trace traced
    JOIN accounts_person person ON person.id = traced.object_id
    WHERE {_OF.format("person")} AND traced.after <> {OLD}
    """,
    f"""
    SELECT traced.person_id FROM roster_trace traced
    LEFT JOIN accounts_posting posting ON posting.id = traced.object_id
    WHERE {_OF.format("posting")}
      AND traced.after IS DISTINCT FROM CASE WHEN posting.id IS NOT NULL
          THEN {FACTS.format("posting")} END
    """,
    f"""
    SELECT traced.person_id FROM roster_trace traced
    JOIN accounts_posting other ON other.person_id = traced.person_id
     AND other."primary" = (traced.before->>'primary')::boolean
     AND (other."primary" OR other.place_id = (traced.before->>'place_id')::bigint
          AND other.position = traced.before->>'position')
     AND daterange(other.since, other.until, '[]') && {_BEFORE_DAYS}
    WHERE {_OF.format("posting")} AND traced.before IS NOT NULL
      AND NOT EXISTS (SELECT FROM roster_trace own WHERE own.run_id = traced.run_id
                      AND own."table" = 'posting' AND own.object_id = other.id)
    """,
    f"""
    SELECT traced.person_id FROM roster_trace traced
    LEFT JOIN accounts_rolegrant held ON held.id = traced.object_id
    WHERE {_OF.format("grant")} AND (
        held.until IS DISTINCT FROM (traced.after->>'until')::date
        OR (held.id IS NULL) <> (traced.after IS NULL)
        OR EXISTS (
            SELECT FROM accounts_rolegrant other
            WHERE other.person_id = traced.person_id AND other.role = traced.before->>'role'
              AND other.place_id IS NOT DISTINCT FROM (traced.before->>'place_id')::bigint
              AND other.id <> traced.object_id
              AND daterange(other.since, other.until, '[]') && {_BEFORE_DAYS}))
    """,
)
"""People some row of whom is no longer as the run left it, or has another in its way."""


def used_postings() -> Iterator[str]:
    """People a posting of whom the run began and somebody else's rows name by now."""
    for relation in Posting._meta.related_objects:  # noqa: SLF001 - what upper parts add
        table = relation.related_model._meta.db_table  # noqa: SLF001
        column = relation.field.column
        yield f"""
        SELECT traced.person_id FROM roster_trace traced
        JOIN {table} used ON used.{column} = traced.object_id
        WHERE {_OF.format("posting")} AND traced.before IS NULL
        """


_TAKEN: Final = f"""
SELECT traced.person_id FROM roster_trace traced
JOIN accounts_person holder ON lower(holder.email) = lower(traced.before->>'email')
 AND holder.id <> traced.person_id
WHERE {_OF.format("person")} AND {_UNDONE} AND NOT EXISTS (
    SELECT FROM roster_trace theirs
    WHERE theirs.run_id = %(run)s AND theirs."table" = 'person' AND theirs.object_id = holder.id
      AND NOT (theirs.person_id = ANY(%(kept)s::bigint[]))
      AND lower(theirs.before->>'email') IS DISTINCT FROM lower(holder.email))
"""
"""People whose former address another keeps."""

_ADDED: Final = "NOT coalesce((traced.before->>'is_active')::boolean, false)"

ADDED: Final = f"""
SELECT person.id FROM accounts_person person
WHERE person.id IN (SELECT traced.object_id FROM roster_trace traced
                    WHERE {_OF.format("person")} AND {_ADDED})
ORDER BY person.id FOR NO KEY UPDATE
"""
"""Whom the undo would send away again; held, so that nobody gives them a role meanwhile."""

GRANTS: Final = f"""
SELECT traced.object_id AS id, traced.person_id, traced.before->>'role' AS role,
       (traced.before->>'place_id')::bigint AS place_id,
       (traced.before->>'since')::date AS since, (traced.before->>'until')::date AS until,
       (traced.before->>'granted_by_id')::bigint AS granted_by_id
FROM roster_trace traced
WHERE {_OF.format("grant")} AND {_UNDONE} ORDER BY traced.object_id
"""

_NEEDED: Final = f"""
SELECT traced.person_id FROM roster_trace traced
WHERE {_OF.format("person")} AND {_UNDONE} AND {_ADDED} AND traced.person_id IN (
    SELECT person_id FROM accounts_rolegrant WHERE until IS NULL OR until >= %(day)s
    UNION ALL
    SELECT unnest(ARRAY[person_id, delegate_id]) FROM accounts_delegation
    WHERE declined_at IS NULL AND ended_at IS NULL AND until >= %(day)s
    UNION ALL
    SELECT place.head_id FROM accounts_place place WHERE NOT EXISTS (
        SELECT FROM roster_trace own WHERE own.run_id = %(run)s AND own."table" = 'place'
           AND own.object_id = place.id AND (own.after->>'head_id')::bigint = place.head_id)
    UNION ALL
    SELECT under.supervisor_id FROM accounts_posting under
    WHERE (under.until IS NULL OR under.until >= %(day)s) AND NOT EXISTS (
        SELECT FROM roster_trace own WHERE own.run_id = %(run)s AND own."table" = 'posting'
           AND own.object_id = under.id AND NOT (own.person_id = ANY(%(kept)s::bigint[]))))
"""
"""People whom the run brought and who since then hold a role, head a place, stand in for somebody
or have somebody do so for them, or supervise who stays."""

STAYING: Final = f"{_TAKEN} UNION {_NEEDED}"
"""Who stays as well, where `kept` do."""

_SET_FACTS: Final = """place_id = (traced.before->>'place_id')::bigint,
    position = traced.before->>'position',
    supervisor_id = (traced.before->>'supervisor_id')::bigint, kind = traced.before->>'kind',
    on_leave = (traced.before->>'on_leave')::boolean, since = (traced.before->>'since')::date,
    until = (traced.before->>'until')::date"""

RESTORE: Final = (
    f"""
    DELETE FROM accounts_posting posting USING roster_trace traced
    WHERE {_OF.format("posting")} AND traced.before IS NULL AND {_UNDONE}
      AND posting.id = traced.object_id
    """,
    f"""
    UPDATE accounts_posting posting SET {_SET_FACTS} FROM roster_trace traced
    WHERE {_OF.format("posting")} AND traced.before IS NOT NULL AND traced.after IS NOT NULL
      AND {_UNDONE} AND posting.id = traced.object_id
    """,
    f"""
    INSERT INTO accounts_posting (id, person_id, place_id, position, supervisor_id, kind, on_leave,
        "primary", since, until)
    SELECT traced.object_id, traced.person_id, (traced.before->>'place_id')::bigint,
           traced.before->>'position', (traced.before->>'supervisor_id')::bigint,
           traced.before->>'kind', (traced.before->>'on_leave')::boolean,
           (traced.before->>'primary')::boolean, (traced.before->>'since')::date,
           (traced.before->>'until')::date
    FROM roster_trace traced
    WHERE {_OF.format("posting")} AND traced.after IS NULL AND {_UNDONE}
    """,
    f"""
    UPDATE accounts_person person SET email = NULL FROM roster_trace traced
    WHERE {_OF.format("person")} AND {_UNDONE} AND person.id = traced.object_id
      AND person.email IS DISTINCT FROM traced.before->>'email'
    """,
    f"""
    UPDATE accounts_person person
    SET given_name = traced.before->>'given_name', family_name = traced.before->>'family_name',
        sort_name = traced.before->>'sort_name', email = traced.before->>'email',
        is_active = (traced.before->>'is_active')::boolean
    FROM roster_trace traced
    WHERE {_OF.format("person")} AND {_UNDONE} AND person.id = traced.object_id
      AND traced.before IS NOT NULL
    """,
    f"""
    UPDATE accounts_person person SET is_active = false FROM roster_trace traced
    WHERE {_OF.format("person")} AND {_UNDONE} AND person.id = traced.object_id
      AND traced.before IS NULL
    """,
)

RESTORE_HEADS: Final = f"""
UPDATE accounts_place place SET head_id = (traced.before->>'head_id')::bigint
FROM roster_trace traced
WHERE {_OF.format("place")} AND traced.before IS NOT NULL AND place.id = traced.object_id
  AND place.head_id IS NOT DISTINCT FROM (traced.after->>'head_id')::bigint
  AND NOT (traced.after->>'head_id')::bigint = ANY(%(kept)s::bigint[])
RETURNING (traced.before->>'head_id')::bigint, (traced.after->>'head_id')::bigint
"""

WORKING: Final = f"""
SELECT person.id, person.is_active AND EXISTS (
    SELECT FROM accounts_posting posting
    WHERE posting.person_id = person.id AND {ON_DAY.format("posting")})
FROM accounts_person person
WHERE person.id IN (SELECT traced.person_id FROM roster_trace traced
                    WHERE traced.run_id = %(run)s AND {_UNDONE})
"""
"""Whoever was touched by the undo, and whether they work here now."""

READDRESSED: Final = f"""
SELECT traced.object_id, traced.after->>'email' FROM roster_trace traced
WHERE {_OF.format("person")} AND {_UNDONE} AND traced.after->>'email' <> ''
  AND lower(traced.before->>'email') IS DISTINCT FROM lower(traced.after->>'email')
  AND (traced.before->>'is_active')::boolean AND (traced.after->>'is_active')::boolean
"""
"""Who has another address again by the undo, or none, with the one that the run gave."""

EVENTS: Final = f"""
SELECT 'accounts.person' AS object_type, person.id::text AS object_id,
       person.given_name || ' ' || person.family_name AS object,
       person.id AS person_id, person.given_name || ' ' || person.family_name AS person,
       NULL::bigint AS place_id, '' AS place, NULL::jsonb AS before,
       jsonb_build_object('run', %(run)s::bigint) AS after
FROM accounts_person person
WHERE person.id IN (SELECT traced.person_id FROM roster_trace traced
                    WHERE traced.run_id = %(run)s AND {_UNDONE})
ORDER BY person.id
"""
