"""Whoever looks after technology is mailed once what is not well, and once when it is over."""

from __future__ import annotations

import datetime as dt
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError
from django.utils import timezone

from accounts import roles as given
from accounts.models import RoleGrant
from district_portal import mailing
from district_portal.mailing.models import Message
from district_portal.operations import alarms, health
from district_portal.operations.looks import database, servers, work
from district_portal.operations.models import Alarm
from district_portal.permissions import Role
from tests.factories import concerns

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)
NOW = timezone.now()


@pytest.fixture(autouse=True)
def looks(monkeypatch):
    """Only these are looked at, whose outcome the tests hold in their hands."""
    monkeypatch.setattr(health, "SOUGHT", (work.clock,))
    monkeypatch.setattr(health, "LOOKS", (servers.broker,))
    monkeypatch.setattr(health, "THOROUGH", ())


def sounded(*minutes):
    """Look at these minutes, while the clock goes on; answers how many mails each queued."""
    return [alarms.sound(at=NOW + minute * MINUTE) for minute in minutes]


def mails():
    return list(Message.objects.filter(name__startswith="alarm_").order_by("queued_at", "pk"))


def silent_at(minute):
    """The clock last woke a worker so long before that minute that it is wrong."""
    health.tick(at=NOW + minute * MINUTE - health.LONGEST - MINUTE)


def test_one_mail_when_it_begins_one_when_it_is_over_and_none_between(cast):
    silent_at(0)
    assert sounded(0, 1, 4) == [0, 0, 0], "it may be over soon"
    assert sounded(5, 6, 7, 60, 600) == [1, 0, 0, 0, 0]
    [mail] = mails()
    assert (mail.person, mail.name) == (cast.tom, "alarm_begun")
    assert mail.subject == "Something is not well: Clock and workers"
    assert "A worker was last woken" in mail.text
    assert "Exactly one beat must run." in mail.text
    health.tick(at=NOW + 601 * MINUTE)
    assert sounded(601, 614) == [0, 0], "it may come back"
    assert sounded(615, 615) == [1, 0]
    [over] = Message.objects.filter(name="alarm_over")
    assert over.subject == "Well again: Clock and workers"
    health.tick(at=NOW + 640 * MINUTE)
    assert sounded(641) == [0]
    assert sounded(700, 706) == [0, 1], "what comes again is a new matter"


def test_what_comes_and_goes_is_one_matter(cast):
    silent_at(0)
    sounded(0, 5)
    for minute in (10, 20, 30):
        health.tick(at=NOW + minute * MINUTE)
        assert sounded(minute) == [0]
        silent_at(minute + 5)
        assert sounded(minute + 5) == [0]
    assert len(mails()) == 1


def test_what_is_over_before_it_is_told_is_no_news(cast):
    silent_at(0)
    sounded(0, 3)
    health.tick(at=NOW + 4 * MINUTE)
    assert sounded(4, 18) == [0, 0]
    assert not mails()


def test_each_matter_has_a_mail_of_its_own(cast, broker_away):
    silent_at(0)
    assert sounded(0, 5, 6) == [0, 2, 0]
    assert {mail.subject.partition(": ")[2] for mail in mails()} == {"Broker", "Clock and workers"}


def test_each_coordinator_is_told_and_who_is_none_any_more_is_not(cast):
    given.appoint(cast.hana, role=Role.TECHNOLOGY_COORDINATOR, by=None)
    silent_at(0)
    assert sounded(0, 5) == [0, 2]
    RoleGrant.objects.filter(person=cast.hana, role=Role.TECHNOLOGY_COORDINATOR).delete()
    health.tick(at=NOW + 30 * MINUTE)
    assert sounded(30) == [1]
    assert mails()[-1].person == cast.tom


def test_nobody_is_told_of_a_mail_about_a_concern_about_themselves(cast, monkeypatch):
    monkeypatch.setattr(health, "SOUGHT", (work.clock, work.mail))
    given.appoint(cast.hana, role=Role.TECHNOLOGY_COORDINATOR, by=None)
    health.tick(at=NOW)
    concerns.reported(cast.lou, about=cast.hana)
    Message.objects.update(state="failed")
    sounded(0, 5)
    assert {mail.person for mail in mails()} == {cast.tom}


def test_the_database_itself_keeps_one_alarm_while_it_lasts(cast):
    silent_at(0)
    sounded(0, 5)
    [alarm] = Alarm.objects.all()
    alarm.pk = None
    with pytest.raises(IntegrityError, match="told_once_while_it_lasts"):
        alarm.save(force_insert=True)


def test_it_speaks_the_language_of_who_reads_it(cast):
    cast.tom.language = "es"
    cast.tom.save()
    silent_at(0)
    sounded(0, 5)
    [mail] = mails()
    assert mail.subject == "Algo no está bien: Reloj y procesos"
    assert "A worker" not in mail.text
    assert "Start them" not in mail.text


def test_what_is_wrong_with_the_database_is_an_alarm(cast, monkeypatch):
    monkeypatch.setattr(health, "LOOKS", (database.database,))
    health.tick(at=NOW)
    assert sounded(0, 5) == [0, 1]
    assert mails()[0].subject == "Something is not well: Roles of the database"


def test_where_no_worker_is_woken_the_command_sends_the_mail_itself(cast, smtp_server):
    health.tick(at=timezone.now() - health.LONGEST - MINUTE)
    mailing.queue("trial", key="x", to=cast.lou, context={})
    out = StringIO()
    call_command("sound_alarms", stdout=out)
    assert "1 sent from here" in out.getvalue()
    health.tick()
    mailing.queue("trial", key="y", to=cast.lou, context={})
    call_command("sound_alarms", stdout=out)
    assert Message.objects.get(key="y").state == "queued"
