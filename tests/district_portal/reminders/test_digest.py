from __future__ import annotations

import datetime as dt

import pytest

from accounts.models import Posting
from district_portal import audit, mailing
from district_portal.mailing import composing, delivering, leasing
from district_portal.mailing.models import Message
from district_portal.reminders import digest
from district_portal.schooldays.models import Closure
from policies.acknowledgments import closing
from policies.acknowledgments.models import Assignment
from tests.district_portal.reminders.conftest import moment
from tests.factories.acknowledgments import required, signed

MONDAY = moment(9, 14)  # 2026; a requirement of 14 days is due on Monday, September 28


def days_of_mails(until: dt.date, *, since: dt.datetime = MONDAY) -> list[str]:
    """The days on which somebody was reminded, when the clock asks twice a day."""
    hours = [since.replace(hour=hour) for hour in (9, 16)]
    asked = [
        at + dt.timedelta(days=n) for n in range((until - since.date()).days + 1) for at in hours
    ]
    return [f"{at:%b %-d}" for at in asked if at >= since and digest.remind(at=at)]


def test_the_ladder_goes_up_to_the_due_date_and_then_every_week(ask):
    ask(at=MONDAY)
    assert days_of_mails(dt.date(2026, 10, 20)) == [
        "Sep 14",  # assigned; 14 days before is the same day
        "Sep 21",  # 7 days before
        "Sep 25",  # 3 days before
        "Sep 28",  # 1 day before was a Sunday, and due
        "Oct 5",
        "Oct 13",  # October 12 is a holiday
        "Oct 19",
    ]


def test_each_requirement_has_its_own_ladder(ask):
    ask(at=MONDAY, before_due=[2], late_every=3)
    assert days_of_mails(dt.date(2026, 10, 5)) == ["Sep 14", "Sep 28", "Oct 1", "Oct 5"]


def test_who_signed_is_left_in_peace(ask, cast):
    requirement = ask(at=MONDAY)
    assert digest.remind(at=MONDAY) == 1
    signed(cast.lou, requirement.policy.in_force, at=MONDAY)
    assert days_of_mails(dt.date(2026, 10, 20)) == []


def test_what_is_closed_is_reminded_of_no_more_and_from_the_beginning_once_reopened(ask, cast):
    ask(at=MONDAY)
    asked = Assignment.objects.get()
    assert digest.remind(at=MONDAY) == 1
    tuesday, friday = moment(9, 15), moment(9, 18)
    said = {"witness": cast.theo, "refused_on": tuesday.date(), "statement": "Lou said no."}
    record = closing.refuse(asked, by=cast.pat, at=tuesday, **said)
    assert days_of_mails(friday.date()) == []
    again = closing.reopen(record, by=cast.hana, reason="Explained.", at=friday)
    assert again.due_on == dt.date(2026, 10, 2)
    assert days_of_mails(dt.date(2026, 9, 26), since=friday) == ["Sep 18", "Sep 25"]


def test_two_policies_are_one_mail_naming_both_and_one_link(ask, cast, settings):
    settings.PORTAL_ADDRESS = "https://policies.marlow.example"
    ask("529", at=MONDAY, title="Social Media")
    ask("511", at=MONDAY, title="Staff Conduct", due_days=7)
    digest.remind(at=MONDAY)
    assert Message.objects.count() == 1

    written = write(cast.lou, MONDAY)
    assert written.subject == "2 policies to sign, the first by Mon, Sep 21"
    for part in (written.text, written.html):
        assert "511 Staff Conduct" in part
        assert "529 Social Media" in part
        assert "due Mon, Sep 21, 2026, in 7 days" in part
    assert written.html.count("<a ") == written.text.count("https://") == 1
    assert written.text.index("511") < written.text.index("529")


def write(person, at):
    context = digest.write({person.pk}, day=at.date())[person.pk]
    return composing.compose("digest", to=person, context=context)


def test_a_single_policy_is_named_in_the_subject_and_linked_to(ask, cast):
    ask(at=MONDAY)
    written = write(cast.lou, MONDAY)
    assert written.subject == "Please sign by Mon, Sep 28: 529 Social Media"
    assert f"/sign/{Assignment.objects.get().pk}/" in written.text


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (moment(9, 27), "due Mon, Sep 28, 2026, in 1 day"),
        (moment(9, 28), "due today"),
        (moment(9, 29), "was due Mon, Sep 28, 2026, 1 day late"),
        (moment(10, 5), "was due Mon, Sep 28, 2026, 7 days late"),
    ],
)
def test_the_words_say_how_long_there_still_is(ask, cast, day, words):
    ask(at=MONDAY)
    assert words in write(cast.lou, day).text


