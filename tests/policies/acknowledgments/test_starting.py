"""When a school year is asked for: by itself, on another day, or by hand."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import time_machine
from django.db import InternalError, transaction

from district_portal import audit
from district_portal.district.current import zone
from district_portal.district.models import District
from policies.acknowledgments import assigning, deadlines, signing, starting
from policies.acknowledgments.coming_year import coming_year
from policies.acknowledgments.models import Assignment, Signature, YearStart
from policies.acknowledgments.year_asked import asked_year
from tests.factories.acknowledgments import required, sign_in, signed
from tests.factories.policies import published

pytestmark = pytest.mark.django_db

PAGE = "/requirements/next-school-year/"
WHEN, NOW = f"{PAGE}when/", f"{PAGE}now/"
YEARLY = {"cycle": "school_year"}
NEXT, THIS = "2027–28", "2026–27"
FIRST = dt.date(2027, 7, 1)


def noon(month, day, year=2027):
    return dt.datetime(year, month, day, 12, tzinfo=zone())


def asked(*people, **terms):
    """A policy that those people sign each school year, asked in the autumn of 2026."""
    version = published("540", "Phones", at=noon(9, 1, 2026))
    required(version, people=people, at=noon(9, 1, 2026), **YEARLY, **terms)
    assigning.begin_day(at=noon(6, 1))
    return version


def words(response):
    """The text of a page, without its tags."""
    return " ".join(re.sub(r"<[^>]+>", "", response.text).split())


def cycles(person):
    return list(Assignment.objects.open().filter(person=person).values_list("cycle", flat=True))


def test_left_alone_the_year_begins_on_its_first_day_and_is_noted_once(cast):
    asked(cast.lou)
    assigning.begin_day(at=noon(6, 30))
    assert (cycles(cast.lou), YearStart.objects.count()) == ([THIS], 0)
    assigning.begin_day(at=noon(7, 1))
    assigning.begin_day(at=noon(7, 2))
    row = YearStart.objects.get()
    assert (row.school_year, row.starts_on, row.decided_by) == (NEXT, FIRST, None)
    assert cycles(cast.lou) == [NEXT]
    assert audit.events(act="acknowledgments.year_started").count() == 1


def test_where_nothing_is_signed_each_year_nothing_is_noted(cast):
    required(published("540", "Phones", at=noon(9, 1, 2026)), at=noon(9, 1, 2026))
    assigning.begin_day(at=noon(7, 1))
    assert not YearStart.objects.exists()


def test_an_earlier_day_asks_from_that_day_and_the_first_day_asks_nobody_again(cast):
    version = asked(cast.lou, cast.gus)
    starting.set_day(NEXT, dt.date(2027, 6, 14), by=cast.polly, at=noon(6, 1))
    assigning.begin_day(at=noon(6, 13))
    assert cycles(cast.lou) == [THIS]
    assigning.begin_day(at=noon(6, 14))
    assert cycles(cast.lou) == cycles(cast.gus) == [NEXT]
    assert signed(cast.lou, version, at=noon(6, 15)).school_year == NEXT
    assigning.begin_day(at=noon(7, 1))
    assert (cycles(cast.lou), cycles(cast.gus)) == ([], [NEXT])
    assert assigning.verify(at=noon(7, 1)) == {}
    assert [row.decided_by for row in YearStart.objects.all()] == [cast.polly]


def test_a_later_day_leaves_the_old_year_open_and_signed_until_then(cast):
    version = asked(cast.lou, cast.gus)
    starting.set_day(NEXT, dt.date(2027, 8, 16), by=cast.polly, at=noon(6, 1))
    assigning.begin_day(at=noon(7, 1))
    assert assigning.verify(at=noon(7, 1)) == {}
    assert signed(cast.lou, version, at=noon(7, 20)).school_year == THIS
    assert (cycles(cast.lou), cycles(cast.gus)) == ([], [THIS])
    assigning.begin_day(at=noon(8, 16))
    assert cycles(cast.lou) == cycles(cast.gus) == [NEXT]
    again = signed(cast.lou, version, at=noon(8, 17))
    assert (again.school_year, Signature.objects.count()) == (NEXT, 2)


def test_by_hand_it_is_asked_today_and_never_a_second_time(cast):
    asked(cast.lou)
    starting.start_now(NEXT, by=cast.polly, at=noon(6, 14))
    assert starting.still_asking(on=dt.date(2027, 6, 14)) == (1, 1)
    assigning.begin_day(at=noon(6, 14))
    assert starting.still_asking(on=dt.date(2027, 6, 14)) == (0, 1)
    assert cycles(cast.lou) == [NEXT]
    for again in (
        lambda: starting.start_now(NEXT, by=cast.ada, at=noon(6, 14)),
        lambda: starting.set_day(NEXT, dt.date(2027, 8, 1), by=cast.ada, at=noon(6, 14)),
        lambda: starting.leave_to_calendar(NEXT, by=cast.ada, at=noon(6, 20)),
    ):
        with pytest.raises(starting.YearStartedError):
            again()
    assert YearStart.objects.get().decided_by == cast.polly
    told = audit.events(act="acknowledgments.year_started").get()
    assert (told.actor, told.after["by_hand"]) == ("Polly Hart", True)


def test_what_a_worker_left_half_done_is_gone_on_with_and_raises_no_alarm(cast):
    asked(cast.lou)
    required(
        published("529", "Pages", at=noon(9, 1, 2026)), people=[cast.lou], at=noon(6, 2), **YEARLY
    )
    starting.start_now(NEXT, by=cast.polly, at=noon(6, 14))
    done = assigning._unended().first()  # the worker dies after the first policy
    assigning.reconcile(done, at=noon(6, 14))
    assert sorted(cycles(cast.lou)) == [THIS, NEXT]
    assert assigning.verify(at=noon(6, 14)) == {}
    assert cycles(cast.lou) == [NEXT, NEXT]


def test_the_database_itself_keeps_what_has_started(cast):
    asked(cast.lou)
    starting.start_now(NEXT, by=cast.polly, at=noon(6, 14))
    for change in ({"starts_on": FIRST}, {"started_at": None}):
        with pytest.raises(InternalError, match="Cannot update"), transaction.atomic():
            YearStart.objects.update(**change)
    with pytest.raises(InternalError, match="Cannot update or delete"), transaction.atomic():
        YearStart.objects.all().delete()


def test_a_decision_can_be_changed_until_it_has_come_about(cast):
    asked(cast.lou)
    at = noon(6, 1)
    starting.set_day(NEXT, dt.date(2027, 8, 16), by=cast.polly, at=at)
    starting.set_day(NEXT, dt.date(2027, 8, 16), by=cast.ada, at=at + dt.timedelta(hours=1))
    starting.leave_to_calendar(NEXT, by=cast.ada, at=at + dt.timedelta(hours=2))
    events = audit.events(act="acknowledgments.year_decided").order_by("pk")
    assert [event.after["starts_on"] for event in events] == ["2027-08-16", None]
    assigning.begin_day(at=noon(7, 1))
    row = YearStart.objects.get()
    assert (row.starts_on, row.decided_by, row.by_hand) == (FIRST, cast.ada, False)


@pytest.mark.parametrize(
    "day", [dt.date(2027, 6, 1), dt.date(2027, 3, 30), dt.date(2027, 11, 2), dt.date(2028, 7, 1)]
)
def test_a_day_that_is_over_or_far_from_the_first_is_refused(cast, day):
    with pytest.raises(starting.OutOfReachError):
        starting.set_day(NEXT, day, by=cast.polly, at=noon(6, 1))
    assert not YearStart.objects.exists()


def test_nobody_goes_back_to_a_first_day_that_is_over_nor_starts_in_winter(cast):
    starting.set_day(NEXT, dt.date(2027, 8, 16), by=cast.polly, at=noon(6, 1))
    with pytest.raises(starting.OutOfReachError):
        starting.leave_to_calendar(NEXT, by=cast.polly, at=noon(7, 1))
    with pytest.raises(starting.OutOfReachError):
        starting.start_now("2028–29", by=cast.polly, at=noon(12, 1))
    with pytest.raises(starting.YearStartedError):
        starting.set_day("2029–30", dt.date(2029, 7, 2), by=cast.polly, at=noon(6, 1))


def test_a_district_that_moves_its_first_day_takes_back_no_year_that_has_begun(cast):
    asked(cast.lou)
    assigning.begin_day(at=noon(7, 1))
    District.objects.update_or_create(pk=1, defaults={"name": "M", "school_year_month": 9})
    assigning.begin_day(at=noon(7, 2))
    assert (asked_year(dt.date(2027, 7, 2)), cycles(cast.lou)) == (NEXT, [NEXT])


def test_a_day_of_the_year_stays_and_days_count_from_the_start(cast):
    named, counted = (
        required(
            published(code, code, at=noon(9, 1, 2026)),
            people=[cast.lou],
            at=noon(9, 1, 2026),
            **YEARLY,
            **terms,
        )
        for code, terms in (
            ("529", {"due_on": dt.date(2026, 10, 1), "due_days": 14}),
            ("540", {"due_days": 30}),
        )
    )
    starting.set_day(NEXT, dt.date(2027, 6, 14), by=cast.polly, at=noon(6, 1))
    assigning.begin_day(at=noon(6, 14))
    due = dict(Assignment.objects.open().values_list("requirement", "due_on"))
    assert due == {named.pk: dt.date(2027, 10, 1), counted.pk: dt.date(2027, 7, 14)}
    assert deadlines.rule_day(named, day=dt.date(2027, 6, 13)) == dt.date(2026, 10, 1)


def test_who_is_asked_after_the_named_day_gets_the_number_of_days(cast):
    terms = {"due_on": dt.date(2026, 8, 20), "due_days": 14}
    asked(cast.lou, **terms)
    starting.set_day(NEXT, dt.date(2027, 8, 16), by=cast.polly, at=noon(6, 1))
    with time_machine.travel(noon(6, 2), tick=False):
        told = coming_year()
    assert [(row.due_on, row.instead_of) for row in told.rows] == [
        (dt.date(2027, 8, 30), dt.date(2027, 8, 20))
    ]
    assigning.begin_day(at=noon(8, 16))
    assert Assignment.objects.open().get().due_on == dt.date(2027, 8, 30)


def test_what_was_closed_in_the_old_year_is_asked_for_in_the_new_one(cast):
    version = asked(cast.lou)
    starting.start_now(NEXT, by=cast.polly, at=noon(6, 14))
    assigning.begin_day(at=noon(6, 14))
    assert [row.cycle for row in signing.waiting(version, people=[cast.lou.pk], at=noon(6, 14))]
    assert signed(cast.lou, version, at=noon(6, 14)).receipt.startswith("S-2027-")


@time_machine.travel(dt.datetime(2027, 6, 14, 18, tzinfo=dt.UTC), tick=False)
def test_from_the_page_to_another_day_and_then_by_hand(client, cast):
    asked(cast.lou, cast.gus)
    sign_in(client, cast.polly)
    assert "the first day of the school year, automatically" in words(client.get(PAGE))
    wrong = client.post(WHEN, {"when": "day", "day": "2027-12-24", "year": NEXT})
    assert "Choose a day from June 15, 2027 to November 1, 2027" in wrong.text
    assert "Enter the day on which" in client.post(WHEN, {"when": "day", "year": NEXT}).text
    client.post(WHEN, {"when": "day", "day": "2027-08-16", "year": NEXT})
    seen = words(client.get(PAGE))
    assert "On August 16, 2027, as decided" in seen
    assert "Polly Hart, Jun 14, 2027" in seen
    assert client.post(WHEN, {"when": "now", "year": NEXT}).url == NOW
    shown = words(client.get(NOW))
    for told in ("2 people", "1 policy", "2 signatures in all", "June 28, 2027", "June 14, 2027"):
        assert told in shown
    client.post(NOW, {"year": NEXT})
    assert "1 of 1 requirement is not asked for yet" in words(client.get(PAGE))
    second = client.post(NOW, {"year": NEXT}, follow=True)
    assert "That school year is asked for already." in second.text
    assigning.begin_day()
    seen = words(client.get(PAGE))
    assert "Asked for since June 14, 2027, started by Polly Hart" in seen
    assert "What the school year 2028–29 asks" in seen


@time_machine.travel(dt.datetime(2027, 2, 1, 18, tzinfo=dt.UTC), tick=False)
def test_in_winter_the_page_says_from_when_it_can_be_started_by_hand(client, cast):
    sign_in(client, cast.polly)
    assert "by hand from March 31, 2027 on" in words(client.get(WHEN))
    assert client.get(NOW).url == WHEN
    assert "too early" in client.post(NOW, {"year": NEXT}, follow=True).text
    sign_in(client, cast.hana)
    assert "Decide when people are asked" not in words(client.get(PAGE))


@time_machine.travel(dt.datetime(2027, 6, 14, 18, tzinfo=dt.UTC), tick=False)
@pytest.mark.parametrize("year", ["", "\0", "2031–32", "next"])
def test_no_year_is_asked_for_but_the_next_one(client, cast, year):
    asked(cast.lou)
    sign_in(client, cast.polly)
    told = client.post(NOW, {"year": year}, follow=True)
    assert "asked for already" in words(told)
    assert not YearStart.objects.exists()


@time_machine.travel(dt.datetime(2027, 6, 14, 18, tzinfo=dt.UTC), tick=False)
def test_what_somebody_else_decided_meanwhile_is_not_undone_unseen(client, cast):
    sign_in(client, cast.polly)
    seen = client.get(WHEN).context["form"].initial["seen"]
    starting.set_day(NEXT, dt.date(2027, 8, 16), by=cast.ada)
    said = {"when": "calendar", "year": NEXT, "seen": seen}
    assert "Somebody changed this while your page was open" in client.post(WHEN, said).text
    assert YearStart.objects.get().decided_by == cast.ada
