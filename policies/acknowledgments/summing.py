"""Sum up for each place, over all versions in force, what the folded counts say.

A district has as many counts as places times versions: to add them up for a page takes too long.
With the counts that came since, these sums are what stands there now, to the person.
"""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.models import Exists, QuerySet, Sum

from policies.acknowledgments.models import Completion, PlaceCount, RollCall
from policies.models import Version

_SUM_UP = """
    INSERT INTO acknowledgments_placecount (place_id, status, due_on, on_leave, people)
    SELECT place_id, status, due_on, on_leave, sum(people) FROM acknowledgments_completion
    WHERE folded AND requirement_id IS NULL AND place_id IS NOT NULL AND version_id = ANY(%s)
    GROUP BY 1, 2, 3, 4 HAVING sum(people) <> 0
"""


def in_force() -> QuerySet[Version]:
    """The version in force of each policy."""
    return Version.objects.filter(state=Version.State.IN_FORCE)


def sum_up(*, anew: bool) -> None:
    """Keep the sums, for who has just folded the counts and holds them; part of that transaction.

    Without `anew` only where another version has come into force, or one is no longer.
    """
    versions = list(in_force().order_by("pk").values_list("pk", flat=True))
    if not anew and RollCall.objects.filter(pk=1, summed=versions).exists():
        return
    PlaceCount.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(_SUM_UP, [versions])
    RollCall.objects.filter(pk=1).update(summed=versions)


def forget() -> None:
    """Let nobody use the sums until they are kept again: all was counted anew."""
    RollCall.objects.filter(pk=1).update(summed=None)


_TOLD = ("place_id", "status", "due_on", "on_leave")


def at(places: list[int], *, versions: list[int]) -> list[QuerySet[Any, Any]]:
    """What is counted at these places of `versions`, in order, from the sums that are kept.

    The sums, the counts that came since, and a row if the sums are of just these versions: else
    `counted` tells it. The rows add up; each has a place, status, due day, leave and how many.
    """
    kept = RollCall.objects.filter(pk=1, summed=versions)
    since = Completion.objects.filter(
        requirement=None, place__in=places, version__in=versions, folded=False
    )
    sums = PlaceCount.objects.filter(place__in=places)
    return [*(_told(rows.filter(Exists(kept))) for rows in (sums, since)), kept.values("pk")]


def counted(places: list[int], *, versions: list[int]) -> QuerySet[Any, Any]:
    """The same from all counts, which takes longer where many versions are asked for."""
    return _told(
        Completion.objects.filter(requirement=None, place__in=places, version__in=versions)
    )


def _told(rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    return rows.order_by().values(*_TOLD).annotate(people=Sum("people"))
