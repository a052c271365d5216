"""The postings that a run wants beside those of the day, and the statements that write them."""

from __future__ import annotations

from typing import Any, Final

from accounts.roster.sql.difference import FURTHER_RULED, ON_DAY

_TARGET: Final = f"""
CREATE TEMPORARY TABLE roster_target ON COMMIT DROP AS
SELECT person.id AS person_id, change.kind AS change, named."primary", place.id AS place_id,
       named.position,
       CASE WHEN %(has_kind)s OR posting.id IS NULL THEN named.kind ELSE posting.kind END AS kind,
       CASE WHEN %(has_on_leave)s OR posting.id IS NULL THEN named.on_leave
            ELSE posting.on_leave END AS on_leave,
       CASE WHEN %(has_supervisor)s THEN coalesce(boss.id, named.boss_person)
            ELSE posting.supervisor_id END AS supervisor_id,
       place.closed_on - 1 AS closing, posting.id AS posting_id, posting.since, posting.until,
       posting.place_id AS old_place_id, posting.position AS old_position,
       posting.kind AS old_kind, posting.on_leave AS old_on_leave,
       posting.supervisor_id AS old_supervisor_id
FROM roster_change change
JOIN roster_row named ON named.run_id = change.run_id AND named.number = change.number
JOIN accounts_person person ON person.number = change.number
JOIN accounts_place place ON place.name = named.place
LEFT JOIN accounts_person boss ON boss.number = nullif(named.boss, '')
LEFT JOIN accounts_posting posting ON posting.person_id = person.id
 AND posting."primary" = named."primary" AND {ON_DAY.format("posting")}
 AND (posting."primary" OR posting.place_id = place.id AND posting.position = named.position)
WHERE change.run_id = %(run)s AND change.kind IN ('added', 'returned', 'changed')
  AND NOT named.ends AND (named."primary" OR {FURTHER_RULED.format("named.number")})
"""

_DIFFERENT: Final = """(posting_id IS NOT NULL AND (
    change = 'returned'
    OR (place_id, position, kind, on_leave, supervisor_id) IS DISTINCT FROM
       (old_place_id, old_position, old_kind, old_on_leave, old_supervisor_id)))"""


def set_targets(cursor: Any, parameters: dict[str, Any]) -> None:
    """Make the table `roster_target`: what each person of the difference is to hold, and holds.

    The people and places that the run adds must be there already.
    """
    cursor.execute("DROP TABLE IF EXISTS roster_target")
    cursor.execute(_TARGET, parameters)
    cursor.execute("ANALYZE roster_target")


def drop_targets(cursor: Any) -> None:
    """Forget the table before the transaction ends, for another run within it."""
    cursor.execute("DROP TABLE IF EXISTS roster_target")


FACTS: Final = """jsonb_build_object('person_id', {0}.person_id, 'place_id', {0}.place_id,
    'position', {0}.position, 'supervisor_id', {0}.supervisor_id, 'kind', {0}.kind,
    'on_leave', {0}.on_leave, 'primary', {0}."primary", 'since', {0}.since, 'until', {0}.until)"""
"""A posting as it stands in a trace."""

CHANGE_TODAYS: Final = f"""
WITH wanted AS (
    SELECT * FROM roster_target WHERE {_DIFFERENT} AND since = %(day)s
), traced AS (
    INSERT INTO roster_trace (run_id, "table", object_id, person_id, before, after)
    SELECT %(run)s, 'posting', posting.id, posting.person_id, {FACTS.format("posting")},
           {FACTS.format("posting")} || jsonb_build_object('place_id', wanted.place_id,
               'position', wanted.position, 'supervisor_id', wanted.supervisor_id,
               'kind', wanted.kind, 'on_leave', wanted.on_leave,
               'until', least(CASE WHEN wanted.change <> 'returned' THEN posting.until END,
                              wanted.closing))
    FROM wanted JOIN accounts_posting posting ON posting.id = wanted.posting_id
)
UPDATE accounts_posting posting
SET place_id = wanted.place_id, position = wanted.position, kind = wanted.kind,
    supervisor_id = wanted.supervisor_id, on_leave = wanted.on_leave,
    until = least(CASE WHEN wanted.change <> 'returned' THEN posting.until END, wanted.closing)
FROM wanted WHERE posting.id = wanted.posting_id
"""
"""A posting that began today is changed in place, as `moving.move` does."""

