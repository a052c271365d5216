from __future__ import annotations

import datetime as dt

import pytest
from django.db import Error, IntegrityError, connection, transaction

from accounts import moving
from district_portal.audit.models import Event
from district_portal.district.current import today
from district_portal.mailing.models import Message
from district_portal.reminders import digest
from policies.acknowledgments import assigning, closing
from policies.acknowledgments.models import Assignment, Closing, Signature
from tests.factories.acknowledgments import required, signed
from tests.factories.policies import published
from tests.standing import standing

pytestmark = pytest.mark.django_db
SAID = "Lou read it and said: I will not sign this."


@standing
def version(cast):
    return published("529", "Staff Use of Social Media")


@standing
def asked(cast, version):
    required(version, people=[cast.lou, cast.gus])
    return of(cast.lou).get()


def of(person, **which):
    return Assignment.objects.filter(person=person, **which)


def refuse(asked, cast, **said):
    told = {"witness": cast.theo, "refused_on": today(), "statement": SAID, **said}
    return closing.refuse(asked, by=told.pop("by", cast.pat), **told)


def test_a_refusal_is_closed_with_its_day_its_witness_and_what_was_said(cast, asked):
    record = refuse(asked, cast, reason=" It goes too far. ")
    asked.refresh_from_db()
    assert (asked.ended_why, asked.closing, asked.signature) == ("refused", record, None)
    assert (record.witness, record.statement, record.reason) == (
        cast.theo,
        SAID,
        "It goes too far.",
    )
    assert record.number == f"N-{record.pk:06}"
    event = Event.objects.get(act="acknowledgments.closed")
    assert event.actor == str(cast.pat)
    assert event.after["witness"] == str(cast.theo)
    assert "too far" not in str(event.after)
    mail = Message.objects.get(name="closed_unsigned", person=cast.lou)
    assert record.number in mail.text
    assert f"/closings/{record.pk}/" in mail.text


def test_it_ends_every_open_assignment_of_the_person_for_the_version(cast, asked, version):
    required(version, places=[cast.northside])
    record = refuse(asked, cast)
    assert not of(cast.lou).open().exists()
    assert set(of(cast.lou).values_list("closing", flat=True)) == {record.pk}
    assert of(cast.gus).open().exists(), "nobody else is touched"


@pytest.mark.parametrize("who", ["pat", "lou", "left"])
def test_the_witness_is_a_third_person_who_works_here(cast, asked, who):
    with pytest.raises(closing.WitnessError):
        refuse(asked, cast, witness=getattr(cast, who))
    assert not Closing.objects.exists()


@pytest.mark.parametrize("days", [1, -1])
def test_nobody_refuses_on_a_day_to_come_or_before_they_were_asked(cast, asked, days):
    with pytest.raises(closing.DayError):
        refuse(asked, cast, refused_on=today() + dt.timedelta(days=days))


def test_no_record_without_a_statement_or_a_reason(cast, asked):
    with pytest.raises(closing.NoReasonError):
        refuse(asked, cast, statement=" ")
    with pytest.raises(closing.NoReasonError):
        closing.note_unable(asked, by=cast.hana, reason="")
    with pytest.raises(closing.NoReasonError):
        closing.exempt(asked, by=cast.hana, reason=" ")


def test_nobody_closes_or_reopens_their_own(cast, version):
    required(version, people=[cast.hana])
    own = of(cast.hana).get()
    with pytest.raises(closing.OwnError):
        closing.exempt(own, by=cast.hana, reason="I know it.")
    record = closing.exempt(own, by=cast.ada, reason="She wrote it.")
    with pytest.raises(closing.OwnError):
        closing.reopen(record, by=cast.hana, reason="I want to.")


def test_closing_twice_leaves_one_record(cast, asked):
    refuse(asked, cast)
    with pytest.raises(closing.NothingOpenError):
        closing.note_unable(asked, by=cast.hana, reason="Cannot read.")
    assert Closing.objects.count() == 1


