"""Once a school year the owner of an account confirms that all of it still holds."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts import moving
from approvals.registry import certifying, closing, looking_after, reminding
from approvals.registry.models import Account, Certification, Entry, YearlyCheck
from approvals.registry.tasks import check_accounts
from district_portal.district.current import school_year, school_year_bounds, today
from district_portal.mailing.models import Message
from district_portal.schooldays.counting import add_school_days
from district_portal.schooldays.models import Closure
from policies.acknowledgments.year_asked import year_after
from tests.approvals.test_pages import PEOPLE, open_for
from tests.factories import approvals as factory
from tests.standing import standing

ALL = certifying.STATEMENTS


def registered(cast, owner=None, **changes):
    fields = {"manager": cast.val, "place": cast.northside, "writes_to_students": "no"}
    fields["recovery_owner"] = cast.tom.email
    return factory.registered(
        owner or cast.lou, deciders=[cast.pat, cast.ada], **{**fields, **changes}
    )


@standing
def account(cast):
    return registered(cast)


@pytest.fixture
def next_year():
    """Ten in the morning of the first school day of the next school year."""
    first = school_year_bounds()[1] + dt.timedelta(days=1)
    return at_ten(add_school_days(first - dt.timedelta(days=1), 1))


def at_ten(day):
    return dt.datetime.combine(day, dt.time(15), tzinfo=dt.UTC)


def waiting_check(account, *, due_in=9):
    day = today()
    return YearlyCheck.objects.create(
        account=account,
        school_year=school_year(day),
        asked_on=day - dt.timedelta(days=40),
        due_on=day + dt.timedelta(days=due_in),
    )


def certify(account, by, **changes):
    said = {"confirmed": ALL, "seen": certifying.digest(account), **changes}
    return certifying.certify(account, said.pop("confirmed"), by=by, **said)


def told(name):
    return list(
        Message.objects.filter(name=name)
        .order_by("pk")
        .values_list("person__given_name", flat=True)
    )


def test_what_was_approved_in_this_school_year_is_not_asked_yet(cast, account):
    assert certifying.ask(at=at_ten(add_school_days(today(), 1))) == 0


def test_it_is_asked_once_from_the_first_school_day_of_the_year(cast, account, next_year):
    closed = registered(cast, handle="@closed")
    closing.close(closed, reason="Over.", by=cast.ada)
    Closure.objects.create(name="First days", first_day=next_year.date(), last_day=next_year.date())
    assert certifying.ask(at=next_year) == 0, "no school"
    day = add_school_days(next_year.date(), 1)
    assert certifying.ask(at=at_ten(day) - dt.timedelta(hours=9)) == 0, "at night"
    assert certifying.ask(at=at_ten(day)) == 1
    assert certifying.ask(at=at_ten(add_school_days(day, 1))) == 0
    check = YearlyCheck.objects.get()
    assert (check.account, check.school_year) == (account, year_after(school_year()))
    assert (check.asked_on, check.due_on) == (day, add_school_days(day, 30))


def test_the_year_after_it_is_asked_anew_and_only_the_newest_waits(cast, account, next_year):
    certifying.ask(at=next_year)
    later = at_ten(add_school_days(next_year.date() + dt.timedelta(days=366), 1))
    assert certifying.ask(at=later) == 1
    assert YearlyCheck.objects.count() == 2
    newest = YearlyCheck.objects.latest("school_year")
    assert [check.pk for check in certifying.open_checks()] == [newest.pk]


def test_the_owner_confirms_all_of_it_and_it_is_kept_as_it_stood(cast, account):
    check = waiting_check(account)
    kept = certify(account, cast.lou)
    assert kept.check_of == check
    facts = {row["label"]: row["text"] for row in kept.facts}
    assert facts["Managers"] == "Val O’Neill"
    assert facts["Purpose"] == "Concert dates and rehearsal clips for families"
    account.refresh_from_db()
    assert account.two_factor_on == account.recovery_on == today()
    assert not certifying.open_checks().exists()
    assert certify(account, cast.lou) == kept, "a second click"
    assert Entry.objects.get().act == "certified"
    with pytest.raises(Exception, match="Cannot update"), transaction.atomic():
        Certification.objects.update(facts=[])


def test_nobody_else_confirms_it_and_nothing_of_it_may_be_left_out(cast, account):
    waiting_check(account)
    for person in (cast.val, cast.ada, cast.tom):
        with pytest.raises(looking_after.NotYoursError):
            certify(account, person)
    with pytest.raises(certifying.UnconfirmedError):
        certify(account, cast.lou, confirmed=ALL[1:])
    assert not Certification.objects.exists()


def test_what_changed_since_the_owner_looked_is_not_confirmed(cast, account):
    waiting_check(account)
    seen = certifying.digest(account)
    care = dataclasses.replace(looking_after.care_of(account), managers=(cast.hana,))
    looking_after.change(account, care, by=cast.ada)
    with pytest.raises(certifying.ChangedError):
        certify(account, cast.lou, seen=seen)


def test_who_is_missing_is_named_first(cast, account):
    waiting_check(account)
    moving.leave(cast.val, by=cast.hana)
    with pytest.raises(looking_after.CareError, match="Name first who is missing"):
        certify(Account.objects.get(), cast.lou)


def test_what_is_closed_or_not_asked_is_not_confirmed(cast, account):
    with pytest.raises(certifying.NothingAskedError):
        certify(account, cast.lou)
    waiting_check(account)
    closing.close(account, reason="Over.", by=cast.ada)
    assert not certifying.open_checks().exists()
    with pytest.raises(certifying.NothingAskedError):
        certify(Account.objects.get(), cast.lou)


def test_the_database_knows_one_check_a_school_year(cast, account):
    waiting_check(account)
    with pytest.raises(IntegrityError), transaction.atomic():
        waiting_check(account)


def run(at):
    certifying.ask(at=at)
    return reminding.remind(at=at)


def test_owners_are_reminded_on_a_ladder_once_a_step(cast, account, next_year):
    registered(cast, handle="@second", name="Second")
    assert run(next_year) == 1, "one mail for two accounts"
    assert "Second" in Message.objects.get(name="checks_due").text
    due_on = YearlyCheck.objects.first().due_on
    for number in range(110):
        at = at_ten(next_year.date() + dt.timedelta(days=number))
        reminding.remind(at=at)
        assert reminding.remind(at=at) == 0
    keys = Message.objects.filter(name="checks_due").values_list("key", flat=True)
    days = sorted(dt.date.fromisoformat(key.rpartition(":")[2]) for key in keys)
    steps = [
        next_year.date(),
        *(due_on + dt.timedelta(days=n) for n in (-14, -3, 0, 14, 28, 42, 56)),
    ]
    late = [(day - step).days for day, step in zip(days, steps, strict=False)]
    assert all(0 <= days <= 4 for days in late), "on the next school day at the latest"
    assert len(days) == sum(step < next_year.date() + dt.timedelta(days=106) for step in steps)


def test_the_district_administrator_hears_once_a_week_what_is_overdue(cast, account, next_year):
    run(next_year)
    due_on = YearlyCheck.objects.get().due_on
    monday = due_on + dt.timedelta(days=7 - due_on.weekday())
    for number in range(14):
        reminding.remind(at=at_ten(monday + dt.timedelta(days=number)))
    assert told("checks_overdue") == ["Ada", "Ada"]
    assert "Northside Band, Lou Berg" in Message.objects.filter(name="checks_overdue")[0].text


def test_who_is_on_leave_or_gone_is_not_reminded(cast, account, next_year):
    other = registered(cast, owner=cast.val, manager=cast.lou, handle="@reading")
    moving.go_on_leave(cast.lou, by=cast.hana)
    moving.leave(cast.val, by=cast.hana)
    assert run(next_year) == 0
    assert certifying.of(other) is not None


def test_the_clock_does_both_and_twice_is_harmless(cast, account):
    for _ in range(2):
        check_accounts()
    assert not YearlyCheck.objects.exists()


def test_the_page_is_the_owner_s_and_leads_through_it(client, cast, account):
    where = reverse("registry:yearly", args=[account.pk])
    client.force_login(cast.lou)
    assert client.get(where).url == account.get_absolute_url(), "nothing is asked"
    waiting_check(account)
    assert open_for(client, cast, where) == {200: {"lou"}, 404: set(PEOPLE) - {"lou"}}
    client.force_login(cast.lou)
    assert "Yearly check of Northside Band" in client.get("/").text
    assert "Please confirm by" in client.get(account.get_absolute_url()).text
    page = client.post(where, {"purpose": "on"}).text
    assert "Turn two-factor sign-in on first, then confirm it" in page
    seen = client.get(where).context["form"].initial["seen"]
    marks = dict.fromkeys(ALL, "on")
    assert client.post(where, {**marks, "seen": "odd"}).url == where
    assert client.post(where, {**marks, "seen": seen}).url == account.get_absolute_url()
    page = client.get(account.get_absolute_url()).text
    assert "Yearly check done, Lou Berg" in page
    assert "Begin the yearly check" not in page
    assert "Yearly check of" not in client.get("/").text


def test_what_is_overdue_is_seen_in_the_registry_and_by_the_district_administrator(
    client, cast, account
):
    waiting_check(account, due_in=-3)
    listed = reverse("registry:list")
    client.force_login(cast.ada)
    page = client.get("/").text
    assert "1 yearly check is overdue" in page
    assert 'My tasks <span class="count">1<' in page
    page = client.get(listed, {"care": "overdue"}).text
    assert "Northside Band</a>" in page
    assert "Check overdue" in page
    assert "The yearly check is overdue" in client.get(account.get_absolute_url()).text
    client.force_login(cast.gus)
    assert "is overdue" not in client.get("/").text
    certify(account, cast.lou)
    assert "No account matches" in client.get(listed, {"care": "overdue"}).text
    assert timezone.now() >= Certification.objects.get().certified_at


def test_what_was_queued_before_a_fault_stays_and_no_owner_is_told_twice(
    cast, account, next_year, monkeypatch
):
    choir = registered(cast, handle="@NorthsideChoir", name="Choir")
    Account.objects.filter(pk=choir.pk).update(owner=cast.hana)
    certifying.ask(at=next_year)
    monkeypatch.setattr(reminding, "CHUNK", 1)
    remind, calls = reminding.notifying.remind_of_checks, []

    def fail_once(*args, **kwargs):
        calls.append(args)
        if len(calls) == 2:
            raise RuntimeError
        return remind(*args, **kwargs)

    monkeypatch.setattr(reminding.notifying, "remind_of_checks", fail_once)
    with pytest.raises(RuntimeError):
        reminding.remind(at=next_year)
    assert len(told("checks_due")) == 1
    reminding.remind(at=next_year)
    reminding.remind(at=next_year)
    assert sorted(told("checks_due")) == ["Hana", "Lou"]
