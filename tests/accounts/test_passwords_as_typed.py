"""A password is what was typed, whole, and browsers and keepers of passwords may help."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from django.test import Client

LONG = f"  Four horses, éèß 龍 under a late moon {'x' * 90}  "


@pytest.fixture(autouse=True)
def _nothing_was_tried_before():
    cache.clear()


def gets_in(person, password):
    client = Client()
    client.post("/accounts/login/", {"login": person.email, "password": password})
    return client.get("/").status_code == 200


def test_it_is_taken_as_it_was_typed_however_long(cast):
    assert len(LONG) > 128
    cast.lou.set_password(LONG)
    cast.lou.save()
    assert gets_in(cast.lou, LONG)
    assert not any(gets_in(cast.lou, other) for other in (LONG.strip(), LONG[:-3], LONG.lower()))


def test_no_field_shows_it_and_none_keeps_helpers_out(cast):
    client = Client()
    client.force_login(cast.lou)
    fields = [
        (re.search(r'name="(\w+)"', field)[1], re.search(r'autocomplete="([\w-]+)"', field)[1])
        for page in ("/accounts/password/change/", "/accounts/reauthenticate/")
        for field in re.findall(r'<input type="password"[^>]*>', client.get(page).content.decode())
    ]
    assert ("oldpassword", "current-password") in fields
    assert ("password1", "new-password") in fields
    assert all(helper in {"current-password", "new-password"} for _name, helper in fields)
    assert "current-password" in Client().get("/accounts/login/").content.decode()


def test_a_new_one_needs_the_one_of_now(cast):
    client = Client()
    client.force_login(cast.lou)
    before = cast.lou.password
    client.post("/accounts/password/change/", {"oldpassword": "not it", "password1": LONG})
    cast.lou.refresh_from_db()
    assert cast.lou.password == before
