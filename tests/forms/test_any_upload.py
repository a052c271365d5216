"""Whatever file is sent with whichever form: an answer in time, no failure, and no harm kept."""

from __future__ import annotations

import os
from collections import Counter
from functools import partial

import pytest
from django.core.cache import cache

from tests.forms.hostile import hostile_files
from tests.forms.judging import judged
from tests.forms.keeping import fate
from tests.forms.typing import BOUNDARY, Sent, multipart, plausible

PATIENCE = 5.0
"""Seconds of this machine's work, whatever else it does, that of other processes included."""
INSTEAD = {"pasted"}
"""Fields for what somebody has in no file: a form takes the one or the other."""
FIELDS = 10
"""At least so many fields of forms take files."""


@pytest.mark.thorough
def test_no_file_makes_a_page_fail_or_wait_or_is_kept_to_do_harm(visitors, shown):
    fields = _fields(shown)
    files = hostile_files().items()
    turns = [(*fields[turn % len(fields)], *file) for turn, file in enumerate(files)]
    assert _wrong(visitors, turns) == {}
    assert len(fields) >= FIELDS


@pytest.mark.soak
def test_no_file_makes_any_page_fail_or_wait_or_is_kept_to_do_harm(visitors, shown_to_all):
    every = [(*field, *file) for field in _fields(shown_to_all) for file in hostile_files().items()]
    assert _wrong(visitors, every) == {}


def _fields(shown):
    return [(form, name) for form in shown if form.method == "POST" for name in form.files]


def _wrong(visitors, turns):
    wrong, took = {}, Counter()
    for form, name, what, file in turns:
        cache.clear()
        sent = _sent(form, name, file)
        began = _worked()
        also = partial(fate, field=name, sent=file.content) if file.name else None
        _status, fault = judged(visitors, form, sent, also=also)
        took[f"{form}: {what}"] = spent = _worked() - began
        if fault or spent > PATIENCE:
            wrong[f"{form}: {what}"] = fault or f"{spent:.1f} s"
    told = [f"{what}: {seconds:.2f} s" for what, seconds in took.most_common(5)]
    print(f"{len(took)} times a file and a field; the longest:", *told, sep="\n")  # noqa: T201
    return wrong


def _sent(form, name, file) -> Sent:
    filled = form.fields.keys() - INSTEAD
    others = [(other, value) for other in sorted(filled) for value in plausible(form, other)]
    body = multipart([*others, (name, file)])
    return Sent(min(form.at), f"multipart/form-data; boundary={BOUNDARY}", body)


def _worked() -> float:
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system
