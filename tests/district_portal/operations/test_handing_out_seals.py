"""The newest seal leaves the portal once a day."""

from __future__ import annotations

import datetime as dt

import pytest

from accounts import roles
from district_portal import audit
from district_portal.audit import keeping, sealing
from district_portal.mailing.models import Message
from district_portal.operations import handing_out_seals, tasks
from district_portal.operations.handing_out_seals import hand_out, last_noted
from district_portal.permissions import Role

pytestmark = pytest.mark.django_db
SUNDAY = dt.datetime(2026, 11, 29, 18, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


@pytest.fixture
def file(tmp_path, settings):
    settings.SEALS_FILE = str(tmp_path / "kept" / "seals.txt")
    return tmp_path / "kept" / "seals.txt"


def mails():
    return Message.objects.filter(name="audit_head").order_by("pk")


def test_each_auditor_gets_it_once_a_day_also_on_sundays(cast, file):
    roles.appoint(cast.gus, role=Role.AUDITOR, by=None)
    sealing.seal_all()
    seal = audit.head()
    count = roles.holders(Role.AUDITOR).count()
    assert hand_out(at=SUNDAY) == count >= 1
    assert hand_out(at=SUNDAY + dt.timedelta(hours=2)) == 0
    [first, *_] = mails()
    assert str(seal) in first.text
    assert f"Seal {seal.pk} of the audit trail" in first.subject
    event = audit.events(act="audit.head_mailed").get()
    assert event.after == {"number": seal.pk, "digest": seal.hash, "mails": count}
    assert hand_out(at=SUNDAY + DAY) == count
    assert mails().count() == 2 * count


def test_it_speaks_spanish_with_who_chose_it(cast, file):
    cast.gus.language = "es"
    cast.gus.save(update_fields=["language"])
    roles.appoint(cast.gus, role=Role.AUDITOR, by=None)
    sealing.seal_all()
    hand_out(at=SUNDAY)
    mail = mails().get(person=cast.gus)
    assert "Guarde este mensaje" in mail.text
    assert str(audit.head()) in mail.text


def test_nobody_is_written_to_at_night_nor_before_there_is_a_seal(cast, file):
    assert hand_out(at=SUNDAY) == 0
    audit.record("x.y", by=None)
    sealing.seal_all()
    assert audit.head()
    assert hand_out(at=SUNDAY.replace(hour=8)) == 0
    assert not file.exists()


def test_it_is_noted_in_a_file_once_a_day(cast, file):
    audit.record("x.y", by=None)
    sealing.seal_all()
    first = audit.head()
    for _ in range(2):
        hand_out(at=SUNDAY)
    audit.record("x.y", by=None)
    sealing.seal_all()
    hand_out(at=SUNDAY + DAY)
    assert file.read_text().splitlines() == [
        f"{first} 2026-11-29",
        f"{audit.head()} 2026-11-30",
    ]
    assert last_noted(file) == [str(audit.head()), "2026-11-30"]
    kept = keeping.read(file.read_text().splitlines())
    assert kept == {seal.pk: seal.hash for seal in (first, audit.head())}


def test_a_file_that_can_not_be_written_keeps_no_mail_back(cast, file, caplog):
    file.parent.write_text("a file where a folder should be")
    audit.record("x.y", by=None)
    sealing.seal_all()
    assert hand_out(at=SUNDAY) >= 1
    assert "SEALS_FILE can't be written" in caplog.text


def test_the_clock_does_it(cast, monkeypatch):
    called = []
    monkeypatch.setattr(handing_out_seals, "hand_out", lambda: called.append(1))
    tasks.hand_out_seals()
    assert called
