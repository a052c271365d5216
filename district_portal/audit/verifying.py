"""Check the whole trail, in Python, apart from what wrote it: each event, each seal, the chain."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from django.db import connection, transaction

from district_portal.audit import chaining, hashing, sealing
from district_portal.audit.models import Seal

MANY: Final = 10_000
"""Seals that are read at once."""


@dataclass(frozen=True)
class Finding:
    """What does not fit, in words: an event or a seal, by its number."""

    words: str
    event_id: int | None = None
    seal: int | None = None


@dataclass
class Report:
    """How many events and seals were read, how many events no seal holds yet, and what is wrong.

    Events stand before seals, each in the order of their numbers.
    """

    events: int = 0
    seals: int = 0
    unsealed: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def altered(self) -> int:
        """How many events were altered, removed, or put in later."""
        return sum(finding.event_id is not None for finding in self.findings)

    @property
    def broken(self) -> int:
        """How many seals are not what they were."""
        return len(self.findings) - self.altered


@dataclass(frozen=True)
class _Sealed:
    """What the seals say of one event; no `secret` where its seal is gone."""

    seal: int
    leaf: str
    secret: str | None
    settled_before: int


def verify(*, kept: Mapping[int, str] | None = None) -> Report:
    """Recompute all that is recorded.

    `kept` are hashes of seals, by their numbers, that somebody kept out of the portal's reach:
    with them also a chain that was written anew, or cut at its end, is found.
    """
    report = Report()
    with transaction.atomic():
        newest = sealing.head()
        _check_events(report, settled=newest.settled if newest else 0)
        _check_seals(report, upto=newest.pk if newest else 0)
    report.findings.extend(_others_than(kept or {}))
    return report


def _check_events(report: Report, *, settled: int) -> None:
    """Each event is as it was recorded and sealed, none is gone, none was put in later.

    What is sealed is read first: it is committed, so that each of its events must be there. What
    is sealed meanwhile counts as not sealed yet, and lies above `settled`.
    """
    gone = set()
    for event_id, sealed, row in _side_by_side(_sealed_events(), _events()):
        if sealed and sealed.secret is None and sealed.seal not in gone:
            gone.add(sealed.seal)
            words = f"Seal {sealed.seal} was removed: event {event_id} is under it."
            report.findings.append(Finding(words, seal=sealed.seal))
        if row:
            report.events += 1
            report.unsealed += sealed is None
        if words := _wrong_with(event_id, sealed, row, settled=settled):
            report.findings.append(Finding(words, event_id=event_id))
    report.findings.sort(key=lambda finding: finding.event_id is None)


def _wrong_with(
    event_id: int, sealed: _Sealed | None, row: tuple[str, list[str | None]] | None, *, settled: int
) -> str:
    """What is wrong with one event, as a sentence; nothing if all fits."""
    if row is None:
        return f"Event {event_id} was removed: seal {sealed.seal if sealed else '?'} holds it."
    stored, values = row
    if hashing.hash_of_row(values) != stored:
        return f"Event {event_id} was altered: its hash does not match."
    if sealed and sealed.secret:
        leaf = chaining.leaf_of(event_id, row_hash=stored, secret=sealed.secret)
        if leaf != sealed.leaf:
            return f"Event {event_id} was altered with its hash: seal {sealed.seal} holds another."
    if event_id <= (sealed.settled_before if sealed else settled):
        return f"Event {event_id} was put in when those around it had long been sealed."
    return ""


def _check_seals(report: Report, *, upto: int) -> None:
    """Each seal holds what it says, and follows on the one before."""
    seals = Seal.objects.filter(pk__lte=upto).order_by("pk").iterator(chunk_size=2000)
    before = None
    for number, seal, leaves in _side_by_side(((seal.pk, seal) for seal in seals), _leaves(upto)):
        if seal is None:
            continue  # it is gone, which was told of its events
        report.seals += 1
        if words := _broken(seal, before, leaves or []):
            report.findings.append(Finding(words, seal=number))
        before = seal


def _broken(seal: Seal, before: Seal | None, leaves: list[str]) -> str:
    last = before.pk if before else 0
    if seal.pk != last + 1:
        return f"Seal {last + 1} was removed: after seal {last} comes seal {seal.pk}."
    if seal.previous != (before.hash if before else chaining.FIRST):
        return f"Seal {seal.pk} follows on another seal {last} than there is."
    if len(leaves) != seal.count or chaining.leaves_of(leaves) != seal.leaves:
        return f"Seal {seal.pk} held {seal.count} events, and others than the {len(leaves)} of now."
    if seal.computed() != seal.hash:
        return f"Seal {seal.pk} was altered: its hash does not match."
    return ""


def _others_than(kept: Mapping[int, str]) -> Iterator[Finding]:
    """Those of the `kept` seals that are gone or have another hash now."""
    there = dict(Seal.objects.filter(pk__in=kept).values_list("pk", "hash"))
    for number, digest in sorted(kept.items()):
        if number not in there:
            yield Finding(
                f"Seal {number} was kept outside, and is gone: the end was cut off.", None, number
            )
        elif there[number] != digest:
            words = f"Seal {number} is another than the one kept outside: the chain was made anew."
            yield Finding(words, seal=number)


def _side_by_side(
    left: Iterable[tuple[int, Any]], right: Iterable[tuple[int, Any]]
) -> Iterator[tuple[int, Any, Any]]:
    """Each number on either side, in order, with what each side has of it, or None."""
    first = ((number, 0, value) for number, value in left)
    second = ((number, 1, value) for number, value in right)
    merged = heapq.merge(first, second, key=itemgetter(0, 1))
    for number, found in groupby(merged, key=itemgetter(0)):
        sides: list[Any] = [None, None]
        for _number, side, value in found:
            sides[side] = value
        yield number, sides[0], sides[1]


def _events() -> Iterator[tuple[int, tuple[str, list[str | None]]]]:
    for event_id, stored, values in hashing.event_rows():
        yield event_id, (stored, values)


def _sealed_events() -> Iterator[tuple[int, _Sealed]]:
    """What the seals say of each event. Events and seals come in much the same order."""
    known: dict[int, tuple[str | None, int]] = {}
    with connection.chunked_cursor() as cursor:
        cursor.execute("SELECT id, seal_id, leaf FROM audit_sealedevent ORDER BY id")
        for event_id, number, leaf in cursor:
            before = number - 1
            if number not in known or before not in known:
                kept = {} if len(known) > MANY else known
                known = {before: (None, 0), number: (None, 0)} | kept | _seals_from(before)
            yield event_id, _Sealed(number, leaf, known[number][0], known[before][1])


def _seals_from(number: int) -> dict[int, tuple[str | None, int]]:
    """The secrets of that seal and many after it, and up to where each says all is settled."""
    found = Seal.objects.filter(pk__gte=number, pk__lt=number + MANY)
    return {row[0]: row[1:] for row in found.values_list("pk", "secret", "settled")}


def _leaves(upto: int) -> Iterator[tuple[int, list[str]]]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(
            "SELECT seal_id, leaf FROM audit_sealedevent WHERE seal_id <= %s"
            " ORDER BY seal_id, leaf",
            [upto],
        )
        for number, rows in groupby(cursor, key=itemgetter(0)):
            yield number, [leaf for _number, leaf in rows]
