"""The dashboard where 140,000 people must sign 60 policies, by who looks at it.

Run it by `python -m benchmarks.dashboard [people [policies [schools]]]`: one JSON object a line,
values in milliseconds that pass between a query and its answer.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from benchmarks import district
from benchmarks.ground import ground

if TYPE_CHECKING:
    from district_portal.reports.dashboard.gathering import Gathered

BELOW_MS = 50
LOOKS = (
    "everybody",
    "one policy of everybody",
    "one school of everybody",
    "a principal's people",
)


def figures(
    people: int = district.PEOPLE,
    policies: int = district.POLICIES,
    schools: int = district.SCHOOLS,
) -> Iterator[dict[str, Any]]:
    """Yield milliseconds in the database for each look, a week after all was asked for."""
    with ground():
        district.a_week_later(people, policies, schools)
        yield from measured()
        _compare()


def _compare() -> None:
    """Assert that the dashboard tells what a count of all rows gives."""
    from policies.acknowledgments.models import Assignment

    told = looks()["everybody"]().standing
    assert told
    signed = Assignment.objects.filter(ended_why="signed").count()
    assert (told.total.signed, told.total.open) == (signed, Assignment.objects.open().count())
    assert sum(tally.signed for tally in told.places.values()) == signed
    assert sum(day.signed for day in told.days) == signed


def measured() -> Iterator[dict[str, Any]]:
    """Yield the figures of the district that is there."""
    for name, look in looks().items():
        took = [1000 * district.in_the_database(look) for _round in range(district.ROUNDS)]
        for when, value in (("first time", took[0]), ("again", min(took[1:]))):
            yield {
                "benchmark": "dashboard",
                "figure": f"{name}, {when}, ms of SQL",
                "value": round(value, 2),
                "floor": "target",
                "floor_value": BELOW_MS,
                "ratio": round(value / BELOW_MS, 3),
            }


def looks() -> dict[str, Callable[[], Gathered]]:
    """Each look at the dashboard, by its name in LOOKS; all that it asks the database for."""
    from django.db.models import Q

    from accounts.models import Person, Place
    from accounts.permissions import of_people_below
    from district_portal.reports.dashboard.asking import Asked, Tree
    from district_portal.reports.dashboard.gathering import gather
    from policies.models import Policy

    def look(person: Person, *, of: Q | None = None, **filters: Any) -> Gathered:
        scope = of_people_below(person) if of is None else of
        return gather(Asked(person=person, scope=scope, tree=Tree.read(), **filters))

    principal, anybody = Person.objects.order_by("pk").first(), Person.objects.order_by("pk").last()
    assert principal
    assert anybody
    school, policy = Place.objects.order_by("pk").last(), Policy.objects.first()
    assert school
    return dict(
        zip(
            LOOKS,
            (
                lambda: look(anybody, of=Q()),
                lambda: look(anybody, of=Q(), policy=policy),
                lambda: look(anybody, of=Q(), place=school.pk),
                lambda: look(Person.objects.get(pk=principal.pk)),
            ),
            strict=True,
        )
    )


if __name__ == "__main__":
    for figure in figures(*map(int, sys.argv[1:])):
        print(json.dumps(figure, ensure_ascii=False), flush=True)
