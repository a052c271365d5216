"""Keep the counts of who has signed what: who is on the roll, and whether the sums are right.

Whatever changes an assignment holds its policy; whoever changes the roll holds all of them, so
that nobody is counted at two places or at none.
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
from policies.acknowledgments.models import Completion, RollCall
from policies.acknowledgments.models.completion import COLUMNS, COUNT, ENTER
from policies.models import Policy

ENROLL = """
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
    ),
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
    )
    INSERT INTO acknowledgments_completion ({columns}, people, folded)
    SELECT {columns}, sum(people), true FROM taken GROUP BY {columns} HAVING sum(people) <> 0
"""


@transaction.atomic
def enroll(people: Collection[int] | None = None, *, at: dt.datetime | None = None) -> None:
    """Count `people` (ids), or everybody, where they are on the local day of the aware `at`.

    Who is not there any more is not counted. Locks every policy until the transaction ends.
    """
    if people is not None and not people:
        return
    list(Policy.objects.select_for_update(no_key=True).order_by("pk").values_list("pk"))
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
    with connection.cursor() as cursor:
        rows = ENROLL.format(there=statement, only=only)
        cursor.execute(rows + COUNT + ENTER, [*params, *asked])


@transaction.atomic
def call_roll(*, at: dt.datetime | None = None) -> None:
    """Enroll everybody once on each local day."""
    day = today(at or timezone.now())
    if not _called_on(day).exists():
        enroll(at=at)
        RollCall.objects.update_or_create(pk=1, defaults={"day": day})


def kept(day: dt.date) -> QuerySet[Completion]:
    """The counts, if everybody is counted where they are on that local day; else none."""
    return Completion.objects.filter(Exists(_called_on(day)))


def _called_on(day: dt.date) -> QuerySet[RollCall]:
    return RollCall.objects.filter(pk=1, day=day)


def fold() -> None:
    """Sum up what was added since the last time, so that the ledger stays short.

    Twice, or two at once, is harmless: the sums stay the same.
    """
    with connection.cursor() as cursor:
        cursor.execute(FOLD.format(columns=COLUMNS))


def difference() -> int:
    """How many sums are not what a recount of all assignments gives; 0 when all is well."""
    with connection.cursor() as cursor:
        cursor.execute(RECOUNT + COUNT + DIFFERENCE.format(columns=COLUMNS))
        return int(cursor.fetchone()[0])


@transaction.atomic
def recount() -> None:
    """Count all assignments anew."""
    list(Policy.objects.select_for_update(no_key=True).order_by("pk").values_list("pk"))
    Completion.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(RECOUNT + COUNT + ENTER)
