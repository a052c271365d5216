"""What was signed on paper is recorded once, by another, with its day and its scan."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import roles
from district_portal import audit, mailing
from district_portal.district.current import school_year, today
from district_portal.permissions import Role
from policies.acknowledgments import assigning, closing, requiring
from policies.acknowledgments.models import Assignment, Scan, Signature
from policies.acknowledgments.paper import coding, printing, recording
from policies.acknowledgments.paper.looking_up import State, look_up
from tests.factories.acknowledgments import required, signed
from tests.factories.policies import published
from tests.policies.acknowledgments.paper.conftest import printed, scanned

pytestmark = pytest.mark.django_db


def record(*sheets, by, **told):
    facts = {"signed_on": today(), "scan": scanned(), **told}
    return recording.record([sheet.code for sheet in sheets], by=by, **facts)


def states(*typed, by) -> list[State]:
    return [line.state for line in look_up(typed, by=by)]


def test_a_sheet_becomes_a_signature_that_says_it_was_on_paper_and_by_whom(cast, sheet, version):
    at = timezone.now()
    [signature] = record(sheet, by=cast.hana, at=at)
    assert (signature.method, signature.recorded_by) == ("paper", cast.hana)
    assert (signature.signed_on, signature.signed_at) == (today(at), at)
    assert signature.statement.startswith("I, Lou Berg, have read policy 529")
    assert signature.version_sha256 == version.sha256
    assert (signature.sheet, signature.scan.name) == (sheet, "sheet.pdf")
    asked = Assignment.objects.get(person=cast.lou)
    assert (asked.ended_why, asked.signature, asked.ended_at) == ("signed", signature, at)
    assert assigning.verify() == {}
    event = audit.events(act="acknowledgments.recorded").get()
    assert (event.actor, event.person_id) == (str(cast.hana), cast.lou.pk)
    assert event.after["scan_sha256"] == signature.scan.sha256
    mail = mailing.history(cast.lou).get(name="signed_on_paper")
    assert signature.receipt in mail.text
    assert "Hana" in mail.text
    assert "Tell human resources at once" in mail.text


def test_recording_twice_leaves_one_signature_and_keeps_no_second_scan(cast, sheet):
    [signature] = record(sheet, by=cast.hana)
    with pytest.raises(recording.NothingReadyError):
        record(sheet, by=cast.ada)
    assert Signature.objects.get() == signature
    assert Scan.objects.count() == 1
    [line] = look_up([sheet.code], by=cast.ada)
    assert line.words.endswith(f"receipt {signature.receipt}")


def test_it_ends_whatever_else_asks_the_person_for_the_version(cast, sheet, version):
    required(version, people=[cast.lou], cycle="school_year")
    [signature] = record(sheet, by=cast.hana)
    ended = Assignment.objects.filter(person=cast.lou)
    assert {row.signature for row in ended} == {signature}
    assert signature.school_year == school_year()
    assert assigning.verify() == {}


@pytest.mark.parametrize("days", [1, -1])
def test_no_day_to_come_and_none_before_they_were_asked(cast, sheet, days):
    with pytest.raises(recording.DayError) as refused:
        record(sheet, by=cast.hana, signed_on=today() + dt.timedelta(days=days))
    assert [line.sheet for line in refused.value.lines] == ([] if days == 1 else [sheet])
    assert not Scan.objects.exists()


def test_a_day_after_they_were_asked_is_kept_beside_the_moment_of_recording(cast, version):
    before = timezone.now() - dt.timedelta(days=9)
    older = published("540", "Phones", at=before)
    sheet = printed(required(older, people=[cast.gus], at=before), cast.gus, by=cast.hana)[0]
    [signature] = record(sheet, by=cast.hana, signed_on=today() - dt.timedelta(days=3))
    assert signature.signed_on == today() - dt.timedelta(days=3)
    assert today(signature.signed_at) == today()


def test_nobody_records_their_own_sheet(cast, requirement):
    own = printed(requirement, cast.hana, by=cast.hana)[0]
    assert states(own.code, by=cast.hana) == [State.OWN]
    with pytest.raises(recording.NothingReadyError):
        record(own, by=cast.hana)
    assert record(own, by=cast.ada)


def test_the_database_itself_refuses_ones_own_and_a_paper_without_a_scan(cast, sheet):
    [signature] = record(sheet, by=cast.hana)
    fields = {
        field.attname: getattr(signature, field.attname)
        for field in Signature._meta.concrete_fields
        if field.attname not in ("id", "receipt")
    }
    fields |= {"school_year": "1999-2000", "sheet_id": None}
    for wrong in ({}, {"recorded_by_id": cast.lou.pk}, {"method": "browser"}, {"scan_id": None}):
        with pytest.raises(IntegrityError, match="on_paper"), transaction.atomic():
            Signature.objects.create(**fields | wrong)


@pytest.mark.parametrize("who", ["pat", "otto", "polly", "lou", "tom"])
def test_who_has_no_such_role_finds_no_sheet(cast, sheet, who):
    by = getattr(cast, who)
    assert states(sheet.code, by=by) == [State.ELSEWHERE]
    with pytest.raises(recording.NothingReadyError):
        record(sheet, by=by)


def test_a_role_that_ends_at_a_building_reaches_its_people_alone(cast, requirement):
    roles.appoint(cast.theo, role=Role.HR, by=cast.ada, place=cast.northside)
    lou, gus = printed(requirement, cast.lou, cast.gus, by=cast.hana)
    theo = type(cast.theo).objects.get(pk=cast.theo.pk)
    assert states(lou.code, gus.code, by=theo) == [State.READY, State.ELSEWHERE]
    lines = look_up([gus.code], by=theo)
    assert lines[0].sheet is None
    assert {row.person for row in printing.asked(requirement, by=theo)} == {cast.lou, cast.val}
    assert [made.person for made in record(lou, gus, by=theo)] == [cast.lou]


def test_each_line_of_a_list_says_what_becomes_of_it(cast, requirement, version):
    lou, gus, val = printed(requirement, cast.lou, cast.gus, cast.val, by=cast.hana)
    signed(cast.gus, version)
    closing.exempt(val.assignment, by=cast.hana, reason="Wrote it.")
    unknown = coding.fresh()
    lines = look_up(
        [lou.code, "", gus.code, val.code, unknown, "K7MN3", lou.code.lower()], by=cast.hana
    )
    assert [(line.number, line.state) for line in lines] == [
        (1, State.READY),
        (3, State.SIGNED),
        (4, State.CLOSED),
        (5, State.UNKNOWN),
        (6, State.MISTYPED),
        (7, State.TWICE),
    ]
    assert "Exempted" in lines[2].words
    made = recording.record(
        [line.typed for line in lines],
        by=cast.hana,
        signed_on=today(),
        scan=scanned(),
        is_list=True,
    )
    assert [signature.person for signature in made] == [cast.lou]
    assert made[0].scan.is_list


def test_the_code_of_a_version_that_was_replaced_records_nothing(cast, sheet):
    published("529", "Staff Use of Social Media", clauses=("New.",), asks_again="everyone")
    assert states(sheet.code, by=cast.hana) == [State.SUPERSEDED]
    with pytest.raises(recording.NothingReadyError):
        record(sheet, by=cast.hana)


def test_the_code_of_a_requirement_that_ended_records_nothing(cast, sheet, requirement):
    requiring.end(requirement, by=cast.polly)
    assert states(sheet.code, by=cast.hana) == [State.OVER]


def test_many_lines_cost_no_more_queries_to_look_up_than_one(
    cast, requirement, django_assert_num_queries
):
    sheets = printed(requirement, cast.lou, cast.gus, cast.val, by=cast.hana)
    cast.hana.standing  # noqa: B018 – read once
    for some in (sheets[:1], sheets):
        with django_assert_num_queries(2):
            lines = look_up([sheet.code for sheet in some], by=cast.hana)
            assert all(f"{line.asked.person} {line.asked.version}" for line in lines if line.asked)
