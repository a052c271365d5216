from __future__ import annotations

import datetime as dt
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from accounts import roles
from accounts.models import RoleGrant
from approvals.concerns import clocks, closing, handling, watching
from approvals.concerns.handling import ActError
from approvals.concerns.models import Act, Clock, Concern, StatePack
from approvals.concerns.packs import keeping, reading
from district_portal import audit
from district_portal.district.current import today
from district_portal.mailing.models import Message
from district_portal.operations import health
from district_portal.permissions import Role
from district_portal.schooldays.models import Closure
from tests.factories.concerns import SAMPLE, pack_in_use, reported

CHICAGO = ZoneInfo("America/Chicago")
What, Kind = Act.What, Concern.Kind
MONDAY = dt.datetime(2026, 11, 9, 10, tzinfo=CHICAGO)
HOUR = dt.timedelta(hours=1)


def conduct(cast, **more):
    return reported(cast.lou, kind=Kind.CONDUCT, about=cast.gus, at=MONDAY, **more)


def end_of(day):
    return dt.datetime.combine(day, dt.time.max, tzinfo=CHICAGO)


def mails(name):
    return sorted(Message.objects.filter(name=name).values_list("person__given_name", flat=True))


def test_no_clock_runs_where_no_pack_is_in_use(cast):
    keeping.bring_in(SAMPLE, file="sample.toml", by=cast.ada)
    watching.look(conduct(cast), by=cast.pat, at=MONDAY)
    assert not Clock.objects.exists()


def test_what_is_made_up_is_used_in_a_demo_district_alone(cast, settings):
    brought = keeping.bring_in(SAMPLE, file="sample.toml", by=cast.ada)
    with pytest.raises(keeping.FictionalError):
        keeping.use(brought, by=cast.ada)
    assert keeping.in_use() is None
    settings.DEMO = True
    keeping.use(brought, by=cast.ada)
    assert keeping.in_use() == brought


def test_sending_and_reading_start_what_the_pack_says(cast, pack):
    concern = conduct(cast)
    assert [clock.duty for clock in concern.clocks.all()] == ["report_to_county"]
    watching.look(concern, by=cast.lou, at=MONDAY + HOUR)
    assert concern.clocks.count() == 1
    watching.look(concern, by=cast.pat, at=MONDAY + 2 * HOUR)
    watching.look(concern, by=cast.ada, at=MONDAY + 3 * HOUR)
    by_duty = {clock.duty: clock for clock in concern.clocks.all()}
    assert by_duty["report_to_county"].due_at == MONDAY + dt.timedelta(hours=24)
    told = by_duty["tell_parents"]
    assert told.started_at == MONDAY + 2 * HOUR
    assert told.due_at == end_of(MONDAY)
    assert reported(cast.lou, at=MONDAY).clocks.get().duty == "secure_records"


def test_a_clock_stays_as_it_began_when_the_pack_changes(cast, pack):
    clock = conduct(cast).clocks.get()
    later = pack_in_use(by=cast.ada, content=SAMPLE.replace(b'"24 hours"', b'"12 hours"'))
    clock.refresh_from_db()
    assert clock.due_at == MONDAY + dt.timedelta(hours=24)
    assert conduct(cast).clocks.get().due_at == MONDAY + dt.timedelta(hours=12)
    assert StatePack.objects.get(in_use=True) == later
    assert StatePack.objects.count() == 2
    with pytest.raises(Exception, match="Cannot"):
        Clock.objects.filter(pk=clock.pk).update(due_at=MONDAY)


def test_an_act_meets_it_as_of_when_it_was_done(cast, pack):
    concern = conduct(cast)
    late = MONDAY + dt.timedelta(hours=30)
    handling.record(What.TALKED, concern, by=cast.pat, text="By me", once=uuid4(), at=late)
    assert clocks.running(concern).count() == 1
    handling.record(
        What.POLICE,
        concern,
        by=cast.pat,
        text="By me",
        done_at=MONDAY + HOUR,
        once=uuid4(),
        at=late,
    )
    clock = concern.clocks.get()
    assert clock.in_time
    assert clock.act.by == cast.pat
    assert clock.met_at == MONDAY + HOUR


