from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from district_portal import audit, mailing
from district_portal.district.current import today
from policies.acknowledgments import assigning, signing
from policies.acknowledgments.models import Mistake, Scan, Sheet, Signature
from policies.acknowledgments.paper import marking, printing, recording
from tests.factories.acknowledgments import required, sign_in, signed
from tests.factories.policies import published
from tests.policies.acknowledgments.paper.conftest import printed, scanned, uploaded
from tests.races.together import together

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def version(cast):
    return published("529", "Staff Use of Social Media")


def test_one_sheet_recorded_from_20_threads_is_one_signature(cast, version):
    sheet = printed(required(version, people=[cast.lou]), cast.lou, by=cast.hana)[0]
    page = reverse("acknowledgments:record_sheet", args=[sheet.code])
    browsers = [sign_in(Client(), cast.hana) for _browser in range(20)]
    day = today().isoformat()
    results = together(
        [
            lambda b=browser: b.post(page, {"signed_on": day, "scan": uploaded()}, follow=True)
            for browser in browsers
        ]
    )
    signature = Signature.objects.get()
    receipt = f"/receipts/{signature.pk}/"
    ends = {result.redirect_chain[-1][0] for result in results}
    assert receipt in ends
    assert all(signature.receipt in result.text for result in results)
    assert audit.events(act="acknowledgments.recorded").count() == 1
    assert mailing.history(cast.lou).filter(name="signed_on_paper").count() == 1
    assert Scan.objects.count() == 1


@pytest.mark.parametrize("_round", range(3))
def test_signing_while_the_sheet_is_recorded_leaves_one_signature(cast, version, _round):
    sheet = printed(required(version, people=[cast.lou]), cast.lou, by=cast.hana)[0]
    facts = {"by": cast.hana, "signed_on": today(), "scan": scanned()}
    results = together(
        [lambda: signed(cast.lou, version), lambda: recording.record([sheet.code], **facts)]
    )
    signature = Signature.objects.get()
    assert results[0] == signature
    if signature.method == "browser":
        assert isinstance(results[1], recording.NothingReadyError)
        assert not Scan.objects.exists()
    assert assigning.verify() == {}


def test_the_same_people_in_opposite_lists_are_recorded_once_each(cast, version):
    people = [cast.lou, cast.gus, cast.val, cast.theo, cast.pat]
    codes = [s.code for s in printed(required(version, people=people), *people, by=cast.hana)]
    facts = {"signed_on": today(), "scan": scanned(), "is_list": True}
    acts = [
        lambda: recording.record(codes, by=cast.hana, **facts),
        lambda: recording.record(codes[::-1], by=cast.ada, **facts),
    ]
    results = together(acts)
    assert sorted(len(made) if isinstance(made, list) else 0 for made in results) == [0, 5]
    assert Signature.objects.count() == 5


def test_sheets_printed_from_many_threads_have_one_code_each(cast, version):
    requirement = required(version, people=[cast.lou, cast.gus])
    ids = [row.pk for row in requirement.assignments.all()]
    results = together(
        [lambda: printing.give_codes(requirement, ids, by=cast.hana) for _thread in range(8)]
    )
    assert all(sorted(made) == sorted(ids) for made in results)
    assert Sheet.objects.count() == 2


def test_a_version_published_meanwhile_leaves_nothing_recorded_under_the_old_one_open(
    cast, version
):
    sheet = printed(required(version, people=[cast.lou]), cast.lou, by=cast.hana)[0]
    facts = {"by": cast.hana, "signed_on": today(), "scan": scanned()}
    made, second = together(
        [
            lambda: recording.record([sheet.code], **facts),
            lambda: published("529", "Staff Use of Social Media", asks_again="everyone"),
        ]
    )
    if isinstance(made, list):
        assert signing.standing(cast.lou, version) == made[0]
    else:
        assert isinstance(made, recording.NothingReadyError)
    assert second.assignments.get(person=cast.lou).ended_at is None
    assert assigning.verify() == {}


def test_one_recording_marked_by_many_at_once_is_one_mistake_and_one_new_task(cast, version):
    sheet = printed(required(version, people=[cast.lou]), cast.lou, by=cast.hana)[0]
    facts = {"signed_on": today(), "scan": scanned()}
    [made] = recording.record([sheet.code], by=cast.hana, **facts)
    acts = [lambda: marking.mark(made, by=cast.ada, reason="Another Lou.") for _thread in range(6)]
    results = together(acts)
    assert sum(isinstance(result, Mistake) for result in results) == 1
    assert sum(isinstance(result, marking.MarkedError) for result in results) == 5
    assert version.assignments.filter(person=cast.lou, ended_at=None).count() == 1
    assert mailing.history(cast.lou).filter(name="marked_mistaken").count() == 1


def test_signing_while_it_is_marked_leaves_one_that_counts_or_a_task(cast, version):
    sheet = printed(required(version, people=[cast.lou]), cast.lou, by=cast.hana)[0]
    facts = {"signed_on": today(), "scan": scanned()}
    [made] = recording.record([sheet.code], by=cast.hana, **facts)
    signing_it, marked = together(
        [
            lambda: signed(cast.lou, version),
            lambda: marking.mark(made, by=cast.ada, reason="Another Lou."),
        ]
    )
    assert isinstance(marked, Mistake)
    assert isinstance(signing_it, Signature)
    counting = list(Signature.objects.counting())
    open_ones = version.assignments.filter(person=cast.lou, ended_at=None)
    assert (counting == [], open_ones.count()) in ((True, 1), (False, 0))
    assert assigning.verify() == {}
