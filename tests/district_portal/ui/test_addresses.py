from __future__ import annotations

import pytest
from django.urls import NoReverseMatch, get_script_prefix, reverse, set_script_prefix

from district_portal.ui.addresses import numbered
from tests.district_portal.ui.rendering import rendered


@pytest.mark.parametrize("view", ["people:person", "approvals:decide", "policies:readers"])
@pytest.mark.parametrize("number", [1, 40_302_010, 9_070_605_040_302_010])
def test_a_numbered_address_is_the_one_that_is_looked_up(view, number):
    assert numbered(view, number) == reverse(view, args=[number])
    assert rendered("{% address view n %}", view=view, n=number) == reverse(view, args=[number])


def test_it_stands_below_where_the_portal_is_served():
    before, here = numbered("people:person", 7), get_script_prefix()
    set_script_prefix("/portal/")
    try:
        assert numbered("people:person", 7) == f"/portal{before}"
    finally:
        set_script_prefix(here)
    assert numbered("people:person", 7) == before


def test_what_has_no_number_has_no_address():
    with pytest.raises(NoReverseMatch):
        numbered("people:nowhere", 7)
    with pytest.raises(TypeError):
        numbered("people:person", None)
