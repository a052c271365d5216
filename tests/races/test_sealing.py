"""Each act comes under one seal, however long and crosswise the work is that records it."""

from __future__ import annotations

import random
import threading
import time
from functools import partial

import pytest
from django.db import connections, transaction

from district_portal import audit
from district_portal.audit import sealing
from district_portal.audit.models import Event, Seal, SealedEvent
from district_portal.audit.verifying import verify
from tests.races.together import together

pytestmark = pytest.mark.django_db(transaction=True)


def work(number, *, until):
    """Record acts in long transactions, some of which are taken back, until that moment."""
    chance, done = random.Random(number), 0  # noqa: S311
    while time.monotonic() < until:
        count = chance.randrange(1, 6)
        with transaction.atomic():
            for step in range(count):
                audit.record("x.y", by=None, after={"who": number, "step": step})
                time.sleep(chance.choice([0, 0, 0.001, 0.02, 0.1]))
            if is_taken_back := chance.random() < 0.2:
                transaction.set_rollback(True)
        done += 0 if is_taken_back else count
    return done


@pytest.mark.parametrize("most", [1000, 3])
def test_nothing_is_left_out_and_nothing_is_sealed_twice(monkeypatch, most):
    monkeypatch.setattr(sealing, "MOST", most)
    until = time.monotonic() + 4
    ended, found = threading.Event(), []

    def keep_sealing():
        try:
            while not ended.is_set():
                sealing.seal_all(seconds=0.2)
                found.append(verify().findings)
        finally:
            connections.close_all()

    sealers = [threading.Thread(target=keep_sealing) for _ in range(2)]
    for sealer in sealers:
        sealer.start()
    recorded = together([partial(work, number, until=until) for number in range(8)])
    ended.set()
    for sealer in sealers:
        sealer.join()
    assert found
    assert not any(found), "nor is anything wrong while people work"
    sealing.seal_all()
    assert Event.objects.filter(act="x.y").count() == sum(recorded)
    assert SealedEvent.objects.count() == Event.objects.count()
    assert sum(Seal.objects.values_list("count", flat=True)) == SealedEvent.objects.count()
    report = verify()
    assert (report.unsealed, report.findings) == (0, [])
    assert audit.head().pk == Seal.objects.count() > 3
    settled = list(Seal.objects.order_by("pk").values_list("settled", flat=True))
    assert settled == sorted(settled)
    assert any(settled[:-1]), "it is known while people work up to where nothing can come"


def test_two_who_seal_at_once_make_one_seal():
    for _ in range(20):
        audit.record("x.y", by=None)
        count = Event.objects.count() - SealedEvent.objects.count()
        sealed = together([sealing.seal] * 4)
        assert sum(sealed) == count
    assert verify().findings == []
