"""More than a hundred wrong passwords, and the right person gets in."""

from __future__ import annotations

import time
from contextlib import suppress
from itertools import pairwise
from urllib.parse import urlsplit

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.core.cache.backends.redis import RedisCacheClient
from django.test import Client

from accounts import signing_in, throttling
from district_portal import audit
from district_portal.mailing.models import Message
from tests.cast import PASSWORD

WRONG = "wrong wrong wrong"
HOME, ATTACKER = "203.0.113.7", "198.51.100.66"


@pytest.fixture(autouse=True)
def _nothing_was_tried_before():
    cache.clear()


def guess(email, address, password=WRONG, client=None):
    """Whether the password was looked at, and whether it opened the door."""
    client = client or Client()
    page = client.post(
        "/accounts/login/", {"login": email, "password": password}, REMOTE_ADDR=address
    )
    if page.status_code == 302:
        return "in"
    return "waits" if "Too many attempts" in page.text else "wrong"


def test_what_is_forgotten_just_when_it_is_counted_is_forgotten_again(monkeypatch):
    counted = RedisCacheClient.incr

    def too_late(self, key, delta):
        self.get_client(key, write=True).delete(key)
        return self.get_client(key, write=True).incr(key, delta)

    throttling.admit_to("files", address=HOME, most=3)
    monkeypatch.setattr(RedisCacheClient, "incr", too_late)
    throttling.admit_to("files", address=HOME, most=3)
    monkeypatch.setattr(RedisCacheClient, "incr", counted)
    [key] = cache._cache.get_client(None).keys("*files*")
    assert 0 < cache._cache.get_client(None).ttl(key) <= throttling.MINUTE


def test_a_hundred_and_twenty_guesses_from_one_address_are_slowed_down(cast):
    found = [guess(cast.lou.email, ATTACKER) for _ in range(120)]
    assert found[:5] == ["wrong"] * 5
    assert found.count("wrong") <= 6
    assert guess(cast.lou.email, ATTACKER, PASSWORD) == "waits"
    assert guess(cast.lou.email, HOME, PASSWORD) == "in"


def test_the_wait_grows(cast):
    start = time.time()
    with time_machine.travel(start, tick=False) as clock:
        looked_at = []
        for second in range(0, 3600, 20):
            clock.move_to(start + second)
            _age_the_cache(start + second)
            with suppress(throttling.TooManyError):
                attempt = throttling.admit(cast.lou.email, address=ATTACKER, device="")
                throttling.failed(attempt, email=cast.lou.email)
                looked_at.append(second)
    assert throttling.FREE < len(looked_at) < 20
    waits = [after - before for before, after in pairwise(looked_at)]
    assert waits[throttling.FREE :] == sorted(waits[throttling.FREE :])


def _age_the_cache(now):
    """The cache keeps its own time: what should be over by `now` is over."""
    for key in cache._cache.get_client().scan_iter("*throttle:gate:*"):
        name = key.decode().split(":", 2)[2]
        if (until := cache.get(name)) and until <= now:
            cache.delete(name)


def test_guesses_from_many_addresses_are_slowed_down_and_the_right_person_gets_in(cast):
    own = Client()
    assert guess(cast.lou.email, HOME, PASSWORD, own) == "in"
    own.post("/accounts/logout/")
    networks = [f"198.18.{number}" for number in range(40)]
    found = [guess(cast.lou.email, f"{net}.{host}") for host in range(1, 6) for net in networks]
    assert found[:50] == ["wrong"] * 50
    assert found[50:].count("wrong") <= 45
    assert found.count("waits") >= 100
    assert found.count("in") == 0
    assert guess(cast.lou.email, f"{networks[0]}.9", PASSWORD) == "waits"
    assert guess(cast.lou.email, HOME, PASSWORD) == "in"
    assert guess(cast.lou.email, f"{networks[1]}.1", PASSWORD, own) == "in"
    assert guess(cast.gus.email, f"{networks[2]}.1", PASSWORD) == "in"
    cast.lou.refresh_from_db()
    assert cast.lou.is_active
    assert cast.lou.check_password(PASSWORD)


def attack(person):
    for number in range(throttling.ATTACK):
        attempt = throttling.admit(person.email, address=f"10.1.{number}.1", device="")
        throttling.failed(attempt, email=person.email)


