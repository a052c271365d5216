"""Whatever somebody with full control of the database does to the trail is found and named."""

from __future__ import annotations

import random
from dataclasses import dataclass

import pytest
from django.db import connection

from district_portal import audit
from district_portal.audit import chaining, hashing, sealing
from district_portal.audit.models import Event, Seal, SealedEvent
from district_portal.audit.verifying import verify
from tests.cast import call_the_cast
from tests.district_portal.audit.superuser import as_superuser, undone

pytestmark = pytest.mark.django_db(transaction=True)
SEALS, EACH = 8, 9
SHORT, LONG = 12, 200


@dataclass
class Trail:
    """What is tampered with, and the seals that an auditor has kept."""

    chance: random.Random
    events: list[int]
    kept: dict[int, str]

    def one(self, fewest: int = 0) -> int:
        return self.chance.choice(self.events[fewest:])

    def two(self) -> tuple[int, int]:
        first, second = sorted(self.chance.sample(self.events, 2))
        return first, second


@pytest.fixture
def trail():
    cast = call_the_cast()
    sealing.seal_all()
    for number in range(SEALS):
        for _ in range(EACH):
            audit.record("x.y", by=cast.ada, on=cast.lou, person=cast.lou, after={"n": number})
        sealing.seal()
    events = sorted(Event.objects.values_list("pk", flat=True))
    with as_superuser():
        yield Trail(random.Random(10), events, dict(Seal.objects.values_list("pk", "hash")))  # noqa: S311


def run(sql, *arguments):
    with connection.cursor() as cursor:
        cursor.execute(sql, arguments)


def rehash(event):
    """The hash of an event as it is now, by whoever knows how it is made."""
    [(_pk, _stored, values)] = hashing.event_rows("SELECT %s::bigint", (event,))
    row_hash = hashing.hash_of_row(values)
    run("UPDATE audit_event SET row_hash = %s WHERE id = %s", row_hash, event)
    return row_hash


def edit(trail):
    event = trail.one()
    change = trail.chance.choice(
        [
            "actor = 'Somebody else'",
            "act = 'x.z'",
            "at = at + interval '1 microsecond'",
            "recorded_at = recorded_at - interval '1 day'",
            "after = '{\"n\": 1000}'",
            "person_id = coalesce(person_id, 0) + 1",
            "object = object || '.'",
            "row_hash = reverse(row_hash)",
        ]
    )
    run(f"UPDATE audit_event SET {change} WHERE id = %s", event)
    if "row_hash" not in change and trail.chance.random() < 0.5:
        rehash(event)
    return event


def delete(trail):
    event = trail.one()
    run("DELETE FROM audit_event WHERE id = %s", event)
    return event


def insert(trail):
    """Put one in among the others, under a number that was free or that is made free."""
    event = trail.one()
    run("UPDATE audit_event SET id = -id WHERE id = %s", event)
    run(
        "INSERT INTO audit_event SELECT %s, at, recorded_at, 'x.forged', actor_id, actor,"
        " object_type, object_id, object, person_id, person, place_id, place, before, after,"
        " row_hash FROM audit_event WHERE id = -%s",
        event,
        event,
    )
    run("UPDATE audit_event SET id = 0 WHERE id = -%s", event)
    run("DELETE FROM audit_event WHERE id = 0")
    rehash(event)
    if trail.chance.random() < 0.5:
        run("DELETE FROM audit_sealedevent WHERE id = %s", event)
        if trail.chance.random() < 0.5:
            sealing.seal()
    return event


def swap(trail):
    first, second = trail.two()
    run("UPDATE audit_event SET id = -1 WHERE id = %s", first)
    run("UPDATE audit_event SET id = %s WHERE id = %s", first, second)
    run("UPDATE audit_event SET id = %s WHERE id = -1", second)
    if trail.chance.random() < 0.5:
        rehash(first)
        rehash(second)
    return first


def truncate(trail):
    """Take away all from some event on, with what the seals know of it, or all there is."""
    way = trail.chance.choice(["events", "end", "everything"])
    if way == "events":
        run("DELETE FROM audit_event")
        return trail.events[0]
    if way == "everything":
        for model in (SealedEvent, Seal, Event):
            run(f"DELETE FROM {model._meta.db_table}")
        return -min(trail.kept)
    cut = trail.chance.randrange(1, len(trail.kept) + 1)
    run(
        "DELETE FROM audit_event WHERE id IN"
        " (SELECT id FROM audit_sealedevent WHERE seal_id >= %s)",
        cut,
    )
    run("DELETE FROM audit_sealedevent WHERE seal_id >= %s", cut)
    run("DELETE FROM audit_seal WHERE id >= %s", cut)
    return -cut


