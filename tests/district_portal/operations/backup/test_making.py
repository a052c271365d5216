"""A backup is whole or not there, holds no key, and only so many are kept."""

from __future__ import annotations

import datetime as dt
import json
import os
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest
from django.conf import settings
from django.utils import timezone

from approvals.concerns import sealing
from district_portal import audit
from district_portal.embedded.borrowing import Needs, urls_of
from district_portal.embedded.places import find_places
from district_portal.operations.backup import (
    configuring,
    encrypting,
    folder,
    making,
    noting,
    programs,
    restoring,
)
from district_portal.operations.backup.refusing import BackupError, BusyError, UnfitError
from district_portal.operations.models import Backup
from tests.district_portal.operations.backup.places import owner_url

pytestmark = pytest.mark.django_db(transaction=True)


def test_it_says_what_it_is_and_holds_no_key(made):
    manifest = folder.read(made)
    assert manifest.concern_keys == [sealing.name_of(settings.CONCERN_KEYS[0])]
    assert ["setup", "0001_first_run"] in manifest.migrations
    assert set(manifest.files) == {"database.dump", "tables.json", "configuration.json"}
    tables = json.loads((made / "tables.json").read_bytes())
    assert tables["public.acknowledgments_signature"]["rows"] == 1
    for file in made.iterdir():
        content = file.read_bytes()
        assert settings.CONCERN_KEYS[0] not in content
        assert settings.SECRET_KEY.encode() not in content
        assert file.stat().st_mode & 0o077 == 0
    run = Backup.objects.get()
    assert run.is_whole
    assert run.size == sum(file["bytes"] for file in manifest.files.values())
    assert Path(run.place) == made
    assert audit.events(act="backups.made").count() == 1


def test_the_newest_are_kept_and_those_of_another_portal_stay(district, parent, settings):
    settings.PORTAL_ADDRESS = "https://other.example"
    other = making.make(parent).name
    settings.PORTAL_ADDRESS = "https://own.example"
    start = timezone.now() + dt.timedelta(hours=1)
    hours = [start + dt.timedelta(hours=number) for number in range(3)]
    names = [making.make(parent, keep=2, at=hour).name for hour in hours]
    assert {item.name for item in parent.iterdir()} == {other, *names[1:]}


def test_nothing_old_goes_before_the_new_one_is_whole(made, parent, monkeypatch):
    monkeypatch.setattr(folder, "finish", _full_disk)
    with pytest.raises(BackupError, match="No space left"):
        making.make(parent, keep=1)
    assert [item.name for item in parent.iterdir()] == [made.name]
    failed = Backup.objects.first()
    assert "No space left" in failed.error
    assert audit.events(act="backups.failed").count() == 1


def test_one_that_pg_dump_does_not_finish_leaves_nothing(district, parent, monkeypatch, tmp_path):
    broken = tmp_path / "pg_dump"
    broken.write_text("#!/bin/sh\necho half; echo it broke >&2; exit 1\n")
    broken.chmod(0o700)
    monkeypatch.setattr(programs, "pg_dump", lambda _: programs.Program(broken, 18))
    with pytest.raises(BackupError, match="it broke"):
        making.make(parent)
    assert list(parent.iterdir()) == []


def test_what_was_interrupted_is_no_backup_and_is_cleared_away_by_the_next(district, parent):
    run = noting.begin(parent / "backup-1", for_day=None, at=timezone.now())
    partial = folder.begin(parent, "backup-1")
    (partial / "database.dump").write_bytes(b"half")
    with pytest.raises(UnfitError, match="no backup"):
        restoring.look(parent)
    with pytest.raises(UnfitError, match="interrupted"):
        restoring.look(partial)
    made = making.make(parent)
    assert [item.name for item in parent.iterdir()] == [made.name]
    run.refresh_from_db()
    assert run.error_in_words == "It was interrupted before it was whole."


def test_one_that_was_whole_before_its_row_knew_is_noted(made, parent):
    Backup.objects.update(ended_at=None, size=None)
    making.make(parent)
    assert [run.is_whole for run in Backup.objects.all()] == [True, True]


def test_a_second_one_at_the_same_time_is_refused(district, parent):
    with closing(psycopg2.connect(owner_url())) as opened, opened.cursor() as other:
        other.execute("SELECT pg_advisory_lock(%s)", [making.LOCK])
        with pytest.raises(BusyError):
            making.make(parent)
    assert not Backup.objects.exists()
    assert making.make(parent).is_whole


def test_only_who_has_the_private_key_reads_an_encrypted_one(district, parent, tmp_path):
    public, private = encrypting.make_identity()
    key, other = tmp_path / "key", tmp_path / "other"
    key.write_text(f"# a remark\n{private}\n")
    other.write_text(encrypting.make_identity()[1])
    place = parent / making.make(parent, recipient=public).name
    assert {file.name for file in place.iterdir()} == {
        *("database.dump.age", "tables.json.age", "configuration.json.age"),
        *("manifest.json", "manifest.json.sha256"),
    }
    assert b"Lindqvist" not in b"".join(file.read_bytes() for file in place.iterdir())
    assert restoring.look(place, identity=key).manifest.encrypted
    with pytest.raises(UnfitError, match="--identity"):
        restoring.look(place)
    with pytest.raises(UnfitError, match="does not open"):
        restoring.look(place, identity=other)
    with pytest.raises(BackupError, match="no public key"):
        making.make(parent, recipient="age1nonsense")


def test_settings_are_kept_without_secrets():
    told = configuring.configuration(
        {
            "PORTAL_ADDRESS": "https://p.example",
            "DATABASE_URL": "postgres://portal:geheim@db.example/portal?sslpassword=geheim",
            "ROSTER_SOURCE": "https://hr:geheim@hr.example/sheet.csv?token=geheim",
            "SECRET_KEY": "geheim",
            "SOMETHING_ELSE": "geheim",
        }
    )
    assert "geheim" not in json.dumps(told)
    assert told["settings"]["ROSTER_SOURCE"] == "https://…@hr.example/sheet.csv"
    assert told["secrets_to_bring"] == ["SECRET_KEY"]


def test_where_the_portals_own_servers_listen_is_no_setting(tmp_path):
    place = {"PORTAL_VAR": str(tmp_path), "EMAIL_URL": "smtp://mail.example"}
    own = urls_of(find_places(place), Needs(postgres=True, valkey=True))
    assert {"DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL"} == set(own)
    assert configuring.configuration({**place, **own})["settings"] == place


def test_each_setting_of_the_example_is_told_or_known_to_be_secret():
    lines = (settings.BASE_DIR / ".env.example").read_text().splitlines()
    names = {line.lstrip("#").partition("=")[0] for line in lines if "=" in line.split(" ")[0]}
    known = {*configuring.TOLD, *configuring.ADDRESSES, *configuring.SECRETS}
    assert names - known == set()


def _full_disk(*_args):
    raise OSError(28, os.strerror(28))
