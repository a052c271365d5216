"""Each act comes under a seal, once, and each seal follows on the one before."""

from __future__ import annotations

import datetime as dt
import logging

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from district_portal import audit
from district_portal.audit import chaining, sealing, tasks
from district_portal.audit.models import Event, Seal, SealedEvent
from district_portal.audit.verifying import verify

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 1, 15, 18, tzinfo=dt.UTC)


def record(count):
    for number in range(count):
        audit.record("x.y", by=None, after={"n": number})


def test_what_waits_comes_under_the_next_seal(district_set_up):
    record(3)
    waiting = Event.objects.count()
    assert audit.waiting().events == waiting
    assert sealing.seal(at=NOON) == waiting
    first = audit.head()
    assert (first.pk, first.count, first.previous, first.at) == (
        *(1, waiting, chaining.FIRST),
        NOON,
    )
    assert sealing.seal() == 0, "nothing waits"
    record(2)
    assert sealing.seal() == 2
    second = audit.head()
    assert (second.pk, second.count, second.previous) == (2, 2, first.hash)
    assert set(SealedEvent.objects.values_list("pk", flat=True)) == set(
        Event.objects.values_list("pk", flat=True)
    )
    report = verify()
    assert (report.seals, report.unsealed, report.findings) == (2, 0, [])


def test_nothing_is_sealed_where_nothing_was_done():
    assert sealing.seal_all() == 0
    assert audit.head() is None
    assert audit.waiting() == sealing.Waiting(0, None)
    assert verify().findings == []


def test_what_was_recorded_before_there_were_seals_is_sealed_in_portions(
    district_set_up, monkeypatch
):
    monkeypatch.setattr(sealing, "MOST", 4)
    record(10)
    count = Event.objects.count()
    tasks.seal()
    assert sum(Seal.objects.values_list("count", flat=True)) == count
    assert max(Seal.objects.values_list("count", flat=True)) == 4
    assert audit.head().settled == Event.objects.latest("pk").pk
    assert (verify().seals, verify().findings) == (-(-count // 4), [])


def test_the_clock_seals_for_some_seconds_at_a_time(district_set_up, monkeypatch):
    monkeypatch.setattr(sealing, "MOST", 1)
    record(3)
    assert sealing.seal_all(seconds=-1) == 1, "the rest waits for the next second"
    assert audit.waiting().events == Event.objects.count() - 1


def test_a_number_that_was_given_up_leaves_no_doubt(district_set_up):
    record(1)
    with transaction.atomic():
        record(2)
        transaction.set_rollback(True)
    record(1)
    sealing.seal_all()
    assert audit.head().settled == Event.objects.latest("pk").pk
    assert verify().findings == []


def test_how_many_wait_and_since_when(district_set_up):
    sealing.seal_all()
    record(2)
    waiting = audit.waiting()
    assert waiting.events == 2
    assert timezone.now() - waiting.since < dt.timedelta(minutes=1)


def test_no_seal_is_made_twice_on_the_same_one(district_set_up):
    record(1)
    sealing.seal()
    first = audit.head()
    with pytest.raises(IntegrityError, match="seal_followed_once"), transaction.atomic():
        Seal.objects.create(
            id=2, at=NOON, previous=first.previous, count=1, settled=1, leaves="", hash="",
            secret="", seen=1, writing=[],
        )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        SealedEvent.objects.create(id=Event.objects.latest("pk").pk, seal=first, leaf="again")


def test_leaves_do_not_tell_what_was_done(district_set_up):
    """Who sees the leaves of a seal can't try out which act stands behind one."""
    record(2)
    sealing.seal()
    one, two = Event.objects.order_by("-pk")[:2]
    seal = audit.head()
    nonces = {chaining.nonce_of(event.pk, secret=seal.secret) for event in (one, two)}
    assert len(nonces) == 2
    leaf = SealedEvent.objects.get(pk=one.pk).leaf
    assert leaf == chaining.leaf_of(one.pk, row_hash=one.row_hash, secret=seal.secret)
    assert leaf != chaining.leaf_of(one.pk, row_hash=one.row_hash, secret="00")


def test_sealing_costs_the_same_however_long_the_trail_is(
    district_set_up, django_assert_max_num_queries
):
    record(5)
    sealing.seal()
    record(5)
    with django_assert_max_num_queries(12):
        sealing.seal()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM audit_seal")
        assert cursor.fetchone()[0] == 2


@pytest.mark.parametrize(
    ("name", "level", "told"),
    [
        ("audit.seal", logging.INFO, False),
        ("audit.seal", logging.ERROR, True),
        ("mailing.deliver", logging.INFO, True),
    ],
)
def test_the_log_does_not_tell_each_second_that_nothing_went_wrong(caplog, name, level, told):
    logger = logging.getLogger("celery.app.trace")
    with caplog.at_level(logging.INFO, logger="celery.app.trace"):
        logger.log(level, "Task %(name)s[%(id)s] succeeded", {"name": name, "id": "1"})
    assert (f"Task {name}[1] succeeded" in caplog.text) == told