_END: Final = f"""
traced AS (
    INSERT INTO roster_trace (run_id, "table", object_id, person_id, before, after)
    SELECT %(run)s, 'posting', posting.id, posting.person_id, {FACTS.format("posting")},
           {FACTS.format("posting")} || jsonb_build_object('until', ending.until)
    FROM ending JOIN accounts_posting posting ON posting.id = ending.id
)
UPDATE accounts_posting posting SET until = ending.until
FROM ending WHERE posting.id = ending.id
"""

END_CHANGED: Final = f"""
WITH ending AS (
    SELECT posting_id AS id, %(yesterday)s::date AS until FROM roster_target
    WHERE {_DIFFERENT} AND since < %(day)s
), {_END}
"""

_GONE_FURTHER: Final = f"""
    SELECT posting.id, posting.since FROM accounts_posting posting
    JOIN accounts_person person ON person.id = posting.person_id
    JOIN roster_change change ON change.number = person.number AND change.run_id = %(run)s
     AND change.kind IN ('returned', 'changed')
    WHERE NOT posting."primary" AND {ON_DAY.format("posting")}
      AND {FURTHER_RULED.format("person.number")}
      AND NOT EXISTS (SELECT FROM roster_target WHERE posting_id = posting.id)
"""

END_FURTHER: Final = f"""
WITH gone AS ({_GONE_FURTHER}), ending AS (
    SELECT id, %(yesterday)s::date AS until FROM gone WHERE since < %(day)s
), {_END}
"""

_REMOVE: Final = f"""
traced AS (
    INSERT INTO roster_trace (run_id, "table", object_id, person_id, before, after)
    SELECT %(run)s, 'posting', posting.id, posting.person_id, {FACTS.format("posting")}, NULL
    FROM removing JOIN accounts_posting posting ON posting.id = removing.id
)
DELETE FROM accounts_posting posting USING removing WHERE posting.id = removing.id
"""

REMOVE_FURTHER: Final = f"""
WITH gone AS ({_GONE_FURTHER}), removing AS (
    SELECT id FROM gone WHERE since = %(day)s
), {_REMOVE}
"""
"""One that began today was never held for a whole day."""

BEGIN: Final = f"""
WITH begun AS (
    INSERT INTO accounts_posting AS posting (person_id, place_id, position, supervisor_id, kind,
        on_leave, "primary", since, until)
    SELECT person_id, place_id, position, supervisor_id, kind, on_leave, "primary", %(day)s,
           least(closing, CASE WHEN change = 'added' THEN NULL
                               WHEN posting_id IS NOT NULL AND change <> 'returned'
                               THEN until ELSE (
               SELECT min(later.since) - 1 FROM accounts_posting later
               WHERE later.person_id = target.person_id AND later.since > %(day)s
                 AND later."primary" = target."primary"
                 AND (later."primary" OR later.place_id = target.place_id
                      AND later.position = target.position)) END)
    FROM roster_target target
    WHERE posting_id IS NULL OR {_DIFFERENT} AND since < %(day)s
    RETURNING posting.*
)
INSERT INTO roster_trace (run_id, "table", object_id, person_id, before, after)
SELECT %(run)s, 'posting', id, person_id, NULL, {FACTS.format("begun")} FROM begun
"""
"""From today, until what was planned before for a later day, or until the place closes."""

_OF_LEAVERS: Final = """
    JOIN roster_change change ON change.person_id = {0}.person_id
     AND change.run_id = %(run)s AND change.kind = 'left'
"""

END_LEAVERS: Final = f"""
WITH ending AS (
    SELECT posting.id, greatest(
        %(yesterday)s::date, max(posting.since) OVER (PARTITION BY posting.person_id)) AS until
    FROM accounts_posting posting {_OF_LEAVERS.format("posting")}
    WHERE {ON_DAY.format("posting")}
), {_END}
"""
"""As `moving.leave` does: yesterday was the last day of all, or today where one began today."""

REMOVE_PLANNED: Final = f"""
WITH removing AS (
    SELECT posting.id FROM accounts_posting posting {_OF_LEAVERS.format("posting")}
    WHERE posting.since > %(day)s
), {_REMOVE}
"""
"""Who leaves does not come back by what was planned before."""
