"""Write the difference of a run to the roster, set by set, and trace every row that is touched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.db import connection

from accounts import ending
from accounts.models import Place, Posting, RoleGrant
from accounts.roster import opening
from accounts.roster.comparing import prepare_the_planner
from accounts.roster.models import Change, Run, Trace
from accounts.roster.sql import events, people, postings
from accounts.signals import people_ended, people_moved, standing_changed
from accounts.telling_of_changes import tell_old_addresses

if TYPE_CHECKING:
    from accounts.models import Person

_HEADS: Final = """
WITH named AS (
    SELECT DISTINCT place.id, place.head_id AS old, person.id AS new
    FROM roster_row named
    JOIN accounts_place place ON place.name = named.place
    JOIN accounts_person person ON person.number = named.number
    WHERE named.run_id = %(run)s AND %(has_head)s AND named.head AND NOT named.ends
      AND person.is_active AND place.head_id IS DISTINCT FROM person.id
), traced AS (
    INSERT INTO roster_trace (run_id, "table", object_id, before, after)
    SELECT %(run)s, 'place', id, jsonb_build_object('head_id', old),
           jsonb_build_object('head_id', new) FROM named
)
UPDATE accounts_place place SET head_id = named.new FROM named WHERE place.id = named.id
RETURNING named.old, named.new
"""
"""A place keeps its head until a sheet names another."""


def write(run: Run, parameters: dict[str, Any], *, by: Person | None) -> None:
    """Do what the changes of `run` say, inside the caller's transaction, and tell the rest.

    The leavers go first, so that their addresses are free; then people, places, postings, heads.
    """
    with connection.cursor() as cursor:
        prepare_the_planner(cursor, run)
        _let_go(cursor, run, parameters, by=by)
        opening.open_new(run, by=by)
        _enter_people(cursor, parameters)
        _post(cursor, parameters)
        prepare_the_planner(cursor, run)
        cursor.execute(_HEADS, parameters)
        heads = {pk for pair in cursor.fetchall() for pk in pair if pk}
        events.record(parameters, by=by)
        moved, ended = _touched(cursor, run)
        cursor.execute(people.READDRESSED, parameters)
        tell_old_addresses(dict(cursor.fetchall()))
        prepare_the_planner(cursor, None)
    if moved:
        people_moved.send(sender=Posting, people=moved)
    if ended:
        people_ended.send(sender=Posting, people=ended)
    if heads:
        standing_changed.send(sender=Place, people=heads)


def _let_go(cursor: Any, run: Run, parameters: dict[str, Any], *, by: Person | None) -> None:
    """What `moving.leave` does, for all leavers."""
    if not run.left:
        return
    changes = run.changes.filter(kind=Change.Kind.LEFT, person_id__isnull=False)
    leavers = {pk for pk in changes.values_list("person_id", flat=True) if pk}
    cursor.execute(people.TRACE_LEAVERS, parameters)
    cursor.execute(postings.REMOVE_PLANNED, parameters)
    cursor.execute(postings.END_LEAVERS, parameters)
    before = _grants(leavers)
    ending.end_stay(leavers, last_day=parameters["yesterday"], by=by, tell=False)
    after = _grants(leavers)
    Trace.objects.bulk_create(
        Trace(
            run=run,
            table=Trace.Table.GRANT,
            object_id=pk,
            person_id=held["person_id"],
            before=held,
            after=after.get(pk),
        )
        for pk, held in before.items()
        if held != after.get(pk)
    )
    cursor.execute(people.CLOSE_SIGN_INS, parameters)


def _grants(leavers: set[int]) -> dict[int, dict[str, Any]]:
    """Every grant of `leavers` by its id, as a trace keeps it."""
    names = ("person_id", "role", "place_id", "granted_by_id")
    return {
        grant.pk: {
            **{name: getattr(grant, name) for name in names},
            "since": grant.since.isoformat(),
            "until": grant.until.isoformat() if grant.until else None,
        }
        for grant in RoleGrant.objects.filter(person__in=leavers)
    }


def _enter_people(cursor: Any, parameters: dict[str, Any]) -> None:
    cursor.execute(people.TRACE_CHANGED, parameters)
    if parameters["has_email"]:
        cursor.execute(people.TRACE_FREED, parameters)
    cursor.execute(people.FREE_ADDRESSES, parameters)
    people.enter(cursor, parameters)


def _post(cursor: Any, parameters: dict[str, Any]) -> None:
    postings.set_targets(cursor, parameters)
    prepare_the_planner(cursor, None)  # what is wanted is counted; supervision is walked by index
    for statement in (
        postings.END_CHANGED,
        postings.END_FURTHER,
        postings.REMOVE_FURTHER,
        postings.CHANGE_TODAYS,
        postings.BEGIN,
    ):
        cursor.execute(statement, parameters)
    postings.drop_targets(cursor)


def _touched(cursor: Any, run: Run) -> tuple[set[int], set[int]]:
    """Ids of those who came or changed, and of those who left."""
    cursor.execute(
        "SELECT change.kind = 'left', person.id FROM roster_change change"
        " JOIN accounts_person person ON person.number = change.number WHERE change.run_id = %s",
        [run.pk],
    )
    found: dict[bool, set[int]] = {True: set(), False: set()}
    for left, person in cursor.fetchall():
        found[left].add(person)
    return found[False], found[True]
