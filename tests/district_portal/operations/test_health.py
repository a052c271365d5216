"""Whether the portal is well, told to whoever looks after it."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest
import time_machine
from django.utils import timezone

from accounts import roles
from accounts.models import RoleGrant
from district_portal import audit
from district_portal.audit import sealing as audit_sealing
from district_portal.jobs.models import Job
from district_portal.mailing import delivering
from district_portal.mailing.models import Message
from district_portal.operations import answering, health, tasks
from district_portal.operations.backup import keeping_key, noting
from district_portal.operations.health import State
from district_portal.operations.looks import database
from district_portal.permissions import Role
from tests.factories import approvals as factory
from tests.factories import concerns
from tests.standing import standing

pytestmark = pytest.mark.django_db
AS_OWNER = "Roles of the database"
"""These tests connect as the tables’ owner, which is told."""
LONG = health.LONGEST + dt.timedelta(minutes=1)


def state_of(part, reader, **kwargs):
    """The worst that `reader` finds of a part, with its words."""
    found = health.findings(reader, **kwargs)
    return next((row.state, row.words) for row in found if row.part == part)


@standing
def whole(cast):
    """A district in which nothing is missing."""
    tasks.tick()
    for person, role in ((cast.pat, Role.BOARD_OFFICER), (cast.polly, Role.TECHNOLOGY_COORDINATOR)):
        roles.appoint(person, role=role, by=None)
    now = timezone.now()
    noting.succeed(noting.begin(Path("/mnt/backup-1"), for_day=None, at=now), size=1, at=now)
    keeping_key.confirm(keeping_key.fingerprint(), by=cast.tom)
    return cast


@pytest.fixture
def backed_up(settings, tmp_path):
    """A portal that makes backups by itself."""
    settings.BACKUP_DIR = str(tmp_path)


def test_all_is_well(whole, backed_up):
    found = [row for row in health.findings(whole.tom) if row.part != AS_OWNER]
    assert {row.state for row in found} == {State.WELL}


def test_a_clock_that_woke_nobody_is_wrong(cast):
    assert state_of("Clock and workers", cast.tom)[0] == State.WRONG
    tasks.tick()
    assert state_of("Clock and workers", cast.tom)[0] == State.WELL
    state, words = state_of("Clock and workers", cast.tom, at=timezone.now() + LONG)
    assert state == State.WRONG
    assert "16 minutes ago" in words
    tasks.tick()
    assert state_of("Clock and workers", cast.tom)[0] == State.WELL


def test_a_broker_that_is_away_is_wrong(whole, cast, broker_away):
    assert state_of("Broker", cast.tom)[0] == State.WRONG


def test_mail_that_waits_or_failed_is_told(whole, cast):
    factory.sent(cast.lou, manager=cast.hana, place=cast.northside)
    assert state_of("Mail", cast.tom)[0] == State.WELL
    assert state_of("Mail", cast.tom, at=timezone.now() + LONG)[0] == State.WRONG
    Message.objects.exclude(pk=Message.objects.latest("pk").pk).update(state="cancelled")
    Message.objects.filter(state="queued").update(state="failed")
    assert state_of("Mail", cast.tom, at=timezone.now() + LONG) == (
        State.WATCH,
        "1 mail failed or is held for a person.",
    )


def test_mail_that_is_tried_again_and_again_without_a_mail_server_is_told(whole, cast, settings):
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    factory.sent(cast.lou, manager=cast.hana, place=cast.northside)
    with time_machine.travel(timezone.now() + LONG):
        delivering.sweep()
        assert not Message.objects.filter(bulk=False, due_at__lte=timezone.now()).exists()
        state, words = state_of("Mail", cast.tom)
    assert state == State.WRONG
    assert "16 minutes ago" in words


def test_mail_that_failed_is_told_beside_mail_that_waits(whole, cast):
    factory.sent(cast.lou, manager=cast.hana, place=cast.northside)
    Message.objects.filter(pk=Message.objects.latest("pk").pk).update(state="failed")
    found = health.findings(cast.tom, at=timezone.now() + LONG)
    matters = {row.matter for row in found if row.part == "Mail"}
    assert matters <= {"mail_waits", "mail_stuck"}
    assert "mail_stuck" in matters


def test_whoever_runs_the_server_learns_nothing_of_concerns_about_somebody(whole, cast):
    concern = concerns.reported(cast.lou, about=cast.gus)
    concern.receivers.update(ended_at=timezone.now())
    assert state_of("Concerns", cast.tom)[0] == State.WRONG
    assert state_of("Concerns", None)[0] == State.WELL
    Message.objects.update(state="failed")
    assert state_of("Mail", None)[0] == State.WELL


def test_what_the_recount_of_the_night_found_is_told_for_a_day(whole, cast):
    assert state_of("Nightly recount", cast.tom)[0] == State.WELL
    audit.record("acknowledgments.miscounted", by=None)
    assert state_of("Nightly recount", cast.tom)[0] == State.WATCH
    later = timezone.now() + dt.timedelta(hours=25)
    assert state_of("Nightly recount", cast.tom, at=later)[0] == State.WELL


def test_clocks_that_differ_are_wrong(whole, cast, monkeypatch):
    assert state_of("Time", cast.tom)[0] == State.WELL
    ahead = timezone.now() + dt.timedelta(minutes=3)
    monkeypatch.setattr(database.timezone, "now", lambda: ahead)
    state, words = state_of("Time", cast.tom)
    assert (state, "seconds apart" in words) == (State.WRONG, True)


def test_a_disk_that_is_full_is_wrong(whole, cast, monkeypatch):
    for free, state in ((10**8, State.WRONG), (10**9, State.WATCH), (10**10, State.WELL)):
        usage = shutil._ntuple_diskusage(total=10**11, used=0, free=free)
        monkeypatch.setattr(answering, "room", lambda usage=usage: usage)
        assert state_of("Disk", cast.tom)[0] == state


def test_somebody_outside_should_have_a_seal(whole, cast):
    assert state_of("Seals kept by auditors", cast.tom)[0] == State.WELL
    RoleGrant.objects.filter(role=Role.AUDITOR).delete()
    assert state_of("Seals kept by auditors", cast.tom)[0] == State.WATCH


def test_the_page_costs_few_statements(client, whole, cast, django_assert_max_num_queries):
    client.force_login(cast.tom)
    client.get("/operations/")
    with django_assert_max_num_queries(12):
        client.get("/operations/")


def test_long_work_that_nobody_begins_is_wrong(whole, cast):
    now = timezone.now()
    Job.objects.create(
        kind="any", by=cast.ada, total=1, created_at=now, expires_at=now + dt.timedelta(days=1)
    )
    assert state_of("Long work", cast.tom)[0] == State.WELL
    assert state_of("Long work", cast.tom, at=now + LONG)[0] == State.WRONG


def test_a_district_without_board_officer_is_told(whole, cast):
    RoleGrant.objects.filter(role=Role.BOARD_OFFICER).delete()
    state, words = state_of("Who decides", cast.tom)
    assert state == State.WRONG
    assert "Nobody may decide what Ada Lindqvist asks for" in words


def test_the_page_begins_with_what_is_wrong(client, whole, backed_up, cast, monkeypatch):
    monkeypatch.setattr(
        health, "LOOKS", [look for look in health.LOOKS if look != database.database]
    )
    client.force_login(cast.tom)
    assert "Yes. Nothing needs you." in client.get("/operations/").text
    RoleGrant.objects.filter(role=Role.BOARD_OFFICER).delete()
    page = client.get("/operations/").text
    assert "No: something needs you now." in page
    assert page.index("Who decides") < page.index("Broker")
    assert "Is the portal well?" in client.get("/setup/").text


def test_a_concern_that_reaches_nobody_or_can_not_be_read_is_told(whole, cast, settings):
    concern = concerns.reported(cast.lou)
    assert state_of("Concerns", cast.tom)[0] == State.WELL
    concern.receivers.update(ended_at=timezone.now())
    assert state_of("Concerns", cast.tom)[0] == State.WRONG
    settings.CONCERN_KEYS = []
    assert "CONCERN_KEYS" in state_of("Concerns", cast.tom)[1]


def test_nobody_is_told_that_a_concern_about_themselves_reaches_nobody_or_can_not_be_read(
    whole, cast, settings
):
    concern = concerns.reported(cast.lou, about=cast.ada)
    concern.receivers.update(ended_at=timezone.now())
    assert state_of("Concerns", cast.tom)[0] == State.WRONG
    assert state_of("Concerns", cast.ada)[0] == State.WELL
    settings.CONCERN_KEYS = []
    assert state_of("Concerns", cast.tom)[0] == State.WRONG
    assert state_of("Concerns", cast.ada)[0] == State.WELL


def test_nobody_is_told_of_a_mail_about_a_concern_about_themselves(whole, cast):
    concerns.reported(cast.lou, about=cast.ada)
    late = timezone.now() + LONG
    assert state_of("Mail", cast.tom, at=late)[0] == State.WRONG
    assert state_of("Mail", cast.ada, at=late)[0] == State.WELL
    Message.objects.update(state="failed")
    assert state_of("Mail", cast.tom, at=late)[0] == State.WATCH
    assert state_of("Mail", cast.ada, at=late)[0] == State.WELL


def test_acts_that_nobody_seals_are_wrong(whole, cast):
    part, late = "Audit trail", timezone.now() + LONG
    assert state_of(part, cast.tom) == (State.WELL, "Nothing is sealed yet.")
    state, words = state_of(part, cast.tom, at=late)
    assert state == State.WRONG
    assert "No act is sealed any more." in words
    audit_sealing.seal_all()
    assert state_of(part, cast.tom)[1] == "Seal 1 was made just now."
    assert state_of(part, cast.tom, at=late)[0] == State.WELL, "nothing waits"
    audit.record("x.y", by=None)
    assert state_of(part, cast.tom)[1].endswith("1 act waits for its seal.")
    state, words = state_of(part, cast.tom, at=late)
    assert (state, words.endswith("1 act waits for its seal.")) == (State.WRONG, True)


def test_acts_that_are_still_being_sealed_are_told(whole, cast, monkeypatch):
    late = timezone.now() + LONG
    monkeypatch.setattr(audit_sealing, "MOST", 1)
    audit_sealing.seal(at=late)
    state, words = state_of("Audit trail", cast.tom, at=late)
    assert state == State.WATCH
    assert "being sealed now" in words