def test_what_is_done_late_is_met_late(cast, pack):
    concern = conduct(cast)
    late = MONDAY + dt.timedelta(hours=30)
    clocks.sweep(at=late)
    handling.record(What.POLICE, concern, by=cast.pat, text="By me", once=uuid4(), at=late + HOUR)
    clock = concern.clocks.get()
    assert (clock.in_time, clock.missed_at, clock.met_at) == (False, late, late + HOUR)


def test_those_who_deal_with_it_are_reminded_once_in_time_and_told_once_when_missed(cast, pack):
    concern = conduct(cast)
    assert clocks.sweep(at=MONDAY + 11 * HOUR) == 0
    assert clocks.sweep(at=MONDAY + 12 * HOUR) == 1
    assert clocks.sweep(at=MONDAY + 13 * HOUR) == 0
    assert mails("concern_due") == ["Pat"]
    assert clocks.sweep(at=MONDAY + 24 * HOUR) == 0
    missed = MONDAY + 25 * HOUR
    assert clocks.sweep(at=missed) == 2
    assert clocks.sweep(at=missed + HOUR) == 0
    assert mails("concern_overdue") == ["Ada", "Pat"]
    assert concern.clocks.get().missed_at == missed
    assert audit.history(concern).filter(act="concerns.duty_missed").count() == 1


def test_the_mails_say_neither_what_it_is_nor_where_nor_about_whom(cast, pack):
    conduct(cast)
    clocks.sweep(at=MONDAY + 12 * HOUR)
    clocks.sweep(at=MONDAY + 25 * HOUR)
    for mail in Message.objects.filter(name__in=["concern_due", "concern_overdue"]):
        whole = mail.subject + mail.text + mail.html
        assert "C2026-" in whole
        for word in ("Northside", "Gus", "Lou", "county", "police", "harass", "§", "conduct"):
            assert word.lower() not in whole.lower()


def test_a_long_clock_rests_at_night(cast, pack):
    friday = dt.datetime(2026, 11, 13, 22, tzinfo=CHICAGO)
    reported(cast.lou, at=friday)
    assert Clock.objects.get().due_at == end_of(dt.date(2026, 11, 17))
    assert clocks.sweep(at=dt.datetime(2026, 11, 16, 3, tzinfo=CHICAGO)) == 0
    assert clocks.sweep(at=dt.datetime(2026, 11, 16, 8, tzinfo=CHICAGO)) == 1


def test_a_district_administrator_whom_it_is_about_is_told_nothing(cast, pack):
    reported(cast.lou, kind=Kind.CONDUCT, about=cast.ada, at=MONDAY)
    clocks.sweep(at=MONDAY + 12 * HOUR)
    clocks.sweep(at=MONDAY + 25 * HOUR)
    assert mails("concern_overdue") == ["Bea"]


def test_whom_its_subject_made_an_administrator_since_is_told_nothing(cast, pack):
    reported(cast.lou, kind=Kind.CONDUCT, about=cast.ada, at=MONDAY)
    for who, giver in ((cast.theo, cast.ada), (cast.hana, cast.bea)):
        roles.appoint(who, role=Role.DISTRICT_ADMINISTRATOR, by=giver)
        RoleGrant.objects.filter(person=who).update(since=today(MONDAY))
    clocks.sweep(at=MONDAY + 25 * HOUR)
    assert mails("concern_overdue") == ["Bea", "Hana"]


def test_an_administrator_who_reported_it_is_told_nothing_of_a_missed_duty(cast, pack):
    reported(cast.ada, kind=Kind.CONDUCT, about=cast.gus, at=MONDAY)
    clocks.sweep(at=MONDAY + 25 * HOUR)
    assert "Ada" not in mails("concern_overdue")


