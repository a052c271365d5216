from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from accounts import moving
from district_portal import audit, mailing
from policies.acknowledgments import assigning, signing
from policies.acknowledgments.models import Signature
from tests.factories.acknowledgments import required, signed
from tests.factories.policies import published

pytestmark = pytest.mark.django_db


def test_a_signature_keeps_all_that_proves_it(cast):
    version = published("529", "Staff Use of Social Media")
    required(version)
    opened = dt.datetime(2026, 9, 2, 15, tzinfo=dt.UTC)
    signature = signed(
        cast.lou,
        version,
        typed_name=" lou BERG ",
        browser="Firefox",
        opened_at=opened,
        signed_in_at=opened,
        at=opened + dt.timedelta(minutes=4),
    )
    signature.refresh_from_db()
    assert signature.statement == (
        "I, Lou Berg, have read policy 529, Staff Use of Social Media, version 1, "
        "and agree to follow it."
    )
    assert signature.version_sha256 == version.sha256
    assert signature.typed_name == "lou BERG"
    assert signature.name_matches
    assert (signature.address, signature.browser) == ("192.0.2.7", "Firefox")
    assert (signature.opened_at, signature.signed_in_at) == (opened, opened)
    assert signature.school_year == "2026–27"
    assert signature.receipt == f"S-2026-{signature.pk:06}"


def test_one_signature_ends_every_open_assignment_for_that_version(cast):
    version, other = published("511", "Conduct"), published("740", "Driving")
    required(version)
    required(version, people=[cast.lou], cycle="school_year")
    required(other)
    signature = signed(cast.lou, version)
    assert {a.signature for a in version.assignments.filter(person=cast.lou)} == {signature}
    assert other.assignments.get(person=cast.lou).ended_at is None
    assert version.assignments.get(person=cast.gus).ended_at is None


def test_signing_twice_answers_the_first_signature(cast):
    version = published("511", "Conduct")
    required(version)
    first = signed(cast.lou, version)
    assert signed(cast.lou, version, typed_name="Somebody Else") == first
    assert Signature.objects.count() == 1
    assert audit.events(act="acknowledgments.signed").count() == 1
    assert mailing.history(cast.lou).count() == 1


def test_next_school_year_s_signature_is_another_one(cast):
    version = published("511", "Conduct")
    autumn = dt.datetime(2026, 9, 1, 15, tzinfo=dt.UTC)
    requirement = required(version, cycle="school_year", at=autumn)
    first = signed(cast.lou, version, at=autumn)
    assigning.reconcile(requirement, at=autumn.replace(year=2027))
    second = signed(cast.lou, version, at=autumn.replace(year=2027))
    assert (first.school_year, second.school_year) == ("2026–27", "2027–28")


def test_a_version_that_was_replaced_meanwhile_can_not_be_signed(cast):
    first = published("511", "Conduct")
    required(first)
    published("511", "Conduct")
    with pytest.raises(signing.SupersededError):
        signed(cast.lou, first)
    assert not Signature.objects.exists()


def test_who_was_not_asked_can_not_sign(cast):
    version = published("511", "Conduct")
    required(version, people=[cast.gus])
    with pytest.raises(signing.NotAskedError):
        signed(cast.lou, version)


@pytest.mark.parametrize(
    ("typed", "matches"),
    [
        ("Mia Álvarez", True),
        ("mia alvarez", True),
        ("Álvarez, Mia", True),
        ("Mia Rosa Alvarez", True),
        ("M. Alvarez", False),
        ("Lou Berg", False),
    ],
)
def test_capitals_accents_and_order_do_not_matter_and_a_mismatch_is_only_flagged(
    cast, typed, matches
):
    version = published("511", "Conduct")
    required(version)
    moving.return_from_leave(cast.mia, by=None)
    assert signed(cast.mia, version, typed_name=typed).name_matches is matches


def test_an_apostrophe_may_be_typed_either_way(cast):
    assert signing.name_matches(cast.val, "Val O'Neill")


def test_the_receipt_goes_out_by_mail_and_is_held_when_in_doubt(cast):
    version = published("529", "Staff Use of Social Media")
    required(version)
    signature = signed(cast.lou, version)
    message = mailing.history(cast.lou).get(name="signed")
    assert signature.receipt in message.subject
    assert signature.statement in message.text
    assert version.sha256 in message.text
    assert f"/receipts/{signature.pk}/" in message.text
    assert message.in_doubt == "hold"


def test_who_has_no_address_signs_all_the_same(cast):
    version = published("511", "Conduct")
    required(version)
    cast.lou.email = None
    cast.lou.save()
    assert signed(cast.lou, version).receipt


@pytest.mark.parametrize("minutes", [30, 600, None])
def test_nobody_signs_whose_password_was_given_too_long_ago(cast, minutes):
    version = published("511", "Conduct")
    required(version)
    now = timezone.now()
    given = None if minutes is None else now - dt.timedelta(minutes=minutes)
    with pytest.raises(signing.SignInFirstError):
        signed(cast.lou, version, signed_in_at=given, at=now)
    assert not Signature.objects.exists()
    assert signed(cast.lou, version, signed_in_at=now - dt.timedelta(minutes=29), at=now)
