from __future__ import annotations

import pytest

from policies.acknowledgments.kiosk import keying


@pytest.mark.parametrize(
    "pin",
    ["000000", "111112", "123456", "234567", "890123", "654321", "121212", "123123", "010101"],
)
def test_what_others_guess_first_is_weak(pin):
    assert keying.is_weak(pin)


@pytest.mark.parametrize("pin", ["482915", "112358", "907214"])
def test_other_digits_are_not(pin):
    assert not keying.is_weak(pin)


def test_the_employee_number_is_weak():
    assert keying.is_weak("482915", number="E0482915")


def test_a_secret_fits_its_pin_and_its_person_only():
    secret = keying.secret_of("482915", person=7)
    assert keying.fits("482915", secret, person=7)
    assert not keying.fits("482916", secret, person=7)
    assert not keying.fits("482915", secret, person=8)
    assert secret != keying.secret_of("482915", person=7)


def test_without_the_portal_s_key_nothing_fits(settings):
    secret, digest = keying.secret_of("482915", person=7), keying.digest_of("34679CFGHJ")
    settings.SECRET_KEY = "another" * 10
    assert not keying.fits("482915", secret, person=7)
    assert keying.digest_of("34679CFGHJ") != digest
