from __future__ import annotations

import datetime as dt

import pytest
from django.core.cache import cache
from django.utils import timezone

from accounts import throttling
from district_portal import audit, mailing
from policies.acknowledgments.kiosk import ending, opening
from policies.acknowledgments.models import Pin, Slip
from policies.acknowledgments.paper import coding
from tests.factories.meetings import PIN, codes, meeting, signed_at_kiosk, slip_of

pytestmark = pytest.mark.django_db
HERE = "192.0.2.1"


@pytest.fixture(autouse=True)
def _nothing_counted():
    cache.clear()
    yield
    cache.clear()


def why(code, **told):
    with pytest.raises(opening.CodeError) as refused:
        opening.find(code, address=HERE, **told)
    return refused.value.why


def test_a_code_leads_to_its_person_and_the_first_pin_opens(cast, code):
    slip = opening.find(f"{code[:5]}-{code[5:]}".lower(), address=HERE)
    assert slip.seat.person == cast.gus
    pin = opening.choose(slip, PIN)
    assert opening.pin_of(cast.gus) == pin
    assert PIN not in pin.secret
    assert audit.events(act="signing_in.pin_chosen").get().person_id == cast.gus.pk
    assert mailing.history(cast.gus).filter(name="sign_in_changed").count() == 1


def test_a_weak_pin_is_refused_and_uses_nothing(cast, code):
    with pytest.raises(opening.WeakPinError):
        opening.choose(slip_of(code), "123456")
    assert Slip.objects.get().used_at is None


def test_a_code_opens_once(cast, code):
    opening.choose(slip_of(code), PIN)
    assert why(code) == opening.Why.USED


def test_two_devices_with_one_code_open_once(cast, code):
    first, second = slip_of(code), slip_of(code)
    opening.choose(first, PIN)
    with pytest.raises(opening.CodeError):
        opening.enter(second, PIN, address=HERE)
    with pytest.raises(opening.CodeError):
        opening.choose(second, "739104")
    assert Pin.objects.count() == 1


def test_the_pin_of_before_opens_the_next_code(cast, held, code):
    chosen = opening.choose(slip_of(code), PIN)
    [again] = codes(held, cast.gus, by=cast.hana)
    assert opening.enter(slip_of(again), PIN, address=HERE) == chosen


def test_whoever_printed_the_code_fails_once_the_pin_is_chosen(cast, held, code):
    opening.choose(slip_of(code), PIN)
    [again] = codes(held, cast.gus, by=cast.hana)
    slip = slip_of(again)
    with pytest.raises(opening.ChosenError):
        opening.choose(slip, "739104")
    with pytest.raises(opening.WrongPinError):
        opening.enter(slip, "739104", address=HERE)


def test_wrong_pins_are_counted_for_a_person_and_make_wait(cast, held, code):
    opening.choose(slip_of(code), PIN)
    slip = slip_of(codes(held, cast.gus, by=cast.hana)[0])
    for _guess in range(throttling.FREE):
        with pytest.raises(opening.WrongPinError):
            opening.enter(slip, "739104", address=HERE)
    with pytest.raises(throttling.TooManyError) as many:
        opening.enter(slip, PIN, address=HERE)
    assert 0 < many.value.seconds <= throttling.FIRST_WAIT
    assert opening.enter(slip, PIN, address="198.51.100.9")


def test_many_wrong_pins_are_told_by_the_record(cast, held, code):
    opening.choose(slip_of(code), PIN)
    for guess in range(10):
        with pytest.raises(opening.WrongPinError):
            opening.confirm(cast.gus, "739104", address=f"198.51.{guess}.9")
    assert audit.events(act="meetings.wrong_pins").get().person_id == cast.gus.pk


def test_guessed_codes_make_wait_by_address_and_everywhere(cast, code):
    for guess in range(throttling.ATTACK):
        with pytest.raises(opening.CodeError) as refused:
            opening.find(coding.fresh(), address=f"198.51.{guess}.9")
        assert refused.value.why == opening.Why.UNKNOWN
    with pytest.raises(opening.CodeError):
        opening.find(coding.fresh(), address="203.0.113.4")
    with pytest.raises(throttling.TooManyError) as many:
        opening.find(coding.fresh(), address="203.0.113.200")
    assert many.value.seconds > throttling.FIRST_WAIT
    assert opening.find(code, address=HERE)


def test_one_address_that_guesses_waits_while_others_do_not(cast, code):
    for _guess in range(throttling.FREE + 1):
        with pytest.raises((opening.CodeError, throttling.TooManyError)):
            opening.find(coding.fresh(), address="198.51.100.9")
    with pytest.raises(throttling.TooManyError):
        opening.find(code, address="198.51.100.9")
    assert opening.find(code, address=HERE)


def test_a_slip_of_the_finger_is_no_guess(cast, code):
    for _slip in range(throttling.FREE * 2):
        with pytest.raises(coding.MistypedError):
            opening.find(code[:-1] + ("3" if code[-1] != "3" else "4"), address=HERE)
    assert opening.find(code, address=HERE)


def test_an_expired_code_opens_nothing(cast, held, code):
    assert why(code, at=held.codes_end_at) == opening.Why.OVER
    late = held.codes_end_at + dt.timedelta(seconds=1)
    with pytest.raises(opening.CodeError):
        opening.choose(slip_of(code), PIN, at=late)


def test_an_ended_or_replaced_code_opens_nothing(cast, held, code):
    codes(held, cast.gus, by=cast.hana)
    assert why(code) == opening.Why.OVER
    [lous] = codes(held, cast.lou, by=cast.hana)
    ending.end(held, by=cast.hana)
    assert why(lous) == opening.Why.OVER


@pytest.mark.parametrize("state", ["left", "on leave"])
def test_the_code_of_who_is_away_opens_nothing(cast, code, state):
    if state == "left":
        type(cast.gus).objects.filter(pk=cast.gus.pk).update(is_active=False)
    else:
        cast.gus.postings.update(on_leave=True)
    assert why(code) == opening.Why.AWAY


def test_a_reset_ends_the_pin_and_is_told(cast, held, code, version):
    signed_at_kiosk(held, cast.gus, version, by=cast.hana)
    assert opening.reset(cast.gus, by=cast.hana, reason="Forgot it.")
    assert not opening.reset(cast.gus, by=cast.hana, reason="Forgot it.")
    assert audit.events(act="signing_in.pin_reset").get().actor_id == cast.hana.pk
    [again] = codes(held, cast.gus, by=cast.hana)
    new = opening.choose(slip_of(again), "739104")
    assert new.before.ended_by == cast.hana


def test_nobody_resets_their_own_pin_nor_without_a_reason(cast):
    with pytest.raises(opening.ResetError):
        opening.reset(cast.hana, by=cast.hana, reason="Mine.")
    with pytest.raises(opening.ResetError):
        opening.reset(cast.gus, by=cast.hana, reason=" ")


def test_a_meeting_of_yesterday_has_no_good_codes(cast, requirement):
    yesterday = timezone.now() - dt.timedelta(hours=30)
    past = meeting(cast.lou, by=cast.hana, hours=24, at=yesterday)
    [old] = codes(past, cast.lou, by=cast.hana, at=yesterday)
    assert why(old) == opening.Why.OVER