def test_a_duty_that_does_not_apply_ends_with_a_reason_and_can_be_met_after_all(cast, pack):
    concern = conduct(cast)
    clock = concern.clocks.get()
    with pytest.raises(ActError, match="Say why"):
        handling.does_not_apply(clock, by=cast.pat, reason="", once=uuid4())
    with pytest.raises(Concern.DoesNotExist):
        handling.does_not_apply(clock, by=cast.lou, reason="So", once=uuid4())
    handling.does_not_apply(clock, by=cast.pat, reason="No child is in danger", once=uuid4())
    clock.refresh_from_db()
    assert clock.does_not_apply
    with pytest.raises(ActError, match="meanwhile"):
        handling.does_not_apply(clock, by=cast.pat, reason="Again", once=uuid4())
    assert clocks.sweep(at=MONDAY + 25 * HOUR) == 0
    handling.record(What.POLICE, concern, by=cast.pat, text="By me", once=uuid4())
    clock.refresh_from_db()
    assert not clock.does_not_apply
    assert clock.met_at


def test_it_is_not_closed_while_nothing_is_recorded_of_a_duty(cast, pack):
    concern = conduct(cast)
    with pytest.raises(ActError, match="nothing is recorded yet"):
        closing.close(concern, by=cast.pat, outcome="Settled", once=uuid4())
    handling.record(What.POLICE, concern, by=cast.pat, text="By me", once=uuid4())
    closing.close(concern, by=cast.pat, outcome="Settled", once=uuid4())


def test_what_runs_for_a_person_is_what_they_receive(cast, pack):
    concern = conduct(cast)
    assert clocks.of_person(cast.pat).get().concern == concern
    assert not clocks.of_person(cast.gus).exists()
    assert not clocks.of_person(cast.ada).exists()


def test_a_pack_that_is_taken_out_of_use_starts_nothing_and_stays_kept(cast, pack):
    keeping.end(pack, by=cast.ada)
    keeping.end(pack, by=cast.ada)
    assert not conduct(cast).clocks.exists()
    assert keeping.reporters() == ""
    assert audit.history(pack).filter(act="state_packs.ended").count() == 1


def test_the_same_file_is_one_pack(cast, pack):
    assert pack_in_use(by=cast.ada) == pack


def test_a_pack_whose_last_check_is_over_a_year_ago_is_old(pack):
    assert not keeping.is_old(pack, day=dt.date(2027, 8, 3))
    assert keeping.is_old(pack, day=dt.date(2027, 8, 4))


def test_in_the_last_second_of_the_day_it_can_be_sent_and_read(cast):
    pack_in_use(by=cast.ada, content=SAMPLE.replace(b'starts = "read"', b'starts = "sent"'))
    late = dt.datetime(2026, 11, 9, 23, 59, 59, 500_000, tzinfo=CHICAGO)
    concern = reported(cast.lou, kind=Kind.CONDUCT, about=cast.gus, at=late)
    assert concern.clocks.filter(due_at__gte=late).count() == 2
    watching.look(concern, by=cast.pat, at=late)


def test_a_pack_that_can_t_be_read_any_more_stops_nobody_who_reports(cast, pack, monkeypatch):
    monkeypatch.setattr(reading, "KINDS", ("confidential", "communication"))
    concern = conduct(cast)
    assert concern.state == Concern.State.OPEN
    assert not concern.clocks.exists()
    assert keeping.reporters() == ""
    told = [finding.words for finding in health.findings(cast.tom) if finding.part == "Concerns"]
    assert any("state pack in use can’t be read" in words for words in told)


def test_where_no_school_day_comes_every_day_counts(cast):
    pack_in_use(by=cast.ada)
    Closure.objects.create(
        name="Flood", first_day=dt.date(2026, 11, 1), last_day=dt.date(2028, 11, 1)
    )
    due = reported(cast.lou, kind=Kind.CONFIDENTIAL, at=MONDAY).clocks.get().due_at
    assert MONDAY < due < MONDAY + dt.timedelta(days=31)


