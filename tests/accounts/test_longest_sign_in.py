"""A sign-in ends by itself: half a day after its last use, and a week after the last proof."""

import datetime as dt

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from tests.cast import PASSWORD

START = dt.datetime(2026, 10, 5, 15, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def _nothing_was_tried_before():
    cache.clear()


def signed_in(person):
    client = Client()
    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    return client


def is_in(client):
    return client.get("/policies/").status_code == 200


def test_one_that_is_not_used_ends_after_half_a_day(cast):
    with time_machine.travel(START) as clock:
        client = signed_in(cast.hana)
        clock.shift(11 * HOUR)
        assert is_in(client)
        clock.shift(13 * HOUR)
        assert not is_in(client)


def test_one_that_is_always_used_ends_after_a_week(cast):
    with time_machine.travel(START) as clock:
        client = signed_in(cast.hana)
        for _quarter_day in range(settings.SESSION_LONGEST // (6 * 3600) - 1):
            clock.shift(6 * HOUR)
            assert is_in(client)
        clock.shift(6 * HOUR)
        assert not is_in(client)


def test_who_shows_once_more_who_they_are_begins_anew(cast):
    with time_machine.travel(START) as clock:
        client = signed_in(cast.hana)
        for _day in range(12):
            clock.shift(11 * HOUR)
            assert is_in(client)
        client.post("/accounts/reauthenticate/", {"password": PASSWORD})
        for _day in range(12):
            clock.shift(11 * HOUR)
            assert is_in(client)


def test_each_sign_in_has_a_key_of_its_own(cast):
    client = signed_in(cast.hana)
    first = client.session.session_key
    assert len(first) >= 32  # of 36 signs each: more than 160 bits
    client.post("/accounts/logout/")
    client.post("/accounts/login/", {"login": cast.hana.email, "password": PASSWORD})
    assert client.session.session_key != first
    client.cookies["portal_session"] = first
    assert not is_in(client)