def test_the_subject_says_that_something_is_late(ask, cast):
    ask(at=MONDAY)
    subject = write(cast.lou, moment(10, 5)).subject
    assert subject == "Past due, Mon, Sep 28: 1 policy waits for your signature"


def test_one_version_asked_for_twice_is_named_once(ask, cast):
    first = ask(at=MONDAY)
    required(first.policy.in_force, at=MONDAY, people=[cast.lou], due_days=30)
    assert write(cast.lou, MONDAY).text.count("529 Social Media") == 1


@pytest.mark.parametrize("hour", [0, 6, 17, 23])
def test_nothing_is_queued_at_night(ask, hour):
    ask(at=MONDAY)
    assert digest.remind(at=MONDAY.replace(hour=hour)) == 0


def test_what_is_assigned_in_the_evening_is_told_the_next_school_day(ask):
    friday = moment(9, 11, hour=18)
    ask(at=friday)
    assert days_of_mails(dt.date(2026, 9, 15), since=friday)[:1] == ["Sep 14"]


def test_what_is_assigned_after_the_days_digest_waits_for_the_next(ask, cast):
    ask("529", at=MONDAY)
    assert digest.remind(at=MONDAY) == 1
    ask("511", at=MONDAY.replace(hour=11))
    assert digest.remind(at=MONDAY.replace(hour=12)) == 0
    assert digest.remind(at=moment(9, 15)) == 1


def test_a_closure_of_the_district_moves_mails_to_the_next_school_day(ask):
    ask(at=MONDAY)
    Closure.objects.create(
        name="Storm", first_day=dt.date(2026, 9, 21), last_day=dt.date(2026, 9, 22)
    )
    assert days_of_mails(dt.date(2026, 9, 24)) == ["Sep 14", "Sep 23"]


def test_steps_missed_while_the_portal_stood_still_are_caught_up_once(ask):
    ask(at=MONDAY)
    digest.remind(at=MONDAY)
    assert days_of_mails(dt.date(2026, 9, 24), since=moment(9, 23)) == ["Sep 23"]


def test_people_on_leave_gone_or_without_an_address_are_not_chased(ask, cast):
    cast.gus.email = None
    cast.gus.save()
    ask(at=MONDAY, people=[cast.lou, cast.val, cast.gus, cast.pat])
    Posting.objects.filter(person=cast.lou).update(on_leave=True)
    cast.val.is_active = False
    cast.val.save()
    assert digest.remind(at=MONDAY) == 1
    assert Message.objects.get().person == cast.pat


def test_who_went_on_leave_after_the_digest_was_queued_gets_none(
    ask, cast, smtp_server, monkeypatch
):
    monkeypatch.setattr(leasing, "may_disturb", lambda _at: True)
    ask(at=MONDAY)
    digest.remind(at=MONDAY)
    Posting.objects.filter(person=cast.lou).update(on_leave=True)
    assert delivering.sweep() == {}
    assert Message.objects.get().state == "cancelled"


def test_the_mail_is_written_when_it_is_sent(ask, cast, smtp_server, monkeypatch):
    monkeypatch.setattr(leasing, "may_disturb", lambda _at: True)
    ask(at=MONDAY)
    digest.remind(at=MONDAY)
    assert delivering.sweep() == {"sent": 1}
    assert "529 Social Media" in smtp_server.received[0].text
    assert [message.name for message in mailing.history(cast.lou)] == ["digest"]


def test_asking_twice_queues_nothing_more_and_one_act_is_recorded(ask, cast):
    ask(at=MONDAY, people=[cast.lou, cast.gus])
    assert digest.remind(at=MONDAY) == 2
    assert digest.remind(at=MONDAY) == 0
    (event,) = audit.events(act="reminders.queued")
    assert event.after == {"day": "2026-09-14", "people": 2}


def test_a_whole_district_is_queued_by_a_few_statements(ask, cast, django_assert_max_num_queries):
    ask(at=MONDAY, people=[], everyone=True)
    with django_assert_max_num_queries(14):
        assert digest.remind(at=MONDAY) == 10


def test_a_batch_of_digests_is_written_by_one_statement(ask, cast, django_assert_num_queries):
    ask("529", at=MONDAY, people=[cast.lou, cast.gus, cast.pat])
    ask("511", at=MONDAY, people=[cast.lou, cast.gus, cast.pat])
    with django_assert_num_queries(1):
        assert len(digest.write({cast.lou.pk, cast.gus.pk, cast.pat.pk}, day=MONDAY.date())) == 3
