"""Whatever is sent with whichever form, by whoever may: no page fails, no form is half taken."""

from __future__ import annotations

import os
from collections import Counter

import pytest
from django.core.cache import cache
from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.forms.judging import judged
from tests.forms.typing import ways_to_send

FEW = 3
TAKEN = 302
FORMS = 300
"""More than so many different forms are found."""
CASES = int(os.environ.get("CASES_OF_A_FORM", "10000"))
"""Of each form in the long run; fewer where somebody has less time than that."""


@pytest.mark.thorough
def test_no_form_fails(visitors, shown):
    assert _faults(visitors, shown, cases=FEW) == {}


@pytest.mark.soak
def test_no_form_fails_ten_thousand_times(visitors, shown_to_all):
    assert _faults(visitors, shown_to_all, cases=CASES) == {}


def _faults(visitors, shown, *, cases):
    found, sent, answered = {}, Counter(), Counter()
    for form in shown:
        cache.clear()

        def send(way, form=form):
            sent[str(form)] += 1
            status, fault = judged(visitors, form, way)
            answered[status] += 1
            if fault:
                found.setdefault(f"{form}: {fault}", (way.who, way.kind, way.body[:300]))

        _send_in_many_ways(form, cases, send)
    print(f"{sent.total()} cases of {len(sent)} forms, answered {dict(answered)}")  # noqa: T201
    assert len(sent) > FORMS
    assert answered[TAKEN] > sent.total() / 20, "next to nothing was taken"
    return found


def _send_in_many_ways(form, cases, send):
    @seed(cases)
    @settings(
        max_examples=cases,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(ways_to_send(form))
    def each(way):
        send(way)

    each()
