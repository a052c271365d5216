"""Follow how versions came to be signed: what was asked, due and signed on which day.

Told of those who are counted today, each once for a version, where they are today: of everybody it
is kept each night, since to go through all assignments takes long; of a few it is asked at once.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db import connection, transaction
from django.utils import timezone

from district_portal.district.current import today, zone
from policies.acknowledgments import summing
from policies.acknowledgments.models import DayCount, RollCall

LOCK: Final = 4_015_532
"""Held by whoever keeps the days of a version."""
# Of several for one person and version one stands for all, as in the counts and in the report.
STANDING: Final = """
    standing AS MATERIALIZED (
        SELECT DISTINCT ON (a.person_id, a.version_id)
               a.version_id, roll.places, roll.on_leave, a.assigned_on AS asked_on, a.due_on,
               CASE WHEN a.ended_at IS NULL THEN 'open'
                    WHEN a.ended_why IN ('signed', 'superseded') THEN a.ended_why
                    ELSE 'closed' END AS status,
               CASE WHEN a.ended_why = 'signed'
                    THEN (a.ended_at AT TIME ZONE %s)::date END AS signed_on
        FROM asked a JOIN roll USING (person_id)
        WHERE a.asked_again_at IS NULL AND a.ended_why NOT IN ('rule', 'left')
        ORDER BY a.person_id, a.version_id,
                 CASE WHEN a.ended_at IS NULL THEN 0
                      WHEN a.ended_why = 'superseded' AND a.cycle = 'once' THEN 2 ELSE 1 END,
                 a.cycle DESC, a.due_on, a.id
    )
"""
"""Goes after `WITH asked AS (…), roll AS (…),`: assignments, and those on the roll. Its parameter
is the name of the zone."""
EVENTS: Final = """
    (VALUES (asked_on, 1, 0, 0), (due_on, 0, 1, 0), (signed_on, 0, 0, 1))
        AS happened(day, asked, due, signed)
"""
_KEEP = f"""
    WITH asked AS (
        SELECT * FROM acknowledgments_assignment WHERE version_id = %s
    ),
    roll AS NOT MATERIALIZED (SELECT * FROM acknowledgments_onroll), {STANDING},
    counted AS (
        SELECT version_id, place_id, day, sum(asked) AS asked, sum(due) AS due,
               sum(signed) AS signed
        FROM (
            SELECT version_id, places, day, sum(asked) AS asked, sum(due) AS due,
                   sum(signed) AS signed
            FROM standing CROSS JOIN LATERAL {EVENTS}
            WHERE status IN ('open', 'signed') AND day IS NOT NULL GROUP BY 1, 2, 3
        ) there CROSS JOIN LATERAL unnest(places || NULL::bigint) AS place_id
        GROUP BY 1, 2, 3
    ),
    gone AS (
        DELETE FROM acknowledgments_daycount d
        WHERE version_id = %s AND NOT EXISTS (
            SELECT FROM counted c
            WHERE coalesce(c.place_id, 0) = coalesce(d.place_id, 0) AND c.day = d.day
        )
    )
    INSERT INTO acknowledgments_daycount AS d (version_id, place_id, day, asked, due, signed)
    SELECT version_id, place_id, day, asked, due, signed FROM counted
    ON CONFLICT (place_id, version_id, day) DO UPDATE
    SET asked = excluded.asked, due = excluded.due, signed = excluded.signed
    WHERE (d.asked, d.due, d.signed)
          IS DISTINCT FROM (excluded.asked, excluded.due, excluded.signed)
"""  # noqa: S608 – constants of this module


def keep_today(*, at: dt.datetime | None = None) -> bool:
    """Keep the days once on each local day, after the roll was called; False where it is done.

    Each version is a transaction of its own. Twice, or two at once, gives the same.
    """
    day = today(at or timezone.now())
    if not RollCall.objects.filter(day=day).exclude(followed_on=day).exists():
        return False
    keep()
    RollCall.objects.filter(pk=1).update(followed_on=day)
    return True


def keep() -> None:
    """Count anew, for each version in force, what was asked, due and signed on which day."""
    versions = list(summing.in_force().values_list("pk", flat=True))
    DayCount.objects.exclude(version__in=versions).delete()
    for version in versions:
        _keep_version(version)


@transaction.atomic
def _keep_version(version: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        cursor.execute(_KEEP, [version, zone().key, version])
