"""Each sign-in is recorded with its ways, each failure stands in the log, and no word typed."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from accounts.models import Person
from district_portal import audit
from tests.cast import PASSWORD

LOG = "accounts.noting_sign_ins"


@pytest.fixture(autouse=True)
def _nothing_was_tried_before():
    cache.clear()


def sign_in(client, email, password=PASSWORD):
    return client.post("/accounts/login/", {"login": email, "password": password})


def lines(caplog):
    return [record.getMessage() for record in caplog.records if record.name == LOG]


def test_each_sign_in_is_recorded_with_its_way(cast, client, caplog):
    sign_in(client, cast.lou.email)
    [event] = audit.events(act="signing_in.signed_in")
    assert (event.actor_id, event.person_id) == (cast.lou.pk, cast.lou.pk)
    assert event.after == {"ways": "password"}
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    [event] = audit.events(act="signing_in.proved")
    assert event.after == {"ways": "password"}
    assert lines(caplog) == []


def test_each_wrong_password_is_a_line_without_what_was_typed(cast, client, caplog):
    for typed in ("guess one", "guess two"):
        sign_in(client, cast.lou.email, typed)
    sign_in(client, "my password here@x.example")
    told = [f"Person {cast.lou.pk}: wrong password from 127.0.0.1/32"] * 2
    assert lines(caplog)[:2] == told
    assert "guess" not in caplog.text
    assert "my password here" not in "".join(lines(caplog))
    assert not audit.events(act="signing_in.signed_in").exists()


def test_who_is_on_no_roster_is_nobody(cast, client, caplog):
    assert not Person.objects.filter(email="nobody@marlow.example").exists()
    sign_in(client, "nobody@marlow.example")
    assert lines(caplog) == ["Nobody on the roster: wrong password from 127.0.0.1/32"]
