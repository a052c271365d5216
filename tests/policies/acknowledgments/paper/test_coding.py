from __future__ import annotations

import pytest

from policies.acknowledgments.paper import coding


def is_read(typed: str) -> bool:
    try:
        coding.read(typed)
    except coding.MistypedError:
        return False
    return True


def test_a_code_is_read_however_it_is_typed_and_out_of_the_address_that_a_scanner_types():
    code = coding.fresh()
    for typed in (
        code,
        f" {code.lower()} ",
        f"{code[:5]}-{code[5:]}",
        f"{code[:5]} {code[5:]}",
        f"https://policies.example.org/paper/{code}/",
    ):
        assert coding.read(typed) == code


def test_every_single_slip_and_every_pair_that_changes_places_is_found():
    code = coding.fresh()
    for place, sign in enumerate(code):
        for other in set(coding.ALPHABET) - {sign}:
            assert not is_read(code[:place] + other + code[place + 1 :])
        for later in range(place + 1, len(code)):
            if code[later] != sign:
                signs = list(code)
                signs[place], signs[later] = signs[later], signs[place]
                assert not is_read("".join(signs))


@pytest.mark.parametrize(
    "typed", ["", "K7MN3", "0OI1L5S8BZ", "x" * 300, "K7MN3-4RTV\x00", "é" * 10]
)
def test_what_is_no_code_is_refused(typed):
    assert not is_read(typed)


def test_codes_hold_no_signs_that_look_alike():
    assert not set("01258OILSZBQDUAEY") & set(coding.ALPHABET)
    assert len(set(coding.ALPHABET)) == len(coding.ALPHABET) == 19
