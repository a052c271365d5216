"""How long a page of the audit trail takes among a million acts, beside a bare query by an index.

Run it by `python -m benchmarks.audit_search [acts]`: one JSON object a line, p50 in milliseconds of
the statements for one page. The floor fetches as many rows by the primary key, newest first. The
acts lie in time as ten years of a district would; one in a thousand is of a rare kind, and a
tenth was done by one person.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any, Final

import psycopg2

from benchmarks.filling import hire
from benchmarks.ground import ground, vacuum, valkey

ACTS: Final = 1_000_000
PEOPLE, SCHOOLS = 2_000, 20
TIMES, WARM = 40, 5
TARGET: Final = 3.0
FAR: Final = 20.0
"""For what no index finds in order: words in a year, and a building's own reader."""
_FILL: Final = """
INSERT INTO audit_event (at, act, actor_id, actor, object_type, object_id, object,
                         person_id, person, place_id, place, before, after)
SELECT now() - (%(acts)s - n) * interval '10 years' / %(acts)s,
       CASE WHEN n %% 1000 = 0 THEN 'exemptions.granted'
            ELSE (array['people.moved', 'acknowledgments.signed', 'requests.decided',
                        'signing_in.signed_out'])[1 + n %% 4] END,
       CASE WHEN n %% 10 = 0 THEN %(first)s ELSE %(first)s + (n * 7919) %% %(people)s END, 'Doer',
       'accounts.person', (%(first)s + (n * 104729) %% %(people)s)::text, 'Person ' || n,
       %(first)s + (n * 104729) %% %(people)s, 'Given Family',
       %(school)s + n %% %(schools)s, 'School',
       '{"position": "Teacher"}'::jsonb, '{"position": "Dean"}'::jsonb
FROM generate_series(1, %(acts)s::bigint) n
"""


def figures(acts: int = ACTS) -> Iterator[dict[str, Any]]:
    """Yield p50 of a page for each kind of search beside the floor."""
    with valkey(), ground():
        asked, floor = _open_a_district(acts)
        for name, ask in asked.items():
            ours, bare = _p50(ask, floor)
            target = FAR if name in _FAR else TARGET
            yield {
                "benchmark": "audit_search",
                "figure": f"{name}, p50, ms",
                "value": round(ours, 2),
                "floor": "as many rows by the primary key",
                "floor_value": round(bare, 2),
                "ratio": round(ours / bare, 2),
                "target": target,
            }


_FAR = {"words, in a year", "auditor of one building"}


def _open_a_district(acts: int) -> tuple[dict[str, Callable[[], Any]], Callable[[], Any]]:
    from accounts import roles
    from accounts.models import Place
    from district_portal import audit
    from district_portal.district.current import today
    from district_portal.permissions import Role
    from district_portal.trail.objects import Thing
    from district_portal.trail.searching import PER_PAGE, Search, find, leaf
    from tests.cast import set_up

    set_up(time_zone="America/Chicago")
    people = hire(PEOPLE, schools=SCHOOLS)
    auditor, of_staff, of_one, busy, other = people[:5]
    school = Place.objects.filter(kind=Place.Kind.SCHOOL).order_by("pk")[0]
    fill(acts, people=people[3:], school=school.pk, schools=SCHOOLS)
    vacuum()
    roles.appoint(auditor, role=Role.AUDITOR, by=None)
    roles.appoint(of_staff, role=Role.HR, by=None)
    roles.appoint(of_one, role=Role.AUDITOR, place=school, by=None)
    long_ago, today_ = today() - dt.timedelta(days=2000), today()

    def look(search: Search, reader: Any = auditor, **key: str) -> Callable[[], Any]:
        return lambda: leaf(find(search, reader=reader), key)

    middle = audit.events(pk__lte=acts // 2).order_by("-pk")[0]
    key = f"{int(middle.at.timestamp() * 1_000_000)}-{middle.pk}"
    asked = {
        "newest": look(Search()),
        "half way down": look(Search(), older=key),
        "done by one who does much": look(Search(by=busy)),
        "done by one who does little": look(Search(by=other)),
        "about one person": look(Search(about=other)),
        "by one about another": look(Search(by=busy, about=other)),
        "history of a person": look(Search(on=Thing("accounts.person", str(other.pk)))),
        "an act": look(Search(act="people.moved")),
        "a rare part": look(Search(act="exemptions.")),
        "a place": look(Search(place=school)),
        "a day long ago": look(Search(since=long_ago, until=long_ago)),
        "words, in a year": look(Search(words="zebra", since=today_ - dt.timedelta(days=365))),
        "human resources": look(Search(), of_staff),
        "auditor of one building": look(Search(), of_one),
    }
    return asked, lambda: list(audit.events().order_by("-pk")[: PER_PAGE + 1])


def fill(acts: int, *, people: list[Any], school: int, schools: int) -> None:
    """Enter what people did in ten years, as the owner: the trigger hashes rows of anybody.

    `people` are those of ids in a row, the schools those from id `school` on.
    """
    given = {"acts": acts, "first": people[0].pk, "people": len(people)}
    address = os.environ["DATABASE_OWNER_URL"]
    with closing(psycopg2.connect(address)) as owner, owner, owner.cursor() as cursor:
        cursor.execute(_FILL, {**given, "school": school, "schools": schools})


def _p50(ask: Callable[[], Any], floor: Callable[[], Any]) -> tuple[float, float]:
    """Of both in milliseconds, by turns, so that they have the same hour."""
    took: tuple[list[float], list[float]] = ([], [])
    for _ in range(WARM + TIMES):
        for work, times in zip((ask, floor), took, strict=True):
            start = time.perf_counter()
            work()
            times.append(1000 * (time.perf_counter() - start))
    return statistics.median(took[0][WARM:]), statistics.median(took[1][WARM:])


if __name__ == "__main__":
    for figure in figures(*map(int, sys.argv[1:])):
        print(json.dumps(figure, ensure_ascii=False), flush=True)
