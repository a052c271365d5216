"""One event for each person whom a run changes: what `moving` records of one, by one statement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from accounts.roster.sql.difference import ON_DAY
from district_portal import audit

if TYPE_CHECKING:
    from accounts.models import Person

_EACH: Final = f"""
SELECT 'accounts.person' AS object_type, person.id::text AS object_id,
       person.given_name || ' ' || person.family_name AS object,
       person.id AS person_id, person.given_name || ' ' || person.family_name AS person,
       place.id AS place_id, coalesce(place.name, '') AS place,
       {{before}} AS before, {{after}} AS after
FROM roster_change change
JOIN accounts_person person ON person.number = change.number
LEFT JOIN accounts_posting posting ON posting.person_id = person.id AND posting."primary"
 AND {ON_DAY.format("posting")}
LEFT JOIN accounts_place place ON place.id = posting.place_id
LEFT JOIN accounts_person boss ON boss.id = posting.supervisor_id
WHERE change.run_id = %(run)s AND {{which}} ORDER BY change.id
"""
_FACTS: Final = """jsonb_build_object('place', place.name, 'position', posting.position,
    'supervisor', boss.given_name || ' ' || boss.family_name, 'kind', posting.kind,
    'on_leave', posting.on_leave)"""
_OF_PERSON: Final = "ARRAY['first_name', 'last_name', 'email']"
_SUPERVISOR: Final = """CASE WHEN {0} ? 'supervisor' THEN jsonb_build_object('supervisor', coalesce(
    (SELECT named.given_name || ' ' || named.family_name FROM accounts_person named
     WHERE named.number = {0}->>'supervisor'),
    (SELECT named.given_name || ' ' || named.family_name FROM accounts_person named
     WHERE named.id = substring({0}->>'supervisor' FROM '^#([0-9]+)$')::bigint)))
    ELSE '{{}}'::jsonb END"""
"""Two questions, since each of them has its index."""

HIRED: Final = _EACH.format(
    before="NULL::jsonb", after=_FACTS, which="change.kind IN ('added', 'returned')"
)
MOVED: Final = _EACH.format(
    before=f"change.before - {_OF_PERSON} || {_SUPERVISOR.format('change.before')}",
    after=f"change.after - {_OF_PERSON} || {_SUPERVISOR.format('change.after')}",
    which=f"change.kind = 'changed' AND change.after - {_OF_PERSON} <> '{{}}'::jsonb",
)
RENAMED: Final = _EACH.format(
    before="NULL::jsonb",
    after=f"""jsonb_build_object('changed', (SELECT jsonb_agg(said.name ORDER BY said.at)
        FROM unnest({_OF_PERSON}) WITH ORDINALITY said (name, at)
        WHERE change.after ? said.name))""",
    which=f"change.kind = 'changed' AND change.after ?| {_OF_PERSON}",
)
"""Which of names and address changed is recorded, not how."""
LEFT: Final = _EACH.format(
    before="NULL::jsonb",
    after="jsonb_build_object('last_day', greatest(%(yesterday)s::date, posting.until))",
    which="change.kind = 'left'",
)
FREED: Final = """
SELECT 'accounts.person' AS object_type, person.id::text AS object_id,
       person.given_name || ' ' || person.family_name AS object,
       person.id AS person_id, person.given_name || ' ' || person.family_name AS person,
       NULL::bigint AS place_id, '' AS place, NULL::jsonb AS before,
       '{"changed": ["email"]}'::jsonb AS after
FROM roster_trace traced JOIN accounts_person person ON person.id = traced.object_id
WHERE traced.run_id = %(run)s AND traced."table" = 'person'
  AND traced.before->>'email' IS NOT NULL AND traced.after->>'email' IS NULL
  AND NOT (traced.after->>'is_active')::boolean ORDER BY traced.id
"""


def record(parameters: dict[str, Any], *, by: Person | None) -> None:
    """Write the events of a run that was just applied."""
    for act, each in (
        ("people.left", LEFT),
        ("people.changed", FREED),
        ("people.changed", RENAMED),
        ("people.hired", HIRED),
        ("people.moved", MOVED),
    ):
        audit.record_each(act, by=by, each=each, parameters=parameters)
