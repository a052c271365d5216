from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from district_portal import audit, mailing
from district_portal.district.current import today
from policies.acknowledgments import assigning, closing, signing
from policies.acknowledgments.models import (
    Assignment,
    Closing,
    Reopening,
    Requirement,
    Signature,
)
from tests.factories.acknowledgments import required, sign_in, signed
from tests.factories.policies import published
from tests.races.together import together

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_person_signing_from_20_threads_signs_once(cast):
    version = published("529", "Staff Use of Social Media")
    required(version)
    required(version, people=[cast.lou], cycle="school_year")
    page = reverse("acknowledgments:sign", args=[version.assignments.filter(person=cast.lou)[0].pk])
    browsers = [sign_in(Client(), cast.lou) for _browser in range(20)]
    answers = {"agree": "on", "typed_name": "Lou Berg"}
    results = together([lambda b=browser: b.post(page, answers).url for browser in browsers])
    signature = Signature.objects.get()
    assert set(results) == {f"/receipts/{signature.pk}/"}
    assert audit.events(act="acknowledgments.signed").count() == 1
    assert mailing.history(cast.lou).filter(name="signed").count() == 1
    ended = version.assignments.filter(person=cast.lou)
    assert {assignment.signature for assignment in ended} == {signature}


@pytest.mark.parametrize("_round", range(5))
def test_signing_while_a_new_version_is_published_is_one_or_the_other(cast, _round):
    first = published("529", "Staff Use of Social Media")
    required(first)
    signed_or_not, second = together(
        [
            lambda: signed(cast.lou, first),
            lambda: published("529", "Staff Use of Social Media", asks_again="nobody"),
        ]
    )
    if isinstance(signed_or_not, Signature):
        assert second.assignments.get(person=cast.lou).signature == signed_or_not
    else:
        assert isinstance(signed_or_not, signing.SupersededError)
        assert second.assignments.get(person=cast.lou).ended_at is None
    assert assigning.verify() == {}


def test_signing_while_everything_is_reconciled_leaves_nothing_open(cast):
    version = published("529", "Staff Use of Social Media")
    requirement = required(version)
    people = [cast.lou, cast.gus, cast.pat, cast.val]
    results = together(
        [
            *(lambda p=person: signed(p, version) for person in people),
            *(lambda: assigning.reconcile(requirement) for _again in range(4)),
        ]
    )
    assert [result for result in results if isinstance(result, Exception)] == []
    assert not version.assignments.open().filter(person__in=people).exists()
    assert assigning.verify() == {}


@pytest.mark.parametrize("_round", range(5))
def test_refusing_while_the_person_signs_leaves_one_answer(cast, _round):
    version = published("529", "Staff Use of Social Media")
    required(version)
    required(version, people=[cast.lou], cycle="school_year")
    asked = version.assignments.filter(person=cast.lou)
    record, signature = together(
        [lambda: refuse(asked.first(), cast), lambda: signed(cast.lou, version)]
    )
    assert Signature.objects.get() == signature, "whoever signs is never turned away"
    if isinstance(record, Exception):
        assert isinstance(record, closing.NothingOpenError)
        assert not Closing.objects.exists()
    assert not asked.closed().exists(), "what was signed a moment later stands closed no longer"
    assert not asked.open().exists()
    counted = asked.filter(asked_again_at=None)
    assert list(counted.values_list("signature", flat=True)) == [signature.pk] * 2
    assert mailing.history(cast.lou).filter(name="signed").count() == 1
    assert assigning.verify() == {}


def test_two_who_close_the_same_leave_one_record(cast):
    version = published("529", "Staff Use of Social Media")
    required(version)
    asked = version.assignments.get(person=cast.lou)
    acts = [lambda: refuse(asked, cast), lambda: exempt(asked, cast)]
    results = together(acts * 4)
    record = Closing.objects.get()
    assert [result for result in results if not isinstance(result, Exception)] == [record]
    assert sum(isinstance(result, closing.NothingOpenError) for result in results) == 7
    assert audit.events(act="acknowledgments.closed").count() == 1
    assert mailing.history(cast.lou).filter(name="closed_unsigned").count() == 1


def test_two_who_reopen_the_same_ask_once(cast):
    version = published("529", "Staff Use of Social Media")
    required(version)
    record = refuse(version.assignments.get(person=cast.lou), cast)
    again = lambda: closing.reopen(record, by=cast.hana, reason="Ask again.")  # noqa: E731
    results = together([again] * 8)
    opened = version.assignments.open().get(person=cast.lou)
    assert [result for result in results if not isinstance(result, Exception)] == [opened]
    assert sum(isinstance(result, closing.ReopenedError) for result in results) == 7
    assert Reopening.objects.get().closing == record
    assert assigning.verify() == {}


@pytest.mark.parametrize("_round", range(5))
def test_signing_while_it_is_reopened_leaves_one_signature(cast, _round):
    version = published("529", "Staff Use of Social Media")
    required(version)
    record = refuse(version.assignments.get(person=cast.lou), cast)
    opened, signature = together(
        [
            lambda: closing.reopen(record, by=cast.hana, reason="Ask again."),
            lambda: signed(cast.lou, version),
        ]
    )
    assert Signature.objects.get() == signature
    assert isinstance(opened, Assignment | closing.ReopenedError)
    mine = version.assignments.filter(person=cast.lou)
    assert not mine.open().exists()
    assert mine.get(asked_again_at=None).signature == signature
    assert assigning.verify() == {}


def test_requiring_the_same_from_8_threads_is_one_requirement(cast):
    version = published("529", "Staff Use of Social Media")
    results = together([lambda: required(version, by=cast.polly) for _again in range(8)])
    assert set(results) == {Requirement.objects.get()}
    assert audit.events(act="requirements.required").count() == 1


def refuse(asked, cast):
    said = {"witness": cast.theo, "refused_on": today(), "statement": "Lou said no."}
    return closing.refuse(asked, by=cast.pat, **said)


def exempt(asked, cast):
    return closing.exempt(asked, by=cast.hana, reason="Not in this job.")
