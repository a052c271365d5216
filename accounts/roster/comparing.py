"""The difference between what a run brings and the roster of today: by SQL, kept as rows."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.db import connection, transaction
from django.utils import timezone

from accounts.roster import judging
from accounts.roster.models import Change, Run
from accounts.roster.sql.difference import FINGERPRINT, ROSTERED, SEEN, statements
from district_portal.district.current import today
from district_portal.freezing import ignore_no_trigger

MANY_ROWS: Final = 1_000
"""From here on the planner, who knows nothing of rows just copied, is kept from nested loops."""
MEMORY: Final = "64MB"
"""What each of their joins and sorts may take before it goes on on the disk."""


@transaction.atomic
def compare(run: Run, *, at: dt.datetime | None = None) -> Run:
    """Write down what applying `run` would add, change and end, and what is wrong with it.

    Compared are today's postings (the local day of `at`, aware, now unless given), so that what is
    planned for a later day stays as it is. Only people with an employee number are compared:
    others (a Board officer) are not HR's. The figures of the run follow.
    """
    at = at or timezone.now()
    ignore_no_trigger()
    shown = run.changes.filter(staged=False)
    again = shown.exists()
    parameters = {**parameters_of(run, day=today(at)), "at": at}
    with connection.cursor() as cursor:
        if again:
            cursor.execute(SEEN, parameters)
        shown.delete()
        prepare_the_planner(cursor, run)
        cursor.execute(ROSTERED, parameters)
        run.rostered = cursor.fetchone()[0]
        people = _entries(cursor, run)
        if not run.faulty:
            for statement in statements(again=again):
                cursor.execute(statement, parameters)
        judging.judge(cursor, run, parameters)
        _count(cursor, run, people)
        cursor.execute(FINGERPRINT, parameters)
        run.fingerprint = cursor.fetchone()[0]
        prepare_the_planner(cursor, None)
        cursor.execute("DROP TABLE IF EXISTS roster_seen")
    run.compared_at = at
    run.save(
        update_fields=["rostered", *FIGURES.values(), "unchanged", "fingerprint", "compared_at"]
    )
    return run


FIGURES: Final = {
    Change.Kind.PROBLEM: "problems",
    Change.Kind.LEFT: "left",
    Change.Kind.CHANGED: "changed",
    Change.Kind.RETURNED: "returned",
    Change.Kind.ADDED: "added",
    Change.Kind.PLACE: "new_places",
}
"""Kind of a change → the figure of the run that counts it."""


def parameters_of(run: Run, *, day: dt.date) -> dict[str, Any]:
    """What every statement about a run may name."""
    return {
        "run": run.pk,
        "day": day,
        "yesterday": day - dt.timedelta(days=1),
        "whole": run.whole,
        "has_email": "email" in run.columns,
        "has_supervisor": "supervisor" in run.columns,
        "has_kind": "kind" in run.columns,
        "has_on_leave": "on_leave" in run.columns,
        "has_head": "head" in run.columns,
        "has_primary": "primary" in run.columns,
    }


def prepare_the_planner(cursor: Any, run: Run | None) -> None:
    """Statistics of rows just copied are missing: for many, hashing is right.

    Without a `run`, the planner is as free again as it was.
    """
    many = run is not None and run.rows >= MANY_ROWS
    cursor.execute(
        "SELECT set_config('enable_nestloop', %s, true), set_config('work_mem', %s, true)",
        ["off", MEMORY] if many else ["on", None],
    )


def _entries(cursor: Any, run: Run) -> int:
    """How many people the run names."""
    cursor.execute(
        'SELECT count(*) FROM roster_row WHERE run_id = %s AND "primary" AND NOT ends', [run.pk]
    )
    return int(cursor.fetchone()[0])


def _count(cursor: Any, run: Run, people: int) -> None:
    cursor.execute(
        "SELECT kind, count(*) FROM roster_change WHERE run_id = %s GROUP BY kind", [run.pk]
    )
    counted = dict(cursor.fetchall())
    for kind, figure in FIGURES.items():
        setattr(run, figure, counted.get(kind.value, 0))
    named = 0 if run.faulty else people
    run.unchanged = max(0, named - run.added - run.returned - run.changed)