def test_what_met_a_duty_stays(cast, pack):
    concern = conduct(cast)
    watching.look(concern, by=cast.pat, at=MONDAY)
    handling.record(
        What.PARENTS, concern, by=cast.pat, text="By me", once=uuid4(), at=MONDAY + HOUR
    )
    met = concern.clocks.get(duty="tell_parents")
    assert met.met_at
    for change in ({"act": None, "met_at": None}, {"met_at": MONDAY}):
        with pytest.raises(IntegrityError, match="what became of a duty"), transaction.atomic():
            Clock.objects.filter(pk=met.pk).update(**change)


def test_what_is_closed_starts_no_clock_and_opened_again_starts_those_of_its_reading(cast):
    concern = conduct(cast)
    pack_in_use(by=cast.ada)
    closing.close(concern, by=cast.ada, outcome="Settled", once=uuid4(), at=MONDAY + HOUR)
    watching.look(concern, by=cast.pat, at=MONDAY + 2 * HOUR)
    assert not concern.clocks.exists()
    assert clocks.sweep(at=MONDAY + 40 * HOUR) == 0
    opened = MONDAY + 50 * HOUR
    closing.reopen(concern, by=cast.pat, reason="It went on", once=uuid4(), at=opened)
    clock = concern.clocks.get()
    assert (clock.duty, clock.started_at) == ("tell_parents", opened)


def test_nobody_is_told_of_a_clock_of_what_is_closed(cast, pack):
    concern = conduct(cast)
    Concern.objects.filter(pk=concern.pk).update(state="closed", closed_at=MONDAY + HOUR)
    assert clocks.sweep(at=MONDAY + 40 * HOUR) == 0
    assert not concern.clocks.filter(missed_at__isnull=False).exists()


def test_what_was_done_before_a_clock_began_meets_it(cast, pack):
    concern = conduct(cast)
    done = MONDAY - 3 * HOUR
    for more in ({"done_at": done}, {}):
        handling.record(
            What.PARENTS, concern, by=cast.ada, text="By me", once=uuid4(), at=MONDAY + HOUR, **more
        )
    watching.look(concern, by=cast.pat, at=MONDAY + 2 * HOUR)
    clock = concern.clocks.get(duty="tell_parents")
    assert (clock.met_at, clock.act.done_at, clock.in_time) == (done, done, True)
    assert clocks.running(concern).get().duty == "report_to_county"


def test_a_call_before_the_report_is_recorded_with_its_time(cast, pack):
    concern = conduct(cast)
    called = MONDAY - dt.timedelta(days=2)
    handling.record(
        What.POLICE,
        concern,
        by=cast.pat,
        text="By me",
        done_at=called,
        once=uuid4(),
        at=MONDAY + HOUR,
    )
    assert concern.clocks.get().met_at == called


def test_what_was_said_not_to_apply_is_asked_anew_once_it_is_opened_again(cast, pack):
    concern = conduct(cast)
    handling.record(What.PARENTS, concern, by=cast.pat, text="By me", once=uuid4(), at=MONDAY)
    for start in (MONDAY, MONDAY + 50 * HOUR):
        clock = clocks.running(concern).get()
        assert clock.started_at == start
        handling.does_not_apply(clock, by=cast.pat, reason="No harm", once=uuid4(), at=start)
        closing.close(concern, by=cast.pat, outcome="Settled", once=uuid4(), at=start + HOUR)
        again = start + 50 * HOUR
        closing.reopen(concern, by=cast.pat, reason="New facts", once=uuid4(), at=again)
    act = handling.record(
        What.POLICE, concern, by=cast.pat, text="By me", once=uuid4(), at=again + HOUR
    )
    asked = concern.clocks.filter(duty="report_to_county").order_by("pk")
    assert [(row.act == act, row.does_not_apply) for row in asked] == [
        (False, True),
        (False, True),
        (True, False),
    ]
    closing.close(concern, by=cast.pat, outcome="Settled", once=uuid4(), at=again + HOUR)
    closing.reopen(concern, by=cast.pat, reason="More", once=uuid4(), at=again + 2 * HOUR)
    assert not clocks.running(concern).exists()
