"""Who is above and below whom, by the postings of a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Value, Window
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce, RowNumber

from accounts.models import Person, Posting
from accounts.roles import holders
from district_portal.district.current import today
from district_portal.permissions import Role


def supervisor_of(person: Person, *, posting: Posting | None = None) -> Person | None:
    """The supervisor in `posting`, or in the primary one of today; None where none is entered."""
    posting = posting or person.posting
    return posting.supervisor if posting else None


def above(
    person: Person, *, in_office: Mapping[Role, Sequence[Person]] | None = None
) -> Person | None:
    """Who stands one level above: the supervisor, or the Board officer for the top.

    The District Administrator answers to the Board officer, whatever the roster says. `in_office`
    are the holders of both roles, the longest first, where they are known already.
    """
    if in_office is not None:
        if person in in_office[Role.DISTRICT_ADMINISTRATOR]:
            return next((one for one in in_office[Role.BOARD_OFFICER] if one != person), None)
        return supervisor_of(person) or next(iter(in_office[Role.DISTRICT_ADMINISTRATOR]), None)
    if holders(Role.DISTRICT_ADMINISTRATOR).filter(pk=person.pk).exists():
        return holders(Role.BOARD_OFFICER).exclude(pk=person.pk).first()
    return supervisor_of(person) or holders(Role.DISTRICT_ADMINISTRATOR).first()


def would_loop(posting: Posting) -> bool:
    """Whether the supervisor in `posting` works under its person on one of its days.

    Directly or further up, by any posting, saved or not. The caller holds the roster's lock.
    """
    if posting.supervisor_id == posting.person_id:
        return True
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH RECURSIVE up(supervisor_id, days) AS (
                SELECT %(first)s::bigint, daterange(%(since)s, %(until)s, '[]')
                UNION
                SELECT p.supervisor_id, up.days * daterange(p.since, p.until, '[]')
                FROM up JOIN accounts_posting p ON p.person_id = up.supervisor_id
                WHERE p.supervisor_id IS NOT NULL AND up.supervisor_id <> %(person)s
                  AND daterange(p.since, p.until, '[]') && up.days
            )
            SELECT EXISTS (SELECT FROM up WHERE supervisor_id = %(person)s)
            """,
            {
                "first": posting.supervisor_id,
                "person": posting.person_id,
                "since": posting.since,
                "until": posting.until,
            },
        )
        return bool(cursor.fetchone()[0])


LINE = """
    WITH RECURSIVE up(person_id) AS (
        SELECT %s::bigint
        UNION
        SELECT p.supervisor_id FROM up JOIN accounts_posting p USING (person_id)
        WHERE p."primary" AND p.supervisor_id IS NOT NULL
          AND p.since <= %s AND (p.until IS NULL OR p.until >= %s)
    )
    SELECT person_id FROM up
"""


def line_above(person: Person) -> tuple[list[Posting], list[Posting]]:
    """Today's postings of `person`, the primary one first, and the primary ones above them.

    The nearest supervisor comes first; who has no posting of their own ends the line.
    """
    day = today()
    line = RawSQL(LINE, [person.pk, day, day])  # noqa: S611 – our own words, with parameters
    rows = Posting.objects.current().filter(Q(person=person) | Q(primary=True, person__in=line))
    found = list(rows.select_related("person", "place", "supervisor").order_by("-primary", "pk"))
    own = [row for row in found if row.person_id == person.pk]
    held = {row.person_id: row for row in found if row.primary}
    above: list[Posting] = []
    here = held.get(person.pk)
    while here and here.supervisor_id in held and here not in above[:-1]:
        here = held[here.supervisor_id]
        above.append(here)
    return own, above


def directly_below(*people: int, at_most: int | None = None) -> QuerySet[Posting]:
    """Today's postings under any of `people` (ids), with `below`: how many are under each.

    Of each of `people` the first `at_most` by name, all unless given.
    """
    under = Posting.objects.current().filter(supervisor=OuterRef("person")).order_by()
    below = under.values("supervisor").annotate(n=Count("person", distinct=True)).values("n")
    rows = Posting.objects.current().filter(supervisor__in=people)
    rows = rows.annotate(below=Coalesce(Subquery(below), Value(0)))
    if at_most is not None:
        by_name = [F("person__sort_name"), F("person_id"), F("pk")]
        order = Window(RowNumber(), partition_by=[F("supervisor")], order_by=by_name)
        rows = rows.annotate(nth=order).filter(nth__lte=at_most)
    return rows.select_related("person", "place").order_by("person__sort_name", "person_id", "pk")


def looked_after(person: Person) -> set[int]:
    """Ids of those below `person` today, and below whoever left their people to `person`."""
    found = people_below(person)
    for giver in Person.objects.filter(pk__in=person.standing.follows_for):
        found |= people_below(giver)
    return found - {person.pk}


def people_below(person: Person, *, on: dt.date | None = None) -> set[int]:
    """Ids of all whom `person` supervises on a day (today unless given), directly or below.

    Loops in supervision are followed once; the person is never below themselves.
    """
    with connection.cursor() as cursor:
        cursor.execute(_BELOW, _below([person.pk], but=person, on=on))
        return {row[0] for row in cursor.fetchall()}


def below_as_rows(person: Person) -> RawSQL:
    """What `looked_after` answers, as a subquery: for a page that needs no more of it."""
    tops = [person.pk, *person.standing.follows_for]
    return RawSQL(_BELOW, _below(tops, but=person))  # noqa: S611 – our own statement


# Each level through the index: the planner would rather go through all postings for every one.
_BELOW = """
WITH RECURSIVE below(person_id) AS (
    SELECT person_id FROM accounts_posting
    WHERE supervisor_id = ANY(%s) AND since <= %s AND (until IS NULL OR until >= %s)
    UNION
    SELECT p.person_id FROM below b CROSS JOIN LATERAL (
        SELECT person_id FROM accounts_posting
        WHERE supervisor_id = b.person_id AND since <= %s AND (until IS NULL OR until >= %s)
        OFFSET 0
    ) p
)
SELECT person_id FROM below WHERE person_id <> %s
"""


def _below(tops: list[int], *, but: Person, on: dt.date | None = None) -> tuple[Any, ...]:
    day = on or today()
    return (tops, day, day, day, day, but.pk)
