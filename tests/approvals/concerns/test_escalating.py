"""What nobody reads goes up, by night where the district says so; drafts left lying are chased."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
import time_machine

from approvals.concerns import (
    chasing,
    closing,
    escalating,
    handling,
    reseating,
    seating,
    tasks,
    watching,
)
from approvals.concerns.models import Concern
from district_portal.district.models import District
from district_portal.mailing.models import Message
from district_portal.schooldays.hours import worked_between
from district_portal.schooldays.models import Closure
from tests.factories import concerns as factory

pytestmark = pytest.mark.django_db
Kind = Concern.Kind
MONDAY = dt.datetime(2026, 9, 14, 15, tzinfo=dt.UTC)  # 10:00 in the district
FRIDAY = dt.datetime(2026, 9, 18, 21, tzinfo=dt.UTC)  # 16:00


def after(hours, *, since=MONDAY):
    return since + dt.timedelta(hours=hours)


def mails(concern, name="concern_waiting"):
    return [mail.person.given_name for mail in Message.objects.filter(name=name).order_by("pk")]


def test_unread_it_goes_up_level_by_level_and_then_again_and_again(cast):
    concern = factory.reported(cast.lou, kind=Kind.COMMUNICATION, at=MONDAY)
    assert escalating.escalate(at=after(3.9)) == 0
    for hours, told, here in (
        (4, ["Ada", "Pat"], {cast.pat, cast.ada}),
        (8, ["Bea", "Pat", "Ada"], {cast.pat, cast.ada, cast.bea}),
        (12, ["Pat", "Ada", "Bea"], {cast.pat, cast.ada, cast.bea}),
        (16, ["Pat", "Ada", "Bea"], {cast.pat, cast.ada, cast.bea}),
    ):
        before = len(mails(concern))
        assert escalating.escalate(at=after(hours)) == 1
        assert escalating.escalate(at=after(hours)) == 0, "twice is harmless"
        assert mails(concern)[before:] == told
        assert factory.receivers(concern) == here
    concern.refresh_from_db()
    assert concern.level == 3


def test_what_went_up_is_told_so_to_whom_it_reached_by_that(cast):
    concern = factory.reported(cast.lou, kind=Kind.COMMUNICATION, at=MONDAY)
    escalating.escalate(at=after(4))
    mail = Message.objects.get(name="concern_waiting", person=cast.ada)
    assert "came to you because nobody had read it in time" in mail.text
    assert [(act.what, act.by, act.at) for act in concern.acts.all()] == [
        ("escalated", None, after(4))
    ]
    for hours in (8, 12, 16):
        escalating.escalate(at=after(hours))
    assert concern.acts.count() == 2, "nobody stands above the Board officer"


def test_a_mail_about_what_still_waits_says_so(cast):
    factory.reported(cast.lou, kind=Kind.COMMUNICATION, at=MONDAY)
    escalating.escalate(at=after(4))
    again = Message.objects.filter(name="concern_waiting", person=cast.pat).order_by("pk").last()
    assert again.subject == "A concern still waits for you"


@pytest.mark.parametrize("level", [1, 2])
def test_what_somebody_has_read_goes_no_further(cast, level):
    concern = factory.reported(cast.lou, kind=Kind.COMMUNICATION, at=MONDAY)
    if level == 2:
        escalating.escalate(at=after(4))
    concern.receivers.filter(level=level).update(read_at=after(5))
    assert escalating.escalate(at=after(100)) == 0


def test_what_is_opened_again_goes_up_until_somebody_looks_again(cast):
    concern = factory.reported(cast.lou, kind=Kind.COMMUNICATION, at=MONDAY)
    watching.look(concern, by=cast.pat, at=after(1))
    closing.close(concern, by=cast.pat, outcome="Settled", once=uuid4(), at=after(2))
    closing.reopen(concern, by=cast.ada, reason="New facts", once=uuid4(), at=after(50))
    assert factory.receivers(concern) == {cast.pat}
    assert escalating.escalate(at=after(53)) == 0
    assert escalating.escalate(at=after(54)) == 1
    watching.look(concern, by=cast.pat, at=after(55))
    assert escalating.escalate(at=after(150)) == 0


def test_who_opened_it_again_has_read_it(cast):
    concern = factory.reported(cast.lou, kind=Kind.COMMUNICATION, at=MONDAY)
    watching.look(concern, by=cast.pat, at=after(1))
    closing.close(concern, by=cast.pat, outcome="Settled", once=uuid4(), at=after(2))
    closing.reopen(concern, by=cast.pat, reason="New facts", once=uuid4(), at=after(50))
    assert escalating.escalate(at=after(150)) == 0


@pytest.mark.parametrize("name", ["pat", "ada"])
def test_where_somebody_acts_it_goes_no_further(cast, name):
    concern = factory.reported(cast.lou, kind=Kind.COMMUNICATION, at=MONDAY)
    by = getattr(cast, name)
    handling.record(handling.What.POLICE, concern, by=by, text="By me", once=uuid4(), at=after(1))
    assert escalating.escalate(at=after(100)) == 0


def test_that_somebody_looked_who_was_added_does_not_stop_it(cast):
    concern = factory.reported(cast.lou, kind=Kind.COMMUNICATION, at=MONDAY)
    factory.joined(concern, cast.hana, by=cast.ada)
    watching.look(concern, by=cast.hana, at=after(1))
    assert escalating.escalate(at=after(100)) == 1


def test_what_is_closed_goes_no_further(cast):
    concern = factory.reported(cast.lou, kind=Kind.COMMUNICATION, at=MONDAY)
    Concern.objects.update(state="closed", closed_at=after(1))
    assert escalating.escalate(at=after(100)) == 0
    assert reseating.check(at=after(100)) == 0
    assert factory.receivers(concern) == {cast.pat}


def test_when_the_only_reader_is_gone_it_is_unread_again_from_then_on(cast):
    concern = factory.reported(cast.lou, kind=Kind.COMMUNICATION, at=MONDAY)
    concern.receivers.update(read_at=after(1))
    cast.pat.postings.update(on_leave=True)
    reseating.check(at=after(50))
    assert factory.receivers(concern) == {cast.ada}
    assert escalating.escalate(at=after(53)) == 0
    assert escalating.escalate(at=after(54)) == 1


def test_nights_and_days_without_school_count_only_where_the_district_says_so(cast):
    by_day = factory.reported(cast.lou, kind=Kind.CONFIDENTIAL, at=FRIDAY)
    always = factory.reported(cast.gus, kind=Kind.COMMUNICATION, at=FRIDAY)
    assert escalating.escalate(at=after(5, since=FRIDAY)) == 1
    always.refresh_from_db()
    assert always.level == 2
    always.receivers.update(read_at=FRIDAY)
    monday = dt.datetime(2026, 9, 21, 15, tzinfo=dt.UTC)  # 10:00: one hour on Friday, three today
    assert escalating.escalate(at=monday - dt.timedelta(minutes=1)) == 0
    assert escalating.escalate(at=monday) == 1
    by_day.refresh_from_db()
    assert by_day.level == 2


def test_the_district_sets_the_hours_and_the_kinds(cast):
    District.objects.update(concern_unread_hours=1, concern_day_and_night=["conduct"])
    factory.reported(cast.lou, kind=Kind.CONDUCT, at=FRIDAY)
    other = factory.reported(cast.gus, kind=Kind.COMMUNICATION, at=after(1, since=FRIDAY))
    assert escalating.escalate(at=after(2, since=FRIDAY)) == 1
    other.refresh_from_db()
    assert other.level == 1


@pytest.mark.parametrize(
    ("since", "at", "hours"),
    [
        ("2026-09-14 10:00", "2026-09-14 12:30", 2.5),
        ("2026-09-14 16:00", "2026-09-15 08:00", 2),
        ("2026-09-11 16:00", "2026-09-14 08:00", 2),
        ("2026-09-12 10:00", "2026-09-13 20:00", 0),
        ("2026-09-16 10:00", "2026-09-18 08:00", 8),
        ("2026-09-14 18:00", "2026-09-14 19:00", 0),
        ("2026-10-30 16:00", "2026-11-02 08:00", 2),
    ],
)
def test_hours_of_school_days_are_counted(cast, since, at, hours):
    Closure.objects.create(first_day="2026-09-17", last_day="2026-09-17", name="Storm")
    zone = dt.timezone(dt.timedelta(hours=-5))
    first, last = (dt.datetime.fromisoformat(text).replace(tzinfo=zone) for text in (since, at))
    if at.startswith("2026-11"):  # clocks were put back in between
        last += dt.timedelta(hours=1)
    assert worked_between(first, last) == dt.timedelta(hours=hours)


def test_a_draft_left_lying_is_chased_then_once_a_school_day(cast):
    factory.drafted(cast.lou, kind=Kind.COMMUNICATION, at=MONDAY)
    chased = [chasing.chase(at=after(hours)) for hours in (3, 4, 5, 14, 24, 25, 48)]
    assert chased == [0, 1, 0, 0, 1, 0, 1]
    mail = Message.objects.filter(name="concern_draft").first()
    assert mail.person == cast.lou
    assert "drafts/" in mail.text


def test_who_saves_a_draft_anew_is_left_alone_for_a_while(cast):
    draft = factory.drafted(cast.lou, kind=Kind.COMMUNICATION, at=MONDAY)
    chasing.chase(at=after(4))
    factory.drafted(cast.lou, kind=Kind.COMMUNICATION, once=draft.once, at=after(24))
    assert chasing.chase(at=after(25)) == 0
    assert chasing.chase(at=after(28)) == 1


def test_what_was_sent_is_not_chased(cast):
    factory.reported(cast.lou, kind=Kind.COMMUNICATION, at=MONDAY)
    assert chasing.chase(at=after(100)) == 0


def test_the_clock_does_all_of_it(cast):
    concern = factory.reported(cast.lou, kind=Kind.COMMUNICATION)
    with time_machine.travel(concern.sent_at + dt.timedelta(hours=5), tick=False):
        tasks.sweep()
        tasks.sweep()
    assert factory.receivers(concern) == {cast.pat, cast.ada}


def test_one_concern_that_fails_stops_no_other(cast, monkeypatch, caplog):
    broken, other = (
        factory.reported(by, kind=Kind.COMMUNICATION, at=MONDAY) for by in (cast.lou, cast.gus)
    )
    lock = seating.lock

    def fails(pk):
        if pk == broken.pk:
            raise RuntimeError("one row is broken")
        return lock(pk)

    monkeypatch.setattr(seating, "lock", fails)
    with time_machine.travel(after(5), tick=False):
        tasks.sweep()
    other.refresh_from_db()
    assert other.level == 2
    assert f"failed with {broken.pk}" in caplog.text
