from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, InternalError, connection, transaction
from django.utils import timezone

from district_portal import audit
from policies.acknowledgments.kiosk import ending, preparing, printing
from policies.acknowledgments.models import Meeting, Presence, Slip
from tests.factories.acknowledgments import required, signed
from tests.factories.meetings import codes, meeting, signed_at_kiosk
from tests.factories.policies import published

pytestmark = pytest.mark.django_db


def expected(**asked):
    return {str(person) for person in preparing.expected(**asked)}


def test_those_with_something_to_sign_are_expected_but_nobody_on_leave_nor_oneself(
    cast, requirement, version
):
    assert expected(by=cast.hana) == {"Lou Berg", "Gus de la Cruz", "Val O’Neill"}
    signed(cast.lou, version)
    assert expected(by=cast.ada) == {"Gus de la Cruz", "Val O’Neill", "Hana Sato"}


def test_a_principal_asks_their_own_people_only(cast, requirement):
    assert expected(by=cast.pat) == {"Lou Berg", "Val O’Neill"}
    assert expected(by=cast.pat, place=cast.transportation) == set()
    assert expected(by=cast.lou) == set()


def test_a_place_counts_with_those_below_and_a_policy_narrows(cast, requirement):
    other = required(published("540", "Phones"), people=[cast.gus])
    assert "Gus de la Cruz" in expected(by=cast.hana, place=cast.district)
    assert expected(by=cast.hana, place=cast.northside) == {"Lou Berg", "Val O’Neill"}
    assert expected(by=cast.hana, policy=other.policy) == {"Gus de la Cruz"}
    assert expected(by=cast.hana, people=[cast.lou]) == {"Lou Berg"}


@pytest.mark.parametrize("hours", [0, -1, 25])
def test_codes_end_within_a_day(cast, requirement, hours):
    with pytest.raises(preparing.EndError):
        meeting(cast.lou, by=cast.hana, hours=hours)


def test_the_end_of_the_day_is_the_district_s(cast):
    at = dt.datetime(2026, 8, 12, 2, 0, tzinfo=dt.UTC)
    assert preparing.end_of_day(at) == dt.datetime(2026, 8, 12, 5, 0, tzinfo=dt.UTC)


def test_a_meeting_of_nobody_is_not_prepared(cast, requirement):
    with pytest.raises(preparing.NobodyError):
        meeting(cast.tom, by=cast.hana)
    assert not Meeting.objects.exists()


def test_slips_are_printed_and_kept_as_digests_only(cast, held):
    made = printing.print_slips(held, by=cast.hana)
    assert made.startswith(b"%PDF")
    slips = list(Slip.objects.all())
    assert len(slips) == 3
    assert all(len(slip.digest) == 64 for slip in slips)
    assert audit.events(act="meetings.codes_printed").count() == 1


def test_what_is_printed_anew_ends_what_was_printed_before(cast, held):
    codes(held, cast.gus, cast.lou, by=cast.hana)
    codes(held, cast.gus, by=cast.hana)
    assert Slip.objects.filter(seat__person=cast.gus, ended_at=None).count() == 1
    assert Slip.objects.filter(seat__person=cast.gus).count() == 2
    assert Slip.objects.filter(seat__person=cast.lou, ended_at=None).count() == 1


def test_one_person_s_code_alone_is_printed_anew(cast, held):
    printing.print_slips(held, by=cast.hana)
    printing.print_slips(held, by=cast.hana, people=[cast.gus.pk])
    assert Slip.objects.filter(ended_at__isnull=False).get().seat.person == cast.gus


def test_who_has_signed_everything_gets_no_slip(cast, held, version):
    for person in (cast.lou, cast.gus):
        signed(person, version)
    printing.print_slips(held, by=cast.hana)
    assert Slip.objects.get().seat.person == cast.val
    signed(cast.val, version)
    with pytest.raises(preparing.NobodyError):
        printing.print_slips(held, by=cast.hana)


def test_nothing_is_printed_for_a_meeting_that_is_over(cast, requirement):
    past = meeting(cast.lou, by=cast.hana, at=timezone.now() - dt.timedelta(hours=5))
    with pytest.raises(printing.OverError):
        printing.print_slips(past, by=cast.hana)


def test_a_meeting_is_ended_at_once_with_its_codes(cast, held, code):
    assert ending.end(held, by=cast.hana)
    assert not ending.end(held, by=cast.ada)
    assert Slip.objects.get().ended_at is not None
    held.refresh_from_db()
    assert held.ended_by == cast.hana
    with pytest.raises(printing.OverError):
        printing.print_slips(held, by=cast.hana)


def test_the_database_lets_nobody_print_their_own_code(cast, held):
    with pytest.raises(IntegrityError, match="nobody_prints_their_own_code"), transaction.atomic():
        codes(held, cast.gus, by=cast.gus)


def test_a_witness_prints_no_code_afterwards(cast, held, version):
    signature = signed_at_kiosk(held, cast.gus, version, by=cast.hana)
    facts = {"witness": cast.ada, "was_present": True, "said_at": timezone.now()}
    Presence.objects.create(signature=signature, **facts)
    with pytest.raises(printing.WitnessError):
        printing.print_slips(held, by=cast.ada)
    with pytest.raises(IntegrityError, match="no_witness_prints_codes"), transaction.atomic():
        codes(held, cast.lou, by=cast.ada)


@pytest.mark.parametrize("change", ["used_at = NULL", "digest = 'x'", "used_at = now()"])
def test_a_used_slip_stays_used(cast, held, version, change):
    signed_at_kiosk(held, cast.gus, version, by=cast.hana)
    with pytest.raises(InternalError, match="Cannot update"), transaction.atomic():
        connection.cursor().execute(f"UPDATE acknowledgments_slip SET {change}")
