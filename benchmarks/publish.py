"""How long 140,000 people wait for what they must sign, beside bare statements of as many rows.

Run it by `python -m benchmarks.publish [people]`: one JSON object a line, values in seconds. The
first requirement comes into tables that PostgreSQL has seen empty, as after a restore. To publish
again ends a row for each that it makes: it stands beside an INSERT, and beside INSERT and UPDATE.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

from benchmarks.filling import hire
from benchmarks.ground import ground, vacuum

PEOPLE = 140_000
INSERT, BOTH = "bare INSERT … SELECT", "bare UPDATE and INSERT … SELECT"
AT = dt.datetime(2026, 9, 1, 15, tzinfo=dt.UTC)
BARE = """
INSERT INTO acknowledgments_assignment
    (requirement_id, person_id, version_id, cycle, opened_at, assigned_on, due_on, ended_why)
SELECT a.requirement_id, a.person_id, a.version_id, 'bare', a.opened_at, a.assigned_on, a.due_on, ''
FROM acknowledgments_assignment a WHERE a.ended_at IS NULL;
SET CONSTRAINTS ALL IMMEDIATE
"""
BARE_AGAIN = """
UPDATE acknowledgments_assignment SET ended_at = now(), ended_why = 'superseded'
WHERE ended_at IS NULL;
""" + BARE.replace("a.ended_at IS NULL", "a.ended_why = 'superseded'")


def figures(people: int = PEOPLE) -> Iterator[dict[str, Any]]:
    """Yield seconds to assign, to publish again, and to look again, each beside the floor."""
    with ground():
        from policies.acknowledgments import assigning, counting, requiring
        from policies.acknowledgments.models import Requirement
        from tests.factories.policies import published

        policy = published("529", "Staff Use of Social Media", at=AT).policy
        hire(people)
        vacuum()
        counting.call_roll(at=AT)
        took = _timed(lambda: requiring.require(policy, by=None, everyone=True, due_days=15, at=AT))
        floor = _bare(BARE)
        yield _figure(f"require from {people} people", took, floor)
        again = Requirement.objects.get()
        yield _figure("reconcile again, nothing to do", _timed(_all(assigning, again)), floor)
        one = {again.assignments.open().first().person_id}
        alone = _timed(lambda: assigning.reconcile(again, at=AT, people=one))
        yield _figure("reconcile one person", alone, floor)
        both = _bare(BARE_AGAIN)
        took = _timed(lambda: published("529", "Staff Use of Social Media", at=AT))
        yield _figure("publish, everyone signs again", took, floor)
        yield _figure("publish, everyone signs again", took, both, of=BOTH)


def _all(assigning: Any, requirement: Any) -> Callable[[], object]:
    return lambda: assigning.reconcile(requirement, at=AT)


def _bare(statements: str) -> float:
    """Seconds for as many rows, foreign keys checked, neither asking nor counting; none stays."""
    import pgtrigger
    from django.db import connection, transaction

    with pgtrigger.ignore(), transaction.atomic(), connection.cursor() as cursor:
        took = _timed(lambda: cursor.execute(statements))
        transaction.set_rollback(True)
    return took


def _timed(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def _figure(name: str, value: float, floor: float, *, of: str = INSERT) -> dict[str, Any]:
    return {
        "benchmark": "publish",
        "figure": name,
        "value": round(value, 3),
        "floor": of,
        "floor_value": round(floor, 3),
        "ratio": round(value / floor, 3),
    }


if __name__ == "__main__":
    for figure in figures(*map(int, sys.argv[1:])):
        print(json.dumps(figure, ensure_ascii=False), flush=True)
