"""The statements that compare a run with the roster of a day. Parameters: `parameters_of`."""

from __future__ import annotations

from typing import Final

ON_DAY: Final = "{0}.since <= %(day)s AND ({0}.until IS NULL OR {0}.until >= %(day)s)"

ROSTERED: Final = f"""
SELECT count(*) FROM accounts_person person
JOIN accounts_posting posting ON posting.person_id = person.id AND posting."primary"
 AND {ON_DAY.format("posting")}
WHERE person.number IS NOT NULL AND person.is_active
"""

_FURTHER_IN_WORDS: Final = """{position} || ', ' || {place}
 || CASE WHEN {boss} <> '' THEN ' (' || {boss} || ')' ELSE '' END
 || CASE WHEN {kind} = 'volunteer' THEN ', volunteer' ELSE '' END
 || CASE WHEN {on_leave} THEN ', on leave' ELSE '' END"""

FURTHER_RULED: Final = """(%(has_primary)s OR EXISTS (
    SELECT FROM roster_row other WHERE other.run_id = %(run)s AND NOT other."primary"
       AND NOT other.ends AND (%(whole)s OR other.number = {0})))"""
"""Whether the run rules the postings of somebody (their number) beside the primary one.

A sheet of one row a person does not; nor do files that are not whole, but for whom they say so.
"""

_STAGED: Final = """
staged AS (
    SELECT file, row, number, first_name, last_name, sort_name, email, place, position, boss,
           boss_person, kind, on_leave, ends
    FROM roster_row WHERE run_id = %(run)s AND ("primary" OR ends)
),
staged_further AS (
    SELECT number, string_agg(words, '; ' ORDER BY words) AS words FROM (
        SELECT named.number, {further} AS words FROM roster_row named
        LEFT JOIN accounts_person person ON person.number = named.number
        LEFT JOIN accounts_place place ON place.name = named.place
        LEFT JOIN accounts_posting posting ON posting.person_id = person.id
         AND NOT posting."primary" AND posting.place_id = place.id
         AND posting.position = named.position AND {on_day}
        LEFT JOIN accounts_person boss ON boss.id = posting.supervisor_id
        WHERE named.run_id = %(run)s AND NOT named."primary" AND NOT named.ends
    ) each GROUP BY number
),
staged_heads AS (
    SELECT DISTINCT named.number FROM roster_row named
    LEFT JOIN accounts_place place ON place.name = named.place
    LEFT JOIN accounts_person head ON head.id = place.head_id
    WHERE named.run_id = %(run)s AND %(has_head)s AND named.head AND NOT named.ends
      AND head.number IS DISTINCT FROM named.number
)
""".format(
    on_day=ON_DAY.format("posting"),
    further=_FURTHER_IN_WORDS.format(
        position="named.position",
        place="named.place",
        boss="""CASE WHEN posting.id IS NOT NULL AND NOT %(has_supervisor)s
               THEN coalesce(boss.number, '#' || boss.id, '')
               WHEN named.boss <> '' THEN named.boss
               ELSE coalesce('#' || named.boss_person, '') END""",
        kind="CASE WHEN posting.id IS NULL OR %(has_kind)s THEN named.kind ELSE posting.kind END",
        on_leave="""CASE WHEN posting.id IS NULL OR %(has_on_leave)s THEN named.on_leave
               ELSE posting.on_leave END""",
    ),
)
"""What files say of further postings; what stands in no column is as the roster has it."""

