"""The doctor says why no backup is or can be made, and how to mend it."""

from __future__ import annotations

import os

import pytest
from django.db import connection
from django.utils import timezone

from district_portal.embedded import roles
from district_portal.operations.backup import connecting
from district_portal.operations.health import State
from district_portal.operations.looks import backups

pytestmark = pytest.mark.django_db


def test_all_can_be_read_and_a_program_fits():
    [found] = backups.possible(timezone.now())
    assert (found.state, found.mend) == (State.WELL, "")
    assert "pg_dump" in found.words


def test_without_the_owner_s_line_it_says_so(monkeypatch):
    url = roles.at_database(os.environ["PORTAL_TEST_PORTAL_URL"], connection.settings_dict["NAME"])
    monkeypatch.setattr(connecting, "owner", lambda: connecting.Link(dsn=url, password=""))
    [found] = backups.possible(timezone.now())
    assert found.state == State.WRONG
    assert "DATABASE_OWNER_URL" in found.mend


def test_a_database_that_does_not_answer_is_told(monkeypatch):
    link = connecting.Link(dsn="host=/nowhere dbname=portal", password="")
    monkeypatch.setattr(connecting, "owner", lambda: link)
    [found] = backups.possible(timezone.now())
    assert found.state == State.WRONG
    assert "/nowhere" in found.words


def test_what_is_missing_is_told_with_how_to_mend_it(settings):
    settings.BACKUP_DIR = ""
    found = list(backups.made(timezone.now()))
    assert {one.state for one in found} == {State.WATCH}
    assert any("BACKUP_DIR" in one.mend for one in found)
    assert any("Keep a copy" in one.mend for one in found)
