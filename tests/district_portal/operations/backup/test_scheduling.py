"""One backup a day by itself, and since when one is missing."""

from __future__ import annotations

import datetime as dt

import pytest

from district_portal.district.current import zone
from district_portal.operations import health
from district_portal.operations.backup import making, noting, scheduling
from district_portal.operations.backup.refusing import BackupError, BusyError
from district_portal.operations.looks import backups as looks
from district_portal.operations.models import Backup

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 11)
HOUR = dt.timedelta(hours=1)


def at(hour, *, days=0):
    """That hour by the district's clock, on DAY or so many days later."""
    return dt.datetime.combine(DAY + dt.timedelta(days=days), dt.time(hour), tzinfo=zone())


@pytest.fixture
def made(monkeypatch, settings, tmp_path, cast):
    """Backups are only noted; what is set here is raised instead."""
    settings.BACKUP_DIR, settings.BACKUP_HOUR = str(tmp_path), 2
    told = []

    def make(parent, *, keep, recipient, for_day, at):
        run = noting.begin(parent / f"backup-{len(told)}", for_day=for_day, at=at)
        told.append(run)
        if failing:
            noting.fail(run, "The disk is full.", at=at)
            raise BackupError("The disk is full.")
        noting.succeed(run, size=12_345_678, at=at + dt.timedelta(seconds=4))
        return run

    failing = []
    told_and_failing = (told, failing)
    monkeypatch.setattr(making, "make", make)
    return told_and_failing


def test_one_a_day_from_its_hour_on(made):
    assert scheduling.take_turn(at=at(1)) is None
    assert scheduling.take_turn(at=at(2)).for_day == DAY
    assert scheduling.take_turn(at=at(3)) is None
    assert scheduling.take_turn(at=at(2, days=1)).for_day == DAY + dt.timedelta(days=1)


def test_none_without_a_folder(made, settings):
    settings.BACKUP_DIR = ""
    assert scheduling.take_turn(at=at(2)) is None
    assert not overdue(at(2, days=9))


def test_one_that_failed_is_tried_again_after_an_hour(made):
    told, failing = made
    failing.append(True)
    for minutes in (0, 15, 30, 45, 59):
        assert scheduling.take_turn(at=at(2) + dt.timedelta(minutes=minutes)) is None
    assert len(told) == 1
    failing.clear()
    assert scheduling.take_turn(at=at(3) + dt.timedelta(minutes=1))
    assert Backup.objects.filter(for_day=DAY).count() == 2


def test_another_machine_that_is_at_it_is_left_alone(made, monkeypatch):
    def busy(*_args, **_told):
        raise BusyError("wait")

    monkeypatch.setattr(making, "make", busy)
    assert scheduling.take_turn(at=at(2)) is None
    assert not Backup.objects.exists()


def test_what_fails_before_it_begins_is_noted_too(made, monkeypatch):
    def refused(*_args, **_told):
        raise BackupError("BACKUP_RECIPIENT is no public key")

    monkeypatch.setattr(making, "make", refused)
    scheduling.take_turn(at=at(2))
    assert "no public key" in Backup.objects.get().error


def overdue(moment):
    return scheduling.is_overdue(noting.standing(), at=moment)


def test_one_is_missing_when_the_last_is_too_old(made):
    _told, failing = made
    scheduling.take_turn(at=at(2))
    failing.append(True)
    scheduling.take_turn(at=at(2, days=1))
    assert not overdue(at(2) + scheduling.PATIENCE - HOUR)
    assert overdue(at(2) + scheduling.PATIENCE + dt.timedelta(minutes=1))
    failing.clear()
    scheduling.take_turn(at=at(2, days=2))
    assert not overdue(at(3, days=2))
    assert overdue(at(9, days=3))


def test_the_first_is_waited_for_from_the_first_try_on(made):
    _told, failing = made
    failing.append(True)
    scheduling.take_turn(at=at(2))
    assert not overdue(at(9))
    assert overdue(at(9, days=1))
    [found, *_] = looks.made(at(9, days=1))
    assert (found.state, found.matter) == (health.State.WRONG, "backup")
    assert "The disk is full." in found.words


def test_the_health_page_says_when_how_large_and_where(made, cast):
    def said(moment):
        return next(row for row in health.findings(cast.tom, at=moment) if row.part == "Backups")

    assert "None was made yet." in said(at(1)).words
    scheduling.take_turn(at=at(2))
    words = " ".join(found.words for found in looks.made(at(5)))
    assert "3 hours ago" in words
    assert "11.8\xa0MB in 4 s" in words
    assert "backup-0" in words
    late = said(at(9, days=1))
    assert late.state == health.State.WRONG
    assert "For more than a day none was made." in late.words
