"""Parents are told again in each school year; owners are reminded, then the account may lapse."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import Person
from approvals.registry import informing_parents, lapsing, parents_due, parents_reminders
from approvals.registry.models import Account, Lapse, ParentNotice
from approvals.registry.tasks import ask_for_notices
from district_portal import audit, mailing
from district_portal.district.models import District
from district_portal.mailing.models import Message
from tests.cast import call_the_cast
from tests.factories import approvals as factory
from tests.standing import standing

ASKED = dt.datetime(2026, 3, 2, 18, tzinfo=dt.UTC)
TOLD = dt.date(2026, 3, 10)
DUE = dt.date(2026, 8, 30)
"""Sixty days after July 1."""


def noon(day):
    return dt.datetime.combine(day, dt.time(18), tzinfo=dt.UTC)


def entered(cast, *, at=ASKED, **fields):
    known = {"manager": cast.hana, "place": cast.northside, **fields}
    return factory.registered(cast.lou, deciders=[cast.pat, cast.ada], at=at, **known)


def told(account, by, day=TOLD, **changes):
    said = {"told_on": day, "channel": "letter", "text": f"Dear parents, {day}", **changes}
    return informing_parents.record_notice(account, by=by, at=noon(day), **said)


@standing
def band(cast):
    """It writes to students; parents were told in March of the school year 2025–26."""
    account = entered(cast)
    told(account, cast.lou)
    account.refresh_from_db()
    return account


def owing(day):
    return list(parents_due.owing(day=day))


def suspend_since(day):
    District.objects.update(parents_suspend_on=day)


def mails(name):
    rows = Message.objects.filter(name=name).order_by("pk")
    return [(row.person.given_name, row.subject) for row in rows.select_related("person")]


def test_the_first_notice_counts_for_its_year_and_the_next_year_asks_again(cast, band):
    assert owing(dt.date(2026, 6, 30)) == []
    [owed] = owing(dt.date(2026, 7, 1))
    assert (owed, owed.due_on) == (band, DUE)
    told(band, cast.lou, day=dt.date(2026, 8, 20))
    assert owing(DUE) == []
    assert owing(dt.date(2027, 7, 1)) == [band]


def test_a_late_notice_of_the_year_before_does_not_count_for_this_one(cast, band):
    told(band, cast.lou, day=dt.date(2026, 6, 30))
    assert owing(DUE) == [band]


@pytest.mark.parametrize("state", ["waiting", "closed", "suspended"])
def test_only_what_is_live_owes_it(band, state):
    Account.objects.update(state=state, active_from=None if state == "waiting" else ASKED)
    assert owing(DUE) == []


def test_the_district_may_widen_it_to_what_students_follow_or_are_shown_in(cast):
    shown = entered(cast, writes_to_students="no", shows_students="yes", audience=["parents"])
    follow = entered(
        cast, writes_to_students="no", handle="@NorthsideChoir", name="Choir", audience=["students"]
    )
    neither = entered(
        cast, writes_to_students="no", handle="@NorthsideClub", name="Club", audience=["parents"]
    )
    assert {row.state for row in (shown, follow, neither)} == {"active"}
    assert owing(DUE) == []
    District.objects.update(parents_widened_on=dt.date(2026, 9, 10))
    found = owing(dt.date(2026, 9, 12))
    assert set(found) == {shown, follow}
    assert {row.due_on for row in found} == {dt.date(2026, 10, 10)}
    waits = entered(cast, writes_to_students="no", handle="@NorthsideArt", name="Art")
    assert waits.state == "waiting"


def test_the_owner_is_reminded_step_by_step_and_never_twice(cast, band):
    days = [DUE - dt.timedelta(days=41 - n) for n in range(80)]
    for day in days:
        for _time in range(2):
            parents_reminders.remind(at=noon(day))
    keys = Message.objects.filter(name="parents_due").order_by("pk").values_list("key", flat=True)
    sent = [key.rpartition(":")[2] for key in keys]
    assert sent == ["2026-07-31", "2026-08-24", "2026-08-31", "2026-09-14", "2026-09-28"]
    assert mails("parents_due")[0] == ("Lou", "Tell parents again: Northside Band")
    text = Message.objects.filter(name="parents_due").earliest("pk").text
    assert "Northside Band: is due on August 30, 2026" in text
    assert "suspended" not in text


def test_who_has_told_parents_is_left_alone(cast, band):
    told(band, cast.lou, day=dt.date(2026, 8, 3))
    parents_reminders.remind(at=noon(dt.date(2026, 8, 31)))
    assert mails("parents_due") == []


def test_the_mail_says_when_the_account_is_suspended(cast, band):
    suspend_since(dt.date(2026, 7, 1))
    parents_reminders.remind(at=noon(dt.date(2026, 8, 31)))
    text = Message.objects.get(name="parents_due").text
    assert "it is suspended on September 13, 2026 unless they are told" in text


def test_where_the_owner_has_left_the_managers_are_reminded_and_else_the_coordinator(cast, band):
    Person.objects.filter(pk=cast.lou.pk).update(is_active=False)
    band.managers.set([cast.lou, cast.hana])
    parents_reminders.remind(at=noon(dt.date(2026, 8, 31)))
    band.managers.set([cast.lou])
    parents_reminders.remind(at=noon(dt.date(2026, 9, 1)))
    assert [name for name, _subject in mails("parents_due")] == ["Hana", "Tom"]


def test_nothing_is_suspended_unless_the_district_says_so(band):
    assert lapsing.suspend_lapsed(at=noon(dt.date(2027, 5, 1))) == 0
    suspend_since(dt.date(2027, 5, 1))
    assert lapsing.suspend_lapsed(at=noon(dt.date(2027, 5, 14))) == 0
    assert lapsing.suspend_lapsed(at=noon(dt.date(2027, 5, 15))) == 1


def test_what_lapsed_is_suspended_with_its_reason_and_active_again_with_the_notice(cast, band):
    suspend_since(dt.date(2026, 7, 1))
    assert lapsing.suspend_lapsed(at=noon(dt.date(2026, 9, 12))) == 0
    for _time in range(2):
        lapsing.suspend_lapsed(at=noon(dt.date(2026, 9, 13)))
    band.refresh_from_db()
    assert band.state == "suspended"
    lapse = Lapse.objects.get()
    assert (lapse.school_year, lapse.due_on, lapse.lifted_at) == ("2026–27", DUE, None)
    assert sorted(name for name, _subject in mails("account_lapsed")) == ["Hana", "Lou"]
    told(band, cast.lou, day=dt.date(2026, 6, 29))
    band.refresh_from_db()
    assert band.state == "suspended"
    told(band, cast.lou, day=dt.date(2026, 9, 20))
    band.refresh_from_db()
    assert band.state == "active"
    acts = [event.act for event in audit.history(band)]
    assert acts.count("registry.lapsed") == acts.count("registry.resumed") == 1
    assert lapsing.suspend_lapsed(at=noon(dt.date(2027, 6, 1))) == 0


def test_a_suspension_for_another_reason_is_not_lifted_by_a_notice(cast, band):
    Account.objects.update(state="suspended")
    told(band, cast.lou, day=dt.date(2026, 9, 20))
    band.refresh_from_db()
    assert band.state == "suspended"


@pytest.mark.parametrize("pardon", ["setting", "widening"])
def test_what_the_district_asks_no_longer_is_active_again(cast, band, pardon):
    if pardon == "widening":
        Account.objects.update(writes_to_students=False, for_students=True)
        District.objects.update(parents_widened_on=dt.date(2026, 7, 1))
    suspend_since(dt.date(2026, 7, 1))
    lapsing.suspend_lapsed(at=noon(dt.date(2026, 10, 1)))
    band.refresh_from_db()
    assert band.state == "suspended"
    field = "parents_suspend_on" if pardon == "setting" else "parents_widened_on"
    District.objects.update(**{field: None})
    lapsing.suspend_lapsed(at=noon(dt.date(2026, 10, 2)))
    band.refresh_from_db()
    assert band.state == "active"
    assert Lapse.objects.get().lifted_at is not None


@pytest.mark.parametrize("told_of_it", [False, True])
def test_a_pardon_never_makes_active_what_must_rest_for_a_change(cast, told_of_it):
    account = entered(cast, writes_to_students="no")
    District.objects.update(parents_widened_on=dt.date(2026, 7, 1))
    suspend_since(dt.date(2026, 7, 1))
    lapsing.suspend_lapsed(at=noon(dt.date(2026, 10, 1)))
    asked = factory.change_of(account, by=cast.lou, writes_to_students="yes")
    asked = factory.send(factory.promise_all(asked), at=noon(dt.date(2026, 10, 2)))
    for person in (cast.pat, cast.ada):
        factory.decided(asked, by=person, at=noon(dt.date(2026, 10, 2)))
    account.refresh_from_db()
    assert account.state == "suspended"
    if told_of_it:
        told(account, cast.lou, day=dt.date(2026, 10, 3))
        lapsing.suspend_lapsed(at=noon(dt.date(2027, 10, 1)))
    suspend_since(None)
    for _time in range(2):
        lapsing.suspend_lapsed(at=noon(dt.date(2027, 10, 2)))
    account.refresh_from_db()
    assert account.state == ("active" if told_of_it else "waiting")
    assert bool(account.active_from) == told_of_it
    assert not Lapse.objects.filter(lifted_at=None).exists()
    assert Message.objects.filter(name="account_waiting").exists() == (not told_of_it)
    acts = [event.act for event in audit.history(account)]
    assert ("registry.rests" in acts) == (not told_of_it)


def test_an_account_has_one_lapse_at_a_time(band):
    facts = {"account": band, "school_year": "2026–27", "due_on": DUE, "suspended_at": ASKED}
    Lapse.objects.create(**facts)
    with pytest.raises(IntegrityError), transaction.atomic():
        Lapse.objects.create(**facts)


def test_the_clock_s_task_does_both(band):
    ask_for_notices()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", range(5))
def test_a_notice_and_the_suspension_at_once_leave_it_active(round_):
    cast = call_the_cast()
    band = entered(cast)
    told(band, cast.lou)
    suspend_since(dt.date(2026, 7, 1))
    at, ready, faults = noon(dt.date(2026, 9, 20)), threading.Barrier(3), []

    def act(what):
        try:
            ready.wait()
            what()
        except Exception as fault:  # noqa: BLE001 – each is told
            faults.append(fault)
        finally:
            connection.close()

    doings = [
        lambda: told(band, cast.lou, day=dt.date(2026, 9, 20)),
        lambda: lapsing.suspend_lapsed(at=at),
        lambda: lapsing.suspend_lapsed(at=at),
    ]
    threads = [threading.Thread(target=act, args=(what,)) for what in doings]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults
    band.refresh_from_db()
    assert band.state == "active"
    assert not Lapse.objects.filter(lifted_at=None).exists()
    assert ParentNotice.objects.count() == 2


def test_what_was_queued_before_a_fault_stays_and_the_rest_follows(cast, band, monkeypatch):
    choir = entered(cast, handle="@NorthsideChoir", name="Choir")
    told(choir, cast.lou)
    Account.objects.filter(pk=choir.pk).update(owner=cast.val)
    choir.managers.add(cast.val)
    monkeypatch.setattr(parents_reminders, "CHUNK", 1)
    queue, calls = mailing.queue, []

    def fail_once(*args, **kwargs):
        calls.append(args)
        if len(calls) == 2:
            raise RuntimeError
        return queue(*args, **kwargs)

    monkeypatch.setattr(mailing, "queue", fail_once)
    late = noon(dt.date(2026, 8, 31))
    with pytest.raises(RuntimeError):
        parents_reminders.remind(at=late)
    assert len(mails("parents_due")) == 1
    assert parents_reminders.remind(at=late) == 1
    assert sorted(name for name, _subject in mails("parents_due")) == ["Lou", "Val"]