_HELD: Final = f"""
held AS (
    SELECT person.id, person.number, person.given_name, person.family_name, person.sort_name,
           coalesce(person.email, '') AS email,
           posting.id IS NOT NULL AND person.is_active AS works,
           coalesce(posting.until >= %(day)s AND posting.since < %(day)s, false)
               AND NOT person.is_active AS is_out,
           posting.position, posting.kind, posting.on_leave, place.name AS place,
           coalesce(boss.number, '') AS boss,
           CASE WHEN boss.number IS NULL THEN boss.id END AS boss_person
    FROM accounts_person person
    LEFT JOIN accounts_posting posting ON posting.person_id = person.id AND posting."primary"
     AND {ON_DAY.format("posting")}
    LEFT JOIN accounts_place place ON place.id = posting.place_id
    LEFT JOIN accounts_person boss ON boss.id = posting.supervisor_id
    WHERE person.number IS NOT NULL
),
held_further AS (
    SELECT person_id, string_agg(words, '; ' ORDER BY words) AS words FROM (
        SELECT posting.person_id, {
    _FURTHER_IN_WORDS.format(
        position="posting.position",
        place="place.name",
        boss="coalesce(boss.number, '#' || boss.id, '')",
        kind="posting.kind",
        on_leave="posting.on_leave",
    )
} AS words
        FROM accounts_posting posting
        JOIN accounts_place place ON place.id = posting.place_id
        LEFT JOIN accounts_person boss ON boss.id = posting.supervisor_id
        WHERE NOT posting."primary" AND {ON_DAY.format("posting")}
    ) each GROUP BY person_id
),
coming AS (
    SELECT DISTINCT person_id FROM accounts_posting WHERE "primary" AND since > %(day)s
),
brought AS (
    SELECT DISTINCT traced.object_id AS person_id
    FROM roster_run source JOIN roster_trace traced ON traced.run_id = source.id
    WHERE %(whole)s AND source.kind = 'oneroster' AND source.undone_at IS NULL
      AND traced."table" = 'person' AND traced.before IS NULL
      AND NOT EXISTS (
          SELECT FROM roster_trace later JOIN roster_run sheet ON sheet.id = later.run_id
          WHERE later.person_id = traced.object_id AND sheet.kind = 'sheet'
            AND sheet.undone_at IS NULL)
)
"""

_PAIRS: Final = (
    ("first_name", "true", "held.given_name", "staged.first_name"),
    ("last_name", "true", "held.family_name", "staged.last_name"),
    ("email", "%(has_email)s", "held.email", "staged.email"),
    ("place", "true", "held.place", "staged.place"),
    ("position", "true", "held.position", "staged.position"),
    (
        "supervisor",
        "%(has_supervisor)s",
        "CASE WHEN held.boss <> '' THEN held.boss ELSE coalesce('#' || held.boss_person, '') END",
        """CASE WHEN staged.boss <> '' THEN staged.boss
           ELSE coalesce('#' || staged.boss_person, '') END""",
    ),
    ("kind", "%(has_kind)s", "held.kind", "staged.kind"),
    (
        "on_leave",
        "%(has_on_leave)s",
        "CASE WHEN held.on_leave THEN 'yes' ELSE 'no' END",
        "CASE WHEN staged.on_leave THEN 'yes' ELSE 'no' END",
    ),
    ("head", "%(has_head)s", "'no'", "CASE WHEN heads.number IS NULL THEN 'no' ELSE 'yes' END"),
    (
        "further",
        FURTHER_RULED.format("staged.number"),
        "coalesce(held_further.words, '')",
        "coalesce(staged_further.words, '')",
    ),
)
"""Column → whether the run says it, how it stands on the roster, how the run has it."""


def _differs() -> str:
    return " OR ".join(f"{said} AND {old} <> {new}" for _, said, old, new in _PAIRS)


def _object(which: int) -> str:
    """The differing columns as JSON: the old values (2) or the new ones (3)."""
    each = ", ".join(
        f"'{pair[0]}', CASE WHEN {pair[1]} AND {pair[2]} <> {pair[3]} THEN {pair[which]} END"
        for pair in _PAIRS
    )
    return f"jsonb_strip_nulls(jsonb_build_object({each}))"


_AFTER_NEW: Final = """jsonb_strip_nulls(jsonb_build_object(
    'place', staged.place, 'position', staged.position, 'email', nullif(staged.email, ''),
    'supervisor', coalesce(nullif(staged.boss, ''), '#' || staged.boss_person),
    'kind', nullif(staged.kind, 'employee'), 'on_leave', CASE WHEN staged.on_leave THEN 'yes' END,
    'head', CASE WHEN heads.number IS NOT NULL THEN 'yes' END,
    'further', staged_further.words))"""
_BEFORE_LEFT: Final = "jsonb_build_object('place', held.place, 'position', held.position)"

_LINE: Final = """hashtextextended(concat_ws(
    '|', kind, number, name, message, before::text, after::text), 0)"""
"""A line of a difference, whatever row of the table holds it."""

