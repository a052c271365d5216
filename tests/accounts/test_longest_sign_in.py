"""A sign-in ends by itself: half a day after its last use, and a week after the last proof."""

import datetime as dt

import pytest
import time_machine
from allauth.account.internal.flows.login import record_authentication
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client, RequestFactory

from accounts import proving_by_mail
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


def test_who_shows_once_more_who_they_are_goes_on_under_another_key(cast):
    client = signed_in(cast.hana)
    assert is_in(client)
    before, row = client.session.session_key, UserSession.objects.get(user=cast.hana)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    after = client.session.session_key
    assert after != before
    assert is_in(client)
    assert UserSession.objects.get(user=cast.hana).session_key == after
    assert UserSession.objects.get(user=cast.hana).pk == row.pk
    client.cookies[settings.SESSION_COOKIE_NAME] = before
    assert not is_in(client), "whoever knew the old key is out"


def test_a_wrong_answer_changes_no_key(cast):
    client = signed_in(cast.hana)
    before = client.session.session_key
    client.post("/accounts/reauthenticate/", {"password": "something else"})
    assert client.session.session_key == before


@pytest.mark.parametrize("way", ["mfa", "socialaccount", proving_by_mail.METHOD])
def test_so_it_is_by_every_way_that_notes_a_proof(cast, way):
    client = signed_in(cast.hana)
    request = RequestFactory().get("/")
    request.user, request.session = cast.hana, client.session
    before = request.session.session_key
    record_authentication(request, cast.hana, way, reauthenticated=True)
    assert request.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()
