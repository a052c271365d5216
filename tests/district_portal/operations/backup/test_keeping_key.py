"""Somebody says by name that a copy of the key lies elsewhere; a new key is asked for anew."""

from __future__ import annotations

import pytest
from django.utils import timezone

from district_portal import audit
from district_portal.operations.backup import keeping_key
from district_portal.operations.looks import backups
from district_portal.operations.models import Backup, KeyPutAway
from tests.races.together import together

pytestmark = pytest.mark.django_db


def test_it_is_asked_for_until_somebody_has_said_so_and_again_for_another_key(cast, settings):
    assert asked()
    assert keeping_key.confirm(keeping_key.fingerprint(), by=cast.tom)
    assert not asked()
    assert keeping_key.put_away().by == cast.tom
    assert audit.events(act="backups.key_put_away").get().actor == "Tom Reyes"
    settings.CONCERN_KEYS = [bytes(range(1, 33)), *settings.CONCERN_KEYS]
    assert asked()
    assert keeping_key.put_away() is None


def test_a_page_that_shows_another_key_confirms_nothing(cast):
    with pytest.raises(ValueError, match="changed"):
        keeping_key.confirm("0123456789abcdef", by=cast.tom)
    assert not KeyPutAway.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_said_five_times_at_once_it_is_noted_once(cast):
    shown = keeping_key.fingerprint()
    answers = together([lambda: keeping_key.confirm(shown, by=cast.tom)] * 5)
    assert sorted(answers) == [False, False, False, False, True]
    assert audit.events(act="backups.key_put_away").count() == 1


def test_the_page_says_none_yet_and_takes_the_word_of_the_coordinator(client, cast):
    client.force_login(cast.tom)
    page = client.get("/operations/backups/").text
    assert "No backup yet" in page
    assert "I have put the key away" in page
    answer = client.post(f"/operations/backups/key/{keeping_key.fingerprint()}/", follow=True)
    assert "Tom Reyes said on" in answer.text
    assert "I have put the key away" not in answer.text
    again = client.post("/operations/backups/key/0123456789abcdef/", follow=True)
    assert "The key is another one by now" in again.text


def test_the_administrator_sees_it_and_cannot_say_it(client, cast):
    client.force_login(cast.ada)
    assert "I have put the key away" not in client.get("/operations/backups/").text
    answer = client.post(f"/operations/backups/key/{keeping_key.fingerprint()}/")
    assert answer.status_code == 404


def test_the_list_tells_of_each_one(client, cast, settings):
    settings.BACKUP_DIR, settings.BACKUP_KEEP = "/mnt/backups", 7
    ended = {"started_at": "2026-11-11T02:00Z", "ended_at": "2026-11-11T02:00:09Z"}
    Backup.objects.create(place="/mnt/backups/backup-1", size=2_000_000, **ended)
    Backup.objects.create(place="/mnt/backups/backup-2", error="The disk is full.", **ended)
    Backup.objects.create(place="/mnt/backups/backup-3", started_at="2026-11-11T03:00Z")
    client.force_login(cast.tom)
    page = client.get("/operations/backups/").text
    for words in ("in 9 seconds", "1.9", "The disk is full.", "Being made", "The newest 7"):
        assert words in page


def asked():
    found = backups.made(timezone.now())
    return any("Keep a copy of it elsewhere" in finding.mend for finding in found)
