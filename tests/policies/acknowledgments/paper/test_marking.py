"""What was recorded from paper by mistake counts no more; nothing of it is lost."""

from __future__ import annotations

import datetime as dt

import pypdfium2
import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from district_portal import audit, mailing
from district_portal.district.current import today
from district_portal.reports import completion
from policies.acknowledgments import (
    assigning,
    counting,
    previewing,
    reading,
    requiring,
    signing,
)
from policies.acknowledgments.audience import Audience
from policies.acknowledgments.models import Assignment, Mistake, Signature
from policies.acknowledgments.paper import looking_up, marking, recording
from policies.acknowledgments.paper.looking_up import State
from policies.acknowledgments.printing import receipt_pdf
from tests.factories.acknowledgments import required, signed
from tests.factories.policies import published
from tests.policies.acknowledgments.paper.conftest import printed, scanned
from tests.standing import standing

pytestmark = pytest.mark.django_db


@standing
def signature(cast, sheet):
    """Lou's, as Hana recorded it."""
    return record(sheet, by=cast.hana)


def record(sheet, *, by, **told):
    facts = {"signed_on": today(), "scan": scanned(), **told}
    return recording.record([sheet.code], by=by, **facts)[0]


def mark(signature, *, by, **told):
    return marking.mark(signature, by=by, **{"reason": "It was Lou Barr’s sheet.", **told})


def test_the_person_is_asked_again_and_the_signature_stays(cast, signature, version):
    at = timezone.now()
    mistake = mark(signature, by=cast.ada, at=at)
    was, now = Assignment.objects.filter(person=cast.lou).order_by("pk")
    assert (was.ended_why, was.signature, was.asked_again_at) == ("signed", signature, at)
    assert (now.ended_at, now.opened_at, now.assigned_on) == (None, at, today(at))
    assert assigning.verify() == {}
    assert Signature.objects.get() == signature
    assert not Signature.objects.counting().exists()
    assert (mistake.marked_by, mistake.reason) == (cast.ada, "It was Lou Barr’s sheet.")
    event = audit.events(act="acknowledgments.mistaken").get()
    assert (event.actor, event.person_id) == (str(cast.ada), cast.lou.pk)
    mail = mailing.history(cast.lou).get(name="marked_mistaken")
    assert signature.receipt in mail.subject
    assert "recorded by mistake" in mail.text
    assert "Barr" not in mail.text, "the reason may name others"


def test_whoever_asks_who_has_signed_is_told_that_they_have_not(cast, signature, version):
    requirement = Assignment.objects.get(signature=signature).requirement
    question = completion.Question(as_of=today(), policy=version.policy)
    counting.call_roll()
    assert completion.finding(question).signed == 1
    mark(signature, by=cast.hana)
    found = completion.finding(question)
    assert (found.asked, found.signed, found.open) == (4, 0, 4)
    [row] = reading.with_counts(reading.live())
    assert (row.signed, row.open) == (0, 4)
    assert reading.latest_signature(cast.lou, version.policy) is None
    assert reading.mine(cast.lou, version.policy).signed is None
    assert reading.to_sign(cast.lou).get().signed_before is None
    assert reading.asked_by_publishing(version.policy, accepting=[1]) == [(4, 0)]
    preview = previewing.preview(version.policy, Audience.of(requirement), cycle="once")
    assert preview.signed == 0
    assert [made.is_mistaken for made in reading.signed_by(cast.lou)] == [True]


def test_they_sign_in_the_portal_after_all(cast, signature, version):
    mistake = mark(signature, by=cast.hana)
    own = signed(cast.lou, version)
    assert own.method == "browser"
    assert (own.instead_of, own.school_year) == (mistake, signature.school_year)
    assert signing.standing(cast.lou, version) == own
    assert own.receipt != signature.receipt
    assert assigning.verify() == {}


def test_the_same_sheet_is_recorded_once_more_with_its_own_day(cast, requirement, version):
    asked = timezone.now() - dt.timedelta(days=9)
    older = published("540", "Phones", at=asked)
    rule = required(older, people=[cast.gus], at=asked)
    sheet = printed(rule, cast.gus, by=cast.hana)[0]
    day = today() - dt.timedelta(days=3)
    first = record(sheet, by=cast.hana, signed_on=day)
    mark(first, by=cast.hana, reason="Wrong scan.")
    [line] = looking_up.look_up([sheet.code], by=cast.hana)
    assert (line.state, line.first_day) == (State.READY, today(asked))
    second = record(sheet, by=cast.hana, signed_on=day)
    assert (second.sheet, second.signed_on) == (sheet, day)
    assert marking.of_sheet(sheet).signature == first
    mark(second, by=cast.hana, reason="Again.")
    third = record(sheet, by=cast.hana)
    assert [row.pk for row in Signature.objects.counting()] == [third.pk]
    assert assigning.verify() == {}


