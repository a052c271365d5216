from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from district_portal import audit, mailing
from policies.acknowledgments.kiosk import ending, opening, printing, witnessing
from policies.acknowledgments.models import Pin, Presence, Signature, Slip
from policies.paper.taking_turns import BusyError
from tests.factories.acknowledgments import required
from tests.factories.meetings import PIN, codes, meeting, opened, signed_at_kiosk, slip_of
from tests.factories.policies import published
from tests.races.together import together

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def version(cast):
    cache.clear()
    return published("529", "Staff Use of Social Media")


@pytest.fixture
def held(cast, version):
    required(version, people=[cast.gus, cast.lou])
    return meeting(cast.gus, cast.lou, by=cast.hana)


def test_one_code_at_20_devices_opens_one(cast, held):
    [code] = codes(held, cast.gus, by=cast.hana)
    slips = [slip_of(code) for _device in range(20)]
    results = together([lambda s=slip: opening.choose(s, PIN) for slip in slips])
    assert sum(isinstance(result, Pin) for result in results) == 1
    others = [result for result in results if not isinstance(result, Pin)]
    assert {type(error) for error in others} == {opening.CodeError}
    assert Pin.objects.count() == 1
    assert Slip.objects.get().used_at is not None


def test_signing_from_20_threads_is_one_signature(cast, held, version):
    [code] = codes(held, cast.gus, by=cast.hana)
    device = opened(Client(), code)
    asked = version.assignments.get(person=cast.gus)
    page = reverse("acknowledgments:kiosk_sign", args=[asked.pk])
    device.get(page)
    browsers = []
    for _browser in range(20):
        browser = Client()
        browser.cookies = device.cookies.copy()
        browsers.append(browser)
    told = {"agree": "on", "typed_name": "Gus de la Cruz"}
    results = together([lambda b=browser: b.post(page, told) for browser in browsers])
    assert {result.status_code for result in results} == {302}
    assert Signature.objects.get().method == "kiosk"
    assert audit.events(act="acknowledgments.signed").count() == 1
    assert mailing.history(cast.gus).filter(name="signed").count() == 1


def test_two_codes_of_one_person_choose_one_pin(cast, held):
    other = meeting(cast.gus, by=cast.ada)
    slips = [slip_of(codes(m, cast.gus, by=cast.hana)[0]) for m in (held, other)]
    results = together([lambda s=slip: opening.choose(s, PIN) for slip in slips])
    assert sum(isinstance(result, Pin) for result in results) == 1
    assert any(isinstance(result, opening.ChosenError) for result in results)
    assert Slip.objects.filter(used_at=None).count() == 1


def test_codes_printed_from_many_threads_leave_one_good_each(cast, held):
    results = together([lambda: printing.print_slips(held, by=cast.hana) for _thread in range(6)])
    assert any(isinstance(result, bytes) for result in results)
    wrong = [error for error in results if isinstance(error, Exception)]
    assert all(isinstance(error, BusyError) for error in wrong), wrong
    assert Slip.objects.filter(ended_at=None).count() == 2


def test_ending_while_a_code_is_used_leaves_it_used_or_ended(cast, held):
    slip = slip_of(codes(held, cast.gus, by=cast.hana)[0])
    results = together([lambda: opening.choose(slip, PIN), lambda: ending.end(held, by=cast.hana)])
    kept = Slip.objects.get()
    assert (kept.used_at is None) != (kept.ended_at is None)
    assert isinstance(results[0], Pin if kept.used_at else opening.CodeError)


def test_many_witnesses_of_one_signature_leave_one_word(cast, held, version):
    signature = signed_at_kiosk(held, cast.gus, version, by=cast.hana)
    acts = [
        lambda w=who: witnessing.say(held, [signature.pk], by=w)
        for who in [cast.theo, cast.ada] * 5
    ]
    results = together(acts)
    assert sum(len(said) for said in results) == 1
    assert Presence.objects.count() == 1


def test_nobody_prints_and_witnesses_at_once(cast, held, version):
    signature = signed_at_kiosk(held, cast.gus, version, by=cast.hana)
    facts = {"signature": signature, "was_present": True, "said_at": timezone.now()}
    seat = held.seats.get(person=cast.lou)
    paper = {"seat": seat, "digest": "x", "printed_at": timezone.now(), "printed_by": cast.ada}
    results = together(
        [
            lambda: Presence.objects.create(witness=cast.ada, **facts),
            lambda: Slip.objects.create(**paper),
        ]
    )
    assert sum(isinstance(result, IntegrityError) for result in results) == 1
