"""The cache goes on while the broker is away, by itself in each process, and comes back."""

from __future__ import annotations

import time

import pytest
from django.core.cache import cache, caches
from redis import Redis

from district_portal import steady_cache


def test_it_is_kept_by_the_broker():
    cache.set("a", "word")
    kept = caches["default"]
    assert cache.get("a") == "word"
    assert kept.own.get("a") is None
    assert kept._cache.get_client().keys("*:a")


def test_while_the_broker_is_away_each_way_of_asking_works(broker_away):
    assert cache.add("n", 1, 60)
    assert not cache.add("n", 5, 60)
    assert (cache.incr("n"), cache.decr("n", 2), cache.get("n")) == (2, 0, 0)
    with pytest.raises(ValueError, match="not found"):
        cache.incr("nothing")
    cache.set_many({"a": 1, "b": 2})
    assert cache.get_many(["a", "b", "c"]) == {"a": 1, "b": 2}
    assert cache.touch("a", 60)
    assert cache.has_key("a")
    cache.delete_many(["a"])
    assert cache.get_or_set("a", 7) == 7
    assert cache.delete("a")
    cache.clear()
    assert cache.get("b") is None


def test_a_broker_that_is_away_is_asked_once_in_a_while(broker_away, monkeypatch):
    asked = []
    connect = Redis.execute_command

    def counted(self, *given, **named):
        asked.append(given)
        return connect(self, *given, **named)

    monkeypatch.setattr(Redis, "execute_command", counted)
    for _ in range(20):
        cache.get("a")
    assert len(asked) == 1
    monkeypatch.setattr(steady_cache, "REST", 0.0)
    steady_cache.away_until.clear()
    for _ in range(3):
        cache.get("a")
    assert len(asked) == 4


def test_a_broker_that_is_back_is_used_again(monkeypatch, settings):
    there = caches["default"]
    there.set("kept", "by the broker")
    steady_cache.away_until[there.server] = time.monotonic() + 0.2
    assert there.get("kept") is None
    time.sleep(0.25)
    assert there.get("kept") == "by the broker"
    steady_cache.away_until.clear()


def _counted_up_to_three():
    assert [cache.count("c", 60) for _ in range(3)] == [1, 2, 3]
    assert cache.get("c") == 3
    cache.delete("c")
    assert cache.count("c", 1) == 1
    time.sleep(1.1)
    assert cache.count("c", 1) == 1
    cache.delete("c")


def test_one_more_is_counted_and_forgotten_after_the_first():
    _counted_up_to_three()


def test_one_more_is_counted_while_the_broker_is_away(broker_away):
    _counted_up_to_three()


def test_to_count_on_does_not_put_off_the_end():
    client = caches["default"]._cache.get_client()
    key = caches["default"].make_key("d")
    cache.count("d", 60)
    client.expire(key, 7)
    cache.count("d", 60)
    assert client.ttl(key) <= 7
    cache.delete("d")
