"""Passwords that were stolen elsewhere are refused, by a list of hashes that lies on the server."""

from __future__ import annotations

import hashlib

import pytest

from accounts.breached_passwords import is_listed
from tests.accounts.test_choosing_passwords import objections

STOLEN = "vortex gleam hut"


def sha1(password):
    return hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper()


@pytest.fixture
def listed(tmp_path):
    """Make a list as it is downloaded: a hash, a colon and how often, in their order."""

    def listed(*passwords, end="\r\n"):
        path = tmp_path / "breached.txt"
        lines = sorted(f"{sha1(one)}:{number}" for number, one in enumerate(passwords, start=1))
        path.write_bytes((end.join(lines) + end).encode())
        return path

    return listed


def test_what_was_stolen_is_refused(cast, settings, listed):
    settings.BREACHED_PASSWORDS = str(listed(STOLEN, "another", "a third"))
    assert objections(STOLEN, cast.lou) == {"password_breached"}
    assert objections("three small red boats", cast.lou) == set()


def test_while_the_list_is_away_none_is_taken(cast, settings, tmp_path):
    settings.BREACHED_PASSWORDS = str(tmp_path / "none")
    assert objections("three small red boats", cast.lou) == {"password_list_away"}


def test_without_a_list_nothing_is_looked_up(cast, settings):
    settings.BREACHED_PASSWORDS = ""
    assert objections(STOLEN, cast.lou) == set()


@pytest.mark.parametrize("size", [1, 2, 3, 50, 1000])
@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_each_line_is_found_and_no_other(listed, size, end):
    stolen = [f"stolen {number}" for number in range(size)]
    path = listed(*stolen, end=end)
    assert all(is_listed(one, path) for one in stolen)
    assert not any(is_listed(f"{one}!", path) for one in stolen)


def test_an_empty_list_and_a_last_line_without_an_end(tmp_path):
    path = tmp_path / "breached.txt"
    path.write_bytes(b"")
    assert not is_listed(STOLEN, path)
    path.write_bytes(f"{sha1(STOLEN).lower()}:1".encode())
    assert is_listed(STOLEN, path)