def rewrite(trail):
    """Change an event, its hash, its seal, and the hashes of some or of all seals after it."""
    event = trail.one()
    number = SealedEvent.objects.get(pk=event).seal_id
    run("UPDATE audit_event SET actor = 'Somebody else' WHERE id = %s", event)
    last = trail.chance.choice([number, len(trail.kept)])
    _anew(event, rehash(event), last=last)
    return -(number if last == len(trail.kept) else last + 1)


def _anew(event, row_hash, *, last):
    held = SealedEvent.objects.select_related("seal").get(pk=event)
    leaf = chaining.leaf_of(event, row_hash=row_hash, secret=held.seal.secret)
    run("UPDATE audit_sealedevent SET leaf = %s WHERE id = %s", leaf, event)
    before = Seal.objects.filter(pk=held.seal_id - 1).values_list("hash", flat=True).first()
    for seal in Seal.objects.filter(pk__gte=held.seal_id, pk__lte=last).order_by("pk"):
        seal.previous = before or chaining.FIRST
        seal.leaves = chaining.leaves_of(seal.events.values_list("leaf", flat=True))
        before = seal.computed()
        run(
            "UPDATE audit_seal SET previous = %s, leaves = %s, hash = %s WHERE id = %s",
            *(seal.previous, seal.leaves, before, seal.pk),
        )


WAYS = (edit, delete, insert, swap, truncate, rewrite)


def tamper(trail, way, times):
    for _ in range(times):
        with undone():
            first = way(trail)
            report = verify(kept=trail.kept)
            assert report.findings, (way, first)
            found = report.findings[0]
            assert first in (found.event_id, -(found.seal or 0)), (way, first, found)
            assert str(abs(first)) in found.words
    assert verify(kept=trail.kept).findings == []


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_what_was_done_to_the_trail_is_found_and_named(trail, way):
    tamper(trail, way, SHORT)


@pytest.mark.soak
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_what_was_done_to_the_trail_is_found_and_named_each_of_many_times(trail, way):
    tamper(trail, way, LONG)


def test_a_free_number_among_the_sealed_ones_can_not_be_used_later(trail):
    """A number that an act taken back had left free is filled, with a hash that fits."""
    with undone():
        run("SET LOCAL session_replication_role = origin")
        run("SELECT nextval(pg_get_serial_sequence('audit_event', 'id'))")
        audit.record("x.y", by=None)
        sealing.seal()
        run("SET LOCAL session_replication_role = replica")
        forged = Event.objects.latest("pk").pk - 1
        assert forged not in trail.events
        assert verify().findings == []
        run(
            "INSERT INTO audit_event SELECT %s, at, recorded_at, act, actor_id, actor,"
            " object_type, object_id, object, person_id, person, place_id, place, before, after,"
            " '' FROM audit_event WHERE id = %s",
            *(forged, trail.events[0]),
        )
        rehash(forged)
        for _ in range(2):
            [found] = verify().findings
            assert (found.event_id, "put in" in found.words) == (forged, True)
            sealing.seal()


def test_a_chain_that_was_made_anew_is_found_by_what_was_kept_alone(trail):
    with undone():
        event = trail.events[0]
        run("UPDATE audit_event SET actor = 'Somebody else' WHERE id = %s", event)
        _anew(event, rehash(event), last=len(trail.kept))
        assert verify().findings == []
        report = verify(kept={2: trail.kept[2]})
        assert [finding.seal for finding in report.findings] == [2]


def test_what_is_not_sealed_yet_is_told_and_its_hash_checked(trail):
    with undone():
        run("SET LOCAL session_replication_role = origin")
        audit.record("x.y", by=None)
        report = verify(kept=trail.kept)
        assert (report.unsealed, report.findings) == (1, [])
        run("SET LOCAL session_replication_role = replica")
        run("UPDATE audit_event SET act = 'x.z' WHERE id > %s", trail.events[-1])
        assert verify().altered == 1
