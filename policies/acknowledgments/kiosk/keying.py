"""What is kept of codes and PINs: nothing that could be used by whoever has the database alone.

Both are hashed with a key that stands in the portal's settings. A PIN has few signs, so that its
keyed hash goes through the slow hash of passwords besides.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from django.contrib.auth.hashers import check_password, make_password
from django.utils.crypto import salted_hmac

DIGITS: Final = 6
_CODES: Final = "policies.acknowledgments.kiosk.code"
_PINS: Final = "policies.acknowledgments.kiosk.pin"


def digest_of(code: str) -> str:
    """What is kept of a code, 64 hexadecimal digits; the same for the same code."""
    return salted_hmac(_CODES, code, algorithm="sha256").hexdigest()


def secret_of(pin: str, *, person: int) -> str:
    """What is kept of the PIN of `person` (its id), each time another."""
    return make_password(_keyed(pin, person))


def fits(pin: str, secret: str, *, person: int) -> bool:
    """Whether `secret` was made of that PIN for that person."""
    return check_password(_keyed(pin, person), secret)


def is_weak(pin: str, *, number: str | None = None) -> bool:
    """Whether others would guess `pin` (digits) first.

    Two different digits or fewer, digits that go up or down by one, a group that is repeated, or
    part of the employee number.
    """
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    repeated = any(pin == pin[:size] * (len(pin) // size) for size in (2, 3))
    return len(set(pin)) <= 2 or steps in ({1}, {9}) or repeated or pin in (number or "")  # noqa: PLR2004


def _keyed(pin: str, person: int) -> str:
    return salted_hmac(_PINS, f"{person}:{pin}", algorithm="sha256").hexdigest()
