"""Keep the counts of who has signed what: who is on the roll, and whether the sums are right.

Whatever changes an assignment holds its policy, and shares a lock with whoever counts; whoever
changes the roll holds all policies, and that lock alone, so that nobody is counted at two places
or at none.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils import timezone

from accounts import roll
from accounts.models import Posting
from district_portal.district.current import today
from policies.acknowledgments import summing
from policies.acknowledgments.models import Completion, RollCall
from policies.acknowledgments.models.completion import COLUMNS, COUNT, ENTER, LOCK
from policies.models import Policy

MOVED = """
    WITH RECURSIVE above(place_id, places) AS (
        SELECT id, ARRAY[id] FROM accounts_place WHERE parent_id IS NULL
        UNION ALL
        SELECT place.id, above.places || place.id
        FROM above JOIN accounts_place place ON place.parent_id = above.place_id
    ),
    there(person_id, place_id, on_leave) AS ({there}),
    due AS (
        SELECT person_id, coalesce(places, ARRAY[]::bigint[]) AS places,
               coalesce(on_leave, false) AS on_leave
        FROM there LEFT JOIN above USING (place_id)
    ),
    moved AS MATERIALIZED (
        SELECT person_id, had.places AS old_places, had.on_leave AS old_leave, due.places,
               due.on_leave
        FROM (SELECT * FROM acknowledgments_onroll WHERE {only}) had
        FULL JOIN due USING (person_id)
        WHERE (had.places, had.on_leave) IS DISTINCT FROM (due.places, due.on_leave)
    )
"""
ENTER_MOVED = """,
    gone AS (
        DELETE FROM acknowledgments_onroll roll USING moved
        WHERE roll.person_id = moved.person_id AND moved.places IS NULL
    ),
    entered AS (
        INSERT INTO acknowledgments_onroll (person_id, places, on_leave)
        SELECT person_id, places, on_leave FROM moved WHERE places IS NOT NULL
        ON CONFLICT (person_id)
        DO UPDATE SET places = excluded.places, on_leave = excluded.on_leave
    ),
    found AS (
        SELECT -1 AS sign, old_places AS places, old_leave AS on_leave, a.*
        FROM moved JOIN acknowledgments_assignment a USING (person_id)
        WHERE old_places IS NOT NULL
        UNION ALL
        SELECT 1, places, on_leave, a.*
        FROM moved JOIN acknowledgments_assignment a USING (person_id)
        WHERE places IS NOT NULL
    ),
"""
COUNT_MOVED = "SELECT count(*) FROM moved"
RECOUNT = """
    WITH found AS (
        SELECT 1 AS sign, roll.places, roll.on_leave, a.*
        FROM acknowledgments_assignment a JOIN acknowledgments_onroll roll USING (person_id)
    ),
"""
DIFFERENCE = """,
    held AS (
        SELECT {columns}, sum(people) AS people FROM acknowledgments_completion
        GROUP BY {columns} HAVING sum(people) <> 0
    )
    SELECT count(*) FROM (
        (SELECT {columns}, people FROM held EXCEPT SELECT {columns}, people FROM counted)
        UNION ALL
        (SELECT {columns}, people FROM counted EXCEPT SELECT {columns}, people FROM held)
    ) differing
"""
# Sums that nothing was added to stay as they are. What another fold took is not there to be taken.
FOLD = """
    WITH touched AS (
        SELECT DISTINCT {columns} FROM acknowledgments_completion WHERE NOT folded
    ),
    taken AS (
        DELETE FROM acknowledgments_completion c USING touched t
        WHERE c.version_id = t.version_id
          AND coalesce(c.requirement_id, 0) = coalesce(t.requirement_id, 0)
          AND coalesce(c.place_id, 0) = coalesce(t.place_id, 0)
          AND c.cycle = t.cycle AND c.status = t.status AND c.on_leave = t.on_leave
          AND coalesce(c.due_on, '-infinity') = coalesce(t.due_on, '-infinity')
        RETURNING c.*
    ),
    entered AS (
        INSERT INTO acknowledgments_completion ({columns}, people, folded)
        SELECT {columns}, sum(people), true FROM taken GROUP BY {columns} HAVING sum(people) <> 0
    )
    SELECT count(*) FROM taken
