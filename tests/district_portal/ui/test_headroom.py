"""How the frames of a request find room, however deep the server calls."""

from __future__ import annotations

import resource

import pytest

from district_portal.ui.headroom import HeadroomMiddleware

TIMES, FRAMES = 200, 150
FEW = TIMES // 2
"""Without room each of the calls below asks for memory once or several times."""


def down(frames, act):
    return down(frames - 1, act) if frames else act()


def go_down_often(request):
    for _time in range(TIMES):
        down(FRAMES, int)
    return request


@pytest.mark.parametrize("depth", range(0, 200, 20))
def test_a_request_asks_for_no_memory_at_each_call_however_deep_it_begins(depth):
    answer = HeadroomMiddleware(go_down_often)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    assert down(depth, lambda: answer("it")) == "it"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before < FEW