def test_two_sheets_of_one_person_are_one_line(cast, signature, sheet, requirement):
    mark(signature, by=cast.hana)
    another = printed(requirement, cast.lou, by=cast.hana)[0]
    assert another != sheet
    lines = looking_up.look_up([sheet.code, another.code], by=cast.hana)
    assert [line.state for line in lines] == [State.READY, State.TWICE]


def test_two_requirements_for_one_version_are_one_signature(cast, sheet, version):
    both = printed(required(version, people=[cast.lou]), cast.lou, by=cast.hana)[0]
    facts = {"signed_on": today(), "scan": scanned()}
    made = recording.record([sheet.code, both.code], by=cast.hana, **facts)
    assert len(made) == 1
    mark(made[0], by=cast.hana)
    open_ones = Assignment.objects.open().filter(person=cast.lou)
    assert open_ones.count() == 2
    assert assigning.verify() == {}


def test_an_older_signature_that_still_counts_stands_in(cast, version, requirement):
    older = signed(cast.lou, version)
    newer = published("529", "Staff Use of Social Media", clauses=("New.",), asks_again="everyone")
    sheet = printed(requirement, cast.lou, by=cast.hana)[0]
    wrong = record(sheet, by=cast.hana)
    latest = published("529", "Staff Use of Social Media", clauses=("Own.",), asks_again="nobody")
    assert latest.assignments.get(person=cast.lou).signature == wrong
    mark(wrong, by=cast.hana)
    assert assigning.verify() == {}
    assert latest.assignments.get(person=cast.lou, asked_again_at=None).ended_at is None
    ended = newer.assignments.filter(person=cast.lou).order_by("pk")
    assert [row.ended_why for row in ended] == ["signed", "superseded"]
    assert older in Signature.objects.counting()


def test_what_nobody_asks_any_more_is_not_asked_again(cast, signature, requirement):
    requiring.end(requirement, by=cast.polly)
    mark(signature, by=cast.hana)
    assert not Assignment.objects.open().filter(person=cast.lou).exists()
    last = Assignment.objects.filter(person=cast.lou).latest("pk")
    assert last.ended_why == "rule"


def test_nobody_marks_their_own_nor_what_was_signed_in_the_portal(cast, signature, version):
    with pytest.raises(marking.OwnError):
        mark(signature, by=cast.lou)
    with pytest.raises(marking.NotOnPaperError):
        mark(signed(cast.gus, version), by=cast.hana)
    with pytest.raises(marking.NoReasonError):
        mark(signature, by=cast.hana, reason=" \n")
    assert not Mistake.objects.exists()


def test_the_database_refuses_the_same(cast, signature, version):
    facts = {"marked_at": timezone.now(), "reason": "Why not."}
    for wrong, by in ((signed(cast.gus, version), cast.hana), (signature, cast.lou)):
        with pytest.raises(IntegrityError, match="marked_by_another"), transaction.atomic():
            Mistake.objects.create(signature=wrong, marked_by=by, **facts)
    with pytest.raises(IntegrityError, match="mistaken_with_a_reason"), transaction.atomic():
        Mistake.objects.create(signature=signature, marked_by=cast.hana, **facts | {"reason": ""})


def test_marking_twice_is_one_mistake(cast, signature):
    mark(signature, by=cast.hana)
    with pytest.raises(marking.MarkedError):
        mark(signature, by=cast.ada)
    assert mailing.history(cast.lou).filter(name="marked_mistaken").count() == 1


def test_a_past_day_is_told_as_it_was_on_record_and_that_it_was_a_mistake(cast, sheet, version):
    recorded = timezone.now()
    signature = record(sheet, by=cast.hana, at=recorded)
    later = recorded + dt.timedelta(days=2)
    mark(signature, by=cast.hana, at=later)
    was = completion.Question(as_of=today(recorded), policy=version.policy, status="signed")
    [row] = completion.rows(was)
    assert row.mistaken_at == later
    now = completion.Question(as_of=today(later), policy=version.policy, status="signed")
    assert not completion.rows(now).exists()


def test_the_pdf_of_the_receipt_says_that_it_does_not_count(cast, signature):
    mark(signature, by=cast.hana)
    text = _text_of(receipt_pdf(Signature.objects.get()))
    for said in ("Recorded by mistake, does not count", "Marked by Hana", "Barr"):
        assert said in text


def _text_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return " ".join(document[0].get_textpage().get_text_bounded().split())