def test_what_is_closed_is_not_chased_nor_opened_again_for_the_same_version(cast, asked):
    refuse(asked, cast)
    assert not assigning.reconcile(asked.requirement)
    assert assigning.verify() == {}
    assert cast.lou.pk not in digest.write({cast.lou.pk})
    moving.move(cast.lou, by=cast.hana, place=cast.transportation)
    assert not of(cast.lou).open().exists()


@pytest.mark.parametrize("asks_again", ["everyone", "nobody"])
def test_a_new_version_asks_anew(cast, asked, asks_again):
    refuse(asked, cast)
    newer = published("529", "Staff Use of Social Media", asks_again=asks_again)
    assert of(cast.lou).open().get().version == newer
    asked.refresh_from_db()
    assert asked.ended_why == "refused"


def test_reopening_asks_again_with_a_due_date_and_keeps_the_record(cast, asked):
    record = refuse(asked, cast)
    again = closing.reopen(record, by=cast.hana, reason="He has thought about it.")
    assert again.pk != asked.pk
    assert again.due_on >= today() + dt.timedelta(days=14)
    assert record.reopening.reopened_by == cast.hana
    asked.refresh_from_db()
    assert asked.ended_why == "refused"
    assert asked.asked_again_at is not None
    assert assigning.verify() == {}
    with pytest.raises(closing.ReopenedError):
        closing.reopen(record, by=cast.hana, reason="Twice.")
    assert refuse(again, cast).pk != record.pk, "and may be refused once more"


def test_whoever_would_not_be_asked_now_is_not_asked_again(cast, asked):
    record = refuse(asked, cast)
    moving.move(cast.lou, by=cast.hana, on_leave=True)
    with pytest.raises(closing.NotAskedNowError):
        closing.reopen(record, by=cast.hana, reason="He should.")
    asked.refresh_from_db()
    assert asked.asked_again_at is None


def test_who_refused_may_sign_all_the_same_and_the_refusal_stays(cast, asked, version):
    record = refuse(asked, cast)
    signature = signed(cast.lou, version)
    asked.refresh_from_db()
    assert (asked.ended_why, asked.closing) == ("refused", record)
    assert of(cast.lou, ended_why="signed").get().signature == signature
    assert assigning.verify() == {}
    assert signed(cast.lou, version) == signature, "twice is once"
    with pytest.raises(closing.ReopenedError):
        closing.reopen(record, by=cast.hana, reason="Too late.")


def test_an_exemption_until_a_day_runs_out_the_day_after(cast, asked):
    closing.exempt(asked, by=cast.hana, reason="Away for a course.", until=today())
    now = dt.datetime.now(dt.UTC)
    assert not assigning.difference(asked.requirement)
    assigning.begin_day(at=now + dt.timedelta(days=1))
    again = of(cast.lou).open().get()
    assert again.assigned_on == today() + dt.timedelta(days=1)
    yesterday = today() - dt.timedelta(days=1)
    with pytest.raises(closing.DayError):
        closing.exempt(again, by=cast.hana, reason="Late.", until=yesterday)


def test_a_signature_that_counts_for_another_rhythm_ends_a_closed_one(cast, asked, version):
    refuse(asked, cast)
    required(version, people=[cast.lou], cycle="school_year")
    signed(cast.lou, version)
    assert set(of(cast.lou).closed()) == set()
    assert Signature.objects.count() == 1


RECORD = """
    INSERT INTO acknowledgments_closing
        (person_id, version_id, why, closed_at, closed_by_id, statement, reason)
    SELECT person_id, version_id, {}, now(), {}, 'Said no.', ''
    FROM acknowledgments_assignment LIMIT 1
"""


@pytest.mark.parametrize(
    "change",
    [
        RECORD.format("'refused'", "%(pat)s"),
        RECORD.format("'exempted'", "person_id"),
        "UPDATE acknowledgments_assignment SET ended_at = now(), ended_why = 'refused'",
    ],
)
def test_the_database_refuses_a_refusal_without_witness_or_record_and_ones_own(cast, asked, change):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change, {"pat": cast.pat.pk})


def test_the_database_changes_no_record(cast, asked):
    refuse(asked, cast)
    for change in (
        "UPDATE acknowledgments_closing SET statement = 'Nothing.'",
        "DELETE FROM acknowledgments_closing",
    ):
        with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)
