"""Seal the trail: the clock calls it every second, outside of any request.

A seal takes events that are committed and that no seal holds yet, in the order of their numbers.
Which number is committed when is nobody's choice: one may come after others that are higher and
sealed already, and goes into a later seal. So that not the whole trail is searched each time, a
seal says up to which number everything is settled. A number below those that were seen can still
come only from a transaction that was writing to the table just then; once all of these have
ended, none can. Transactions are asked for by the locks they hold, not by their ids: ids mean
nothing after a backup was restored, and a number is given out before the id is.
"""

from __future__ import annotations

import datetime as dt
import secrets
import time
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from district_portal.audit import chaining
from district_portal.audit.models import Event, Seal, SealedEvent

MOST: Final = 1000
"""Events that one seal holds."""
COUNTED: Final = 10_000
"""Up to so many events that wait are counted one by one."""
ONE_AT_A_TIME: Final = 7_325_001
"""The advisory lock that whoever seals holds until the seal is written."""


@dataclass(frozen=True)
class Waiting:
    """How many events no seal holds yet (one more than COUNTED for more), and since when.

    `newest` is the seal that they wait after.
    """

    events: int
    since: dt.datetime | None
    newest: Seal | None = None


def seal_all(*, seconds: float = 20) -> int:
    """Seal what waits, seal by seal, for about that many seconds; answers how many events.

    Each seal is a transaction of its own. What is left over waits for the next time.
    """
    end, sealed = time.monotonic() + seconds, 0
    while found := seal():
        sealed += found
        if found < MOST or time.monotonic() > end:
            break
    return sealed


@transaction.atomic
def seal(*, at: dt.datetime | None = None) -> int:
    """Write the next seal over up to MOST events; answers how many, 0 where none waits.

    `at` is aware, now unless given. While somebody else seals it answers 0 at once.
    """
    if not _alone():
        return 0
    newest = head()
    seen = Event.objects.aggregate(last=Max("pk"))["last"] or 0
    writing = _writing()
    rows = _unsealed(newest.settled if newest else 0)
    if not rows:
        return 0
    settled = _settled(seen, writing)
    if len(rows) == MOST:
        settled = min(settled, rows[-1][0])
    _write(newest, rows, settled=settled, seen=seen, writing=writing, at=at or timezone.now())
    return len(rows)


def head() -> Seal | None:
    """The newest seal."""
    return Seal.objects.order_by("-pk").first()


def seals_of(events: Collection[int]) -> dict[int, int]:
    """The number of the seal that holds each of these events; those not sealed yet are left out."""
    return dict(SealedEvent.objects.filter(pk__in=events).values_list("pk", "seal_id"))


def waiting() -> Waiting:
    """What no seal holds yet."""
    newest = head()
    settled = newest.settled if newest else 0
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*), min(recorded_at) FROM ({_UNSEALED}) waiting",  # noqa: S608 – our own
            {"settled": settled, "most": COUNTED + 1},
        )
        events, since = cursor.fetchone()
    return Waiting(events, since, newest)


def _alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
        return bool(cursor.fetchone()[0])


_UNSEALED = """
SELECT event.id, event.row_hash, event.recorded_at FROM audit_event event
WHERE event.id > %(settled)s AND NOT EXISTS
    (SELECT FROM audit_sealedevent held WHERE held.id = event.id AND held.id > %(settled)s)
ORDER BY event.id LIMIT %(most)s
"""
_WRITING = """
SELECT DISTINCT virtualtransaction FROM pg_locks
WHERE locktype = 'relation' AND relation = 'audit_event'::regclass AND mode = 'RowExclusiveLock'
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
  AND granted AND pid <> pg_backend_pid()
"""


def _writing() -> list[str]:
    """The transactions of others that write to the trail just now, or have and go on."""
    with connection.cursor() as cursor:
        cursor.execute(_WRITING)
        return sorted(row[0] for row in cursor.fetchall())


def _unsealed(settled: int) -> list[tuple[int, str]]:
    with connection.cursor() as cursor:
        cursor.execute(_UNSEALED, {"settled": settled, "most": MOST})
        return [(row[0], row[1]) for row in cursor.fetchall()]


def _settled(seen: int, writing: list[str]) -> int:
    """Up to which number all events that will ever come are here now.

    `seen` was the highest number before it was asked which transactions were `writing`.
    """
    if not writing:
        return seen
    ended = Seal.objects.exclude(writing__overlap=writing).order_by("-pk")
    return ended.values_list("seen", flat=True).first() or 0


def _write(
    newest: Seal | None,
    rows: list[tuple[int, str]],
    *,
    settled: int,
    seen: int,
    writing: list[str],
    at: dt.datetime,
) -> None:
    secret = secrets.token_hex(32)
    leaves = {
        event_id: chaining.leaf_of(event_id, row_hash=row_hash, secret=secret)
        for event_id, row_hash in rows
    }
    made = Seal(
        id=newest.pk + 1 if newest else 1,
        at=at,
        previous=newest.hash if newest else chaining.FIRST,
        count=len(rows),
        settled=max(settled, newest.settled) if newest else settled,
        leaves=chaining.leaves_of(leaves.values()),
        secret=secret,
        seen=seen,
        writing=writing,
    )
    made.hash = made.computed()
    made.save(force_insert=True)
    SealedEvent.objects.bulk_create(
        SealedEvent(id=event_id, seal=made, leaf=leaf) for event_id, leaf in leaves.items()
    )
