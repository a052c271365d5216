"""`manage.py doctor` says what is wrong and how to mend it."""

from __future__ import annotations

import datetime as dt
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from district_portal import audit
from district_portal.audit import sealing
from district_portal.district.current import today
from district_portal.operations import doctoring, health
from district_portal.operations.checks import clock, roles, seals
from district_portal.operations.health import State
from tests.cast import call_the_cast
from tests.freezing.portal_role import as_portal_role

LONG = health.LONGEST + dt.timedelta(minutes=1)


def said(check):
    return [(found.state, found.words) for found in check()]


def sql(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.django_db(transaction=True)
def test_a_portal_that_is_well_ends_with_zero(tmp_path, settings):
    call_the_cast()
    settings.SEALS_FILE = str(tmp_path / "seals.txt")
    audit.record("x.y", by=None)
    sealing.seal_all()
    (tmp_path / "seals.txt").write_text(f"{audit.head()} {today()}\n")
    health.tick()
    out = StringIO()
    with as_portal_role():
        call_command("doctor", stdout=out)
    text = out.getvalue()
    assert "WRONG" not in text
    assert "the portal connects as portal" in text
    assert "can only be added to, by right and by trigger" in text
    assert f"The newest is {audit.head()}" in text
    assert "tells seal 1 of" in text
    assert "Backups: None was made yet." in text


@pytest.mark.django_db
class TestRoles:
    def test_the_owner_is_not_who_should_connect(self):
        [(state, words)] = said(roles.roles_are_there)
        assert (state, "connects as portal_owner" in words) == (State.WRONG, True)

    def test_a_role_that_is_missing_is_named(self, settings):
        settings.DATABASE_PORTAL_ROLE = "portal_of_old"
        [found] = roles.roles_are_there()
        assert found.words == "Missing: portal_of_old."
        assert "prepare_database" in found.mend
        assert said(roles.frozen_tables_are_locked) == []

    @pytest.mark.parametrize(
        "grant",
        [
            "GRANT DELETE ON audit_event TO portal",
            "GRANT TRUNCATE ON audit_event TO portal",
            "GRANT UPDATE ON audit_event TO portal",
            "GRANT UPDATE (act) ON audit_event TO portal",
        ],
    )
    def test_a_right_too_many_is_found(self, grant):
        assert said(roles.frozen_tables_are_locked)[0][0] == State.WELL
        sql(grant)
        [found] = roles.frozen_tables_are_locked()
        assert (found.state, found.words) == (State.WRONG, "portal may change: audit_event.")
        assert "manage.py migrate" in found.mend

    @pytest.mark.parametrize("how", ["DISABLE TRIGGER USER", "ENABLE REPLICA TRIGGER {}"])
    def test_a_trigger_that_is_switched_off_is_found(self, how):
        sql(f"ALTER TABLE audit_seal {how.format('pgtrigger_frozen_0e538')}")
        [found] = roles.frozen_tables_are_locked()
        assert found.state == State.WRONG
        assert found.words == "Triggers are missing or switched off: audit_seal."


class TestSeals:
    def test_acts_that_wait_long_are_told(self, cast, monkeypatch):
        audit.record("x.y", by=None)
        assert said(seals.acts_are_sealed)[0][0] == State.WELL
        monkeypatch.setattr(seals.timezone, "now", lambda: NOW + LONG)
        assert said(seals.acts_are_sealed)[0][0] == State.WRONG

    def test_on_its_first_day_a_portal_owes_no_seal(self, cast, tmp_path, settings, monkeypatch):
        settings.SEALS_FILE = str(tmp_path / "seals.txt")
        audit.record("x.y", by=None)
        sealing.seal_all()
        assert said(seals.newest_seal_is_kept)[0][0] == State.WELL
        later = today() + dt.timedelta(days=2)
        monkeypatch.setattr(seals, "today", lambda at=None: today(at) if at else later)
        assert "no seal of the last two days" in said(seals.newest_seal_is_kept)[0][1]

    def test_the_file_must_tell_what_the_database_says(self, cast, tmp_path, settings):
        file = tmp_path / "seals.txt"
        settings.SEALS_FILE = str(file)
        assert said(seals.newest_seal_is_kept) == [], "there is no seal yet"
        audit.record("x.y", by=None)
        sealing.seal_all()
        file.write_text(f"{audit.head()} {today() - dt.timedelta(days=3)}\n")
        assert "no seal of the last two days" in said(seals.newest_seal_is_kept)[0][1]
        file.write_text(f"{audit.head()} {today()}\n")
        assert said(seals.newest_seal_is_kept)[0][0] == State.WELL
        file.write_text(f"1:{'0' * 64} {today()}\n")
        [found] = seals.newest_seal_is_kept()
        assert (found.state, "is another" in found.words) == (State.WRONG, True)
        assert "verify_audit --head" in found.mend

    def test_somebody_outside_should_have_a_seal(self, cast, district_set_up):
        from accounts.models import RoleGrant  # noqa: PLC0415
        from district_portal.permissions import Role  # noqa: PLC0415

        assert said(seals.somebody_keeps_seals)[0][0] == State.WELL
        RoleGrant.objects.filter(role=Role.AUDITOR).delete()
        assert said(seals.somebody_keeps_seals)[0][0] == State.WATCH


@pytest.mark.django_db
class TestClock:
    def test_clocks_that_differ_are_told(self, monkeypatch):
        assert said(clock.clocks_agree)[0][0] == State.WELL
        monkeypatch.setattr(clock.timezone, "now", lambda: NOW + dt.timedelta(minutes=3))
        [(state, words)] = said(clock.clocks_agree)
        assert (state, "seconds apart" in words) == (State.WRONG, True)

    def test_a_worker_must_be_woken(self):
        assert said(clock.beat_wakes_a_worker)[0][0] == State.WRONG
        health.tick(at=NOW - LONG)
        assert "last woken" in said(clock.beat_wakes_a_worker)[0][1]
        health.tick()
        assert said(clock.beat_wakes_a_worker)[0][0] == State.WELL


@pytest.mark.django_db
def test_what_is_wrong_ends_the_command_with_one_and_a_check_that_fails_keeps_none_back(
    monkeypatch,
):
    def broken():
        raise OSError("the disk is gone")

    monkeypatch.setitem(doctoring._checks, "x.broken", broken)
    out = StringIO()
    with pytest.raises(CommandError, match="are wrong"):
        call_command("doctor", stdout=out)
    text = out.getvalue()
    assert "WRONG  broken: It could not be looked at: the disk is gone" in text
    assert "To mend it: Put the line of portal into DATABASE_URL" in text
    assert text.index("WRONG") < text.index("well ")


NOW = timezone.now()