"""


@transaction.atomic
def enroll(people: Collection[int] | None = None, *, at: dt.datetime | None = None) -> None:
    """Count `people` (ids), or everybody, where they are on the local day of the aware `at`.

    Who is not there any more is not counted. Where that changes anything, every policy is locked
    until the transaction ends.
    """
    if not misplaced(people, at=at):
        return
    _hold_still()
    moved, params = _moved(people, at=at)
    with connection.cursor() as cursor:
        cursor.execute(moved + ENTER_MOVED + COUNT + ENTER, params)


def misplaced(people: Collection[int] | None = None, *, at: dt.datetime | None = None) -> int:
    """How many of `people` (ids), or of everybody, are counted elsewhere than where they are."""
    if people is not None and not people:
        return 0
    moved, params = _moved(people, at=at)
    with connection.cursor() as cursor:
        cursor.execute(moved + COUNT_MOVED, params)
        return int(cursor.fetchone()[0])


def _moved(people: Collection[int] | None, *, at: dt.datetime | None) -> tuple[str, list[Any]]:
    """SQL and parameters of who is on the roll with other places or leave than on that day."""
    day = today(at or timezone.now())
    posting = Posting.objects.filter(person=OuterRef("pk"), primary=True).on(day).order_by()
    there = roll.there(day).order_by()
    if people is not None:
        there = there.filter(pk__in=people)
    statement, params = there.values_list(
        "pk", Subquery(posting.values("place")), Subquery(posting.values("on_leave"))
    ).query.sql_with_params()
    only = "true" if people is None else "person_id = ANY(%s)"
    asked: list[Any] = [] if people is None else [list(people)]
    return MOVED.format(there=statement, only=only), [*params, *asked]


def _hold_still() -> None:
    """Let nobody change what is assigned, nor the roll, until the transaction ends."""
    list(Policy.objects.select_for_update(no_key=True).order_by("pk").values_list("pk"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


@transaction.atomic
def call_roll(*, at: dt.datetime | None = None) -> None:
    """Enroll everybody once on each local day."""
    day = today(at or timezone.now())
    if not is_called(day):
        enroll(at=at)
        RollCall.objects.update_or_create(pk=1, defaults={"day": day})


def kept(day: dt.date) -> QuerySet[Completion]:
    """The counts, if everybody is counted where they are on that local day; else none."""
    return Completion.objects.filter(Exists(_called_on(day)))


def is_called(day: dt.date) -> bool:
    """Whether everybody is counted where they are on that local day."""
    return _called_on(day).exists()


def _called_on(day: dt.date) -> QuerySet[RollCall]:
    return RollCall.objects.filter(pk=1, day=day)


@transaction.atomic
def fold() -> None:
    """Sum up what was added since the last time, so that the ledger stays short.

    Twice is harmless, and two at once take turns: the sums stay the same.
    """
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE acknowledgments_completion IN SHARE UPDATE EXCLUSIVE MODE")
        cursor.execute(FOLD.format(columns=COLUMNS))
        [taken] = cursor.fetchone()
    summing.sum_up(anew=taken > 0)


def difference() -> int:
    """How many sums are not what a recount of all assignments gives; 0 when all is well."""
    with connection.cursor() as cursor:
        cursor.execute(RECOUNT + COUNT + DIFFERENCE.format(columns=COLUMNS))
        return int(cursor.fetchone()[0])


@transaction.atomic
def recount() -> None:
    """Count all assignments anew."""
    _hold_still()
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE acknowledgments_completion IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute("DELETE FROM acknowledgments_completion")
        cursor.execute(RECOUNT + COUNT + ENTER)
    summing.forget()