SEEN: Final = f"""
CREATE TEMPORARY TABLE roster_seen ON COMMIT DROP AS
SELECT {_LINE} AS line, min(seen_at) AS seen_at
FROM roster_change WHERE run_id = %(run)s AND NOT staged GROUP BY 1
"""
"""The lines of the comparison before this one, and since when they stand there."""


def _writing(paired: str, *, again: bool) -> str:
    """Write what the CTE `paired` holds; done `again`, lines that stood there keep their time."""
    seen = f"LEFT JOIN roster_seen seen ON seen.line = {_LINE}" if again else ""
    return f"""
    WITH {paired}
    INSERT INTO roster_change (run_id, kind, file, row, number, name, sort_name, person_id,
        "column", message, staged, seen_at, before, after)
    SELECT %(run)s, kind, file, row, number, name, sort_name, person_id, '', message, false,
           {"coalesce(seen.seen_at, %(at)s)" if again else "%(at)s"}, before, after
    FROM paired {seen}
    """


_DIFFERENCE: Final = f"""
{_STAGED}, {_HELD}, paired AS (
    SELECT CASE
               WHEN staged.number IS NULL OR staged.ends THEN 'left'
               WHEN held.id IS NULL THEN 'added'
               WHEN NOT held.works THEN 'returned'
               ELSE 'changed'
           END AS kind,
           coalesce(staged.file, 0) AS file, staged.row,
           coalesce(held.number, staged.number) AS number,
           CASE WHEN staged.number IS NULL THEN held.given_name || ' ' || held.family_name
                ELSE staged.first_name || ' ' || staged.last_name END AS name,
           coalesce(staged.sort_name, held.sort_name) AS sort_name,
           held.id AS person_id, '' AS message,
           CASE WHEN staged.number IS NULL OR staged.ends THEN {_BEFORE_LEFT}
                WHEN held.works THEN {_object(2)} END AS before,
           CASE WHEN staged.number IS NULL OR staged.ends THEN NULL
                WHEN held.works THEN {_object(3)}
                ELSE {_AFTER_NEW} END AS after
    FROM staged
    FULL JOIN held ON held.number = staged.number
    LEFT JOIN staged_heads heads ON heads.number = staged.number
    LEFT JOIN staged_further ON staged_further.number = staged.number
    LEFT JOIN held_further ON held_further.person_id = held.id
    LEFT JOIN coming ON coming.person_id = held.id
    LEFT JOIN brought ON brought.person_id = held.id
    WHERE CASE
              WHEN staged.number IS NULL THEN held.works AND %(whole)s AND brought.person_id IS NULL
              WHEN staged.ends THEN coalesce(held.works, false)
              WHEN held.id IS NULL THEN true
              WHEN NOT held.works THEN coming.person_id IS NULL AND NOT held.is_out
              ELSE {_differs()}
          END
)
"""

_NEW_PLACES: Final = """
told AS (
    SELECT each.name, each.kind, each.parent FROM roster_run run,
           jsonb_to_recordset(run.places) AS each (name text, kind text, parent text)
    WHERE run.id = %(run)s
), named AS (
    SELECT place AS name, min(file) AS file, min(row) AS row, max(nullif(place_kind, '')) AS kind
    FROM roster_row WHERE run_id = %(run)s AND NOT ends GROUP BY place
), paired AS (
    SELECT 'place' AS kind, coalesce(named.file, 0) AS file, named.row, '' AS number, name,
           lower(name) AS sort_name, NULL::bigint AS person_id, '' AS message,
           NULL::jsonb AS before, jsonb_strip_nulls(jsonb_build_object(
               'place_kind', coalesce(told.kind, named.kind, 'department'),
               'parent', nullif(told.parent, ''))) AS after
    FROM named FULL JOIN told USING (name)
    WHERE NOT EXISTS (
        SELECT FROM accounts_place held WHERE held.name = coalesce(named.name, told.name))
)
"""
"""Where somebody works, and those of which a file tells what is above them."""


def statements(*, again: bool) -> tuple[str, ...]:
    """What writes the places and people in which a run differs, compared `again` or first."""
    return tuple(_writing(paired, again=again) for paired in (_NEW_PLACES, _DIFFERENCE))


FINGERPRINT: Final = f"""
SELECT md5(count(*)::text || coalesce(sum({_LINE}), 0)::text)
FROM roster_change WHERE run_id = %(run)s
"""