def test_a_neighbour_who_guesses_does_not_slow_down_where_the_person_is_signed_in(cast):
    assert guess(cast.lou.email, HOME, PASSWORD) == "in"
    attack(cast.lou)
    next_door, beyond = "203.0.113.99", "203.0.113.200"
    assert [guess(cast.lou.email, next_door) for _ in range(3)] == ["wrong", "waits", "waits"]
    assert guess(cast.lou.email, beyond, PASSWORD) == "waits"
    found = [guess(cast.lou.email, HOME) for _ in range(120)]
    assert (found[:5], found.count("wrong") <= 6) == (["wrong"] * 5, True)
    cache.delete_many([f"throttle:{what}:{_home(cast.lou)}" for what in ("tries", "gate")])
    assert guess(cast.lou.email, HOME, PASSWORD) == "in"


def _home(person):
    return f"{throttling._short(person.email)}:{HOME}/32"


def test_a_mailed_link_opens_the_browser_for_the_password_that_one_has(cast):
    attack(cast.lou)
    assert guess(cast.lou.email, HOME) == "wrong"
    own = Client()
    page = own.post(
        "/accounts/login/", {"login": cast.lou.email, "password": PASSWORD}, REMOTE_ADDR=HOME
    )
    assert "A link by mail works now" in page.text
    path = urlsplit(signing_in.password_link(cast.lou)).path
    assert own.get(path.replace("-", "-x", 1)).status_code == 200
    assert settings.DEVICE_COOKIE_NAME not in own.cookies
    assert own.get(path).status_code == 302
    assert guess(cast.lou.email, HOME, PASSWORD) == "waits"
    assert guess(cast.lou.email, HOME, PASSWORD, own) == "in"


def test_a_browser_that_is_known_is_never_slowed_down_by_others(cast):
    own = Client()
    assert guess(cast.lou.email, HOME, PASSWORD, own) == "in"
    own.post("/accounts/logout/")
    for _ in range(120):
        guess(cast.lou.email, HOME)
    assert guess(cast.lou.email, HOME, PASSWORD) == "waits"
    assert guess(cast.lou.email, HOME, PASSWORD, own) == "in"
    own.post("/accounts/logout/")
    for _ in range(6):
        guess(cast.lou.email, HOME, client=own)
    assert guess(cast.lou.email, HOME, PASSWORD, own) == "waits"


def test_a_browser_is_known_for_those_who_signed_in_with_it_alone(cast):
    own = Client()
    guess(cast.lou.email, HOME, PASSWORD, own)
    cookie = own.cookies[settings.DEVICE_COOKIE_NAME].value
    assert [entry.split(":")[0] for entry in throttling.known_devices(cookie)] == [
        throttling._short("lou@marlow.example")
    ]
    assert throttling.known_devices(cookie + "x") == []
    assert throttling.known_devices("") == []


def test_one_address_that_tries_many_people_is_stopped(cast):
    for number in range(throttling.SPREAD):
        attempt = throttling.admit(f"a{number}@x.example", address=ATTACKER, device="")
        throttling.failed(attempt, email=f"a{number}@x.example")
    assert guess(cast.gus.email, ATTACKER, PASSWORD) == "waits"
    assert guess(cast.gus.email, HOME, PASSWORD) == "in"


def test_many_failures_are_recorded_in_moderation_and_told_once(cast):
    for number in range(120):
        attempt = throttling.admit(cast.lou.email, address=f"10.0.{number}.1", device="")
        throttling.failed(attempt, email=cast.lou.email)
    assert audit.events(act="signing_in.failed", person_id=cast.lou.pk).count() == 2
    assert Message.objects.filter(person=cast.lou, name="sign_in_changed").count() == 1


def test_an_unknown_address_is_slowed_down_alike(cast):
    found = [guess("nobody@marlow.example", ATTACKER) for _ in range(10)]
    assert (found[:5], found[-1]) == (["wrong"] * 5, "waits")


def test_the_right_password_begins_anew(cast):
    for _ in range(3):
        for _ in range(4):
            assert guess(cast.lou.email, HOME) == "wrong"
        assert guess(cast.lou.email, HOME, PASSWORD) == "in"
