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
from district_portal.operations import health
from district_portal.operations.health import State
from district_portal.operations.looks import database, seals
from district_portal.ui.together import told
from tests.cast import call_the_cast
from tests.freezing.portal_role import as_portal_role


def said(look):
    return [(found.state, found.words) for found in look(timezone.now(), None)]


def kept():
    [found] = told([seals.kept_in_a_file(timezone.now(), None)])
    return [(one.state, one.words) for one in found]


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
    assert "Audit trail: Seal 1 was made" in text
    assert "tells seal 1 of" in text
    assert "Backups: None was made yet." in text


@pytest.mark.django_db
class TestRoles:
    def test_the_owner_is_not_who_should_connect(self):
        [_clocks, (state, words), _tables] = said(database.database)
        assert (state, "connects as portal_owner" in words) == (State.WRONG, True)

    def test_a_role_that_is_missing_is_named(self, settings):
        settings.DATABASE_PORTAL_ROLE = "portal_of_old"
        [_clocks, found] = database.database(NOW)
        assert found.words == "Missing: portal_of_old."
        assert "prepare_database" in found.mend

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
        assert said(database.database)[2][0] == State.WELL
        sql(grant)
        [_clocks, _roles, found] = database.database(NOW)
        assert (found.state, found.words) == (State.WRONG, "portal may change: audit_event.")
        assert "manage.py migrate" in found.mend

    @pytest.mark.parametrize("how", ["DISABLE TRIGGER USER", "ENABLE REPLICA TRIGGER {}"])
    def test_a_trigger_that_is_switched_off_is_found(self, how):
        sql(f"ALTER TABLE audit_seal {how.format('pgtrigger_frozen_0e538')}")
        [_clocks, _roles, found] = database.database(NOW)
        assert found.state == State.WRONG
        assert found.words == "Triggers are missing or switched off: audit_seal."


class TestSeals:
    def test_on_its_first_day_a_portal_owes_no_seal(self, cast, tmp_path, settings):
        settings.SEALS_FILE = str(tmp_path / "seals.txt")
        audit.record("x.y", by=None)
        sealing.seal_all()
        assert kept()[0][0] == State.WELL
        [[found]] = told([seals.kept_in_a_file(timezone.now() + dt.timedelta(days=2), None)])
        assert (found.state, "no seal of the last two days" in found.words) == (State.WRONG, True)

    def test_the_file_must_tell_what_the_database_says(self, cast, tmp_path, settings):
        file = tmp_path / "seals.txt"
        settings.SEALS_FILE = str(file)
        assert kept() == [], "there is no seal yet"
        audit.record("x.y", by=None)
        sealing.seal_all()
        file.write_text(f"{audit.head()} {today() - dt.timedelta(days=3)}\n")
        assert "no seal of the last two days" in kept()[0][1]
        file.write_text(f"{audit.head()} {today()}\n")
        assert kept()[0][0] == State.WELL
        file.write_text(f"1:{'0' * 64} {today()}\n")
        [[found]] = told([seals.kept_in_a_file(NOW, None)])
        assert (found.state, "is another" in found.words) == (State.WRONG, True)
        assert "verify_audit --head" in found.mend


@pytest.mark.django_db
def test_what_is_wrong_ends_the_command_with_one_and_a_check_that_fails_keeps_none_back(
    monkeypatch,
):
    def broken(_now, _reader):
        raise OSError("the disk is gone")

    monkeypatch.setattr(health, "LOOKS", (*health.LOOKS, broken))
    out = StringIO()
    with pytest.raises(CommandError, match="are wrong"):
        call_command("doctor", stdout=out)
    text = out.getvalue()
    assert "WRONG  broken: It could not be looked at: the disk is gone" in text
    assert "To mend it: Put the line of portal into DATABASE_URL" in text
    assert text.index("WRONG") < text.index("well ")


NOW = timezone.now()
