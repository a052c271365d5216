"""What it costs that acts are recorded and sealed: eight clients, beside the same unaudited.

Run by `python -m benchmarks.audited [seconds]`: one JSON object a line, in transactions a second.
While clients work audited, another process seals each second, as the worker does. The floor is the
same work without a record. Both are measured in turn, round by round, and the median counts.
"""

from __future__ import annotations

import datetime as dt
import json
import multiprocessing
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from itertools import cycle
from typing import Any

import django
from django.utils import timezone

from benchmarks.ground import ground, must_sign

CLIENTS, ROUNDS, SECONDS = 8, 3, 6
TARGET = 0.75
PEOPLE = 24_000
WORKS = ("sign a policy", "write one row")
SLOTS = [
    (work, number, number % 2 == turn)
    for work in WORKS
    for number in range(ROUNDS)
    for turn in (0, 1)
]
"""What is measured, one after the other: the work, the round, whether it is audited."""
_process = multiprocessing.get_context("spawn")


def figures(seconds: int = SECONDS) -> Iterator[dict[str, Any]]:
    """Yield how many sign a second and how many write one row, audited beside unaudited."""
    with ground():
        must_sign(PEOPLE, at=timezone.now() - dt.timedelta(days=1))
        speeds = _measure(seconds)
        for work in WORKS:
            audited, bare = (
                statistics.median(speeds[work, number, side] for number in range(ROUNDS))
                for side in (True, False)
            )
            yield {
                "benchmark": "audited",
                "figure": f"transactions a second: {work}, {CLIENTS} clients",
                "value": round(audited, 1),
                "floor": "the same, unaudited",
                "floor_value": round(bare, 1),
                "ratio": round(audited / bare, 3),
                "target": TARGET,
            }
        yield _verified()


def _measure(seconds: int) -> dict[tuple[str, int, bool], float]:
    """Transactions a second in each of SLOTS."""
    gate = _process.Barrier(CLIENTS + 2, timeout=120)
    counts = [_process.Array("i", len(SLOTS)) for _ in range(CLIENTS)]
    processes = [
        *(
            _process.Process(target=_client, args=(seat, seconds, gate, count))
            for seat, count in enumerate(counts)
        ),
        _process.Process(target=_sealer, args=(seconds, gate)),
    ]
    for process in processes:
        process.start()
    for _slot in SLOTS:
        gate.wait()
    for process in processes:
        process.join()
    assert not any(process.exitcode for process in processes)
    return {slot: sum(c[n] for c in counts) / seconds for n, slot in enumerate(SLOTS)}


def _client(seat: int, seconds: int, gate: Any, counts: Any) -> None:
    """Do one thing after the other, with people whom no other client has."""
    os.environ["LOG_LEVEL"] = "ERROR"
    django.setup()
    from accounts.models import Person
    from district_portal.audit import recording
    from policies.models import Version

    mine = list(Person.objects.order_by("pk")[seat::CLIENTS])
    people = {"sign a policy": iter(mine), "write one row": cycle(mine)}
    version, record = Version.objects.get(), recording.record
    acts: dict[str, Callable[..., None]] = dict(zip(WORKS, (_sign, _write), strict=True))
    for number, (work, _round, is_audited) in enumerate(SLOTS):
        recording.record = record if is_audited else lambda *_told, **_more: None  # type: ignore[assignment]
        gate.wait()
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            acts[work](next(people[work]), version)
            counts[number] += 1


def _sign(person: Any, version: Any) -> None:
    from tests.factories.acknowledgments import signed

    signed(person, version)


def _write(person: Any, _version: Any) -> None:
    from django.db import transaction

    from district_portal import audit

    with transaction.atomic():
        person.preferred_name = "Alex"
        person.save(update_fields=["preferred_name"])
        audit.record("people.presented", by=person, on=person, after={"preferred_name": "Alex"})


def _sealer(seconds: int, gate: Any) -> None:
    """Seal each second while the clients work audited."""
    django.setup()
    from district_portal.audit import sealing

    sealing.head()
    for _work, _round, is_audited in SLOTS:
        gate.wait()
        until = time.monotonic() + seconds
        while is_audited and time.monotonic() < until:
            sealing.seal_all()
            time.sleep(1)


def _verified() -> dict[str, Any]:
    """How fast the whole trail is verified in the end; everything must fit."""
    from district_portal.audit import sealing
    from district_portal.audit.verifying import verify

    sealing.seal_all(seconds=600)
    start = time.perf_counter()
    report = verify()
    took = time.perf_counter() - start
    assert not report.findings
    assert not report.unsealed
    return {
        "benchmark": "audited",
        "figure": f"events verified a second, {report.events} events under {report.seals} seals",
        "value": round(report.events / took, 1),
    }


if __name__ == "__main__":
    for figure in figures(*map(int, sys.argv[1:])):
        print(json.dumps(figure, ensure_ascii=False), flush=True)
