"""What no browser sends, sent to every page by somebody who may open it: no page fails on it."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django import forms
from django.db import transaction
from django.urls import reverse

from tests.permissions.test_matrix import COUNT, NAMES, ROWS
from tests.permissions.world import build

ASKED = (
    *("after", "as_of", "at", "change", "clause", "day", "edit", "in", "kind", "leaf", "like"),
    *("next", "of", "page", "person", "place", "policy", "q", "role", "series", "shown", "sort"),
    *("state", "supervisor", "within", "words"),
)
"""What addresses of the portal may ask for."""
NASTY = ["a\0b", "//[", "9999-12-31"]


def pages():
    """Address, as a name with arguments, and who may open it."""
    for row in ROWS:
        letters = dict(zip(NAMES, row[-COUNT:], strict=True))
        may = [who for who in NAMES if letters[who] == "y" and who != "anon"]
        if row[0] == "GET" and may:
            yield row[1], row[2:-COUNT], may[0]


def forms_of(response):
    """The forms that a page shows, each once."""
    found = {}
    for context in response.context or []:
        for each in context.flatten().values():
            if isinstance(each, forms.BaseForm):
                found[type(each)] = each
    return found.values()


@pytest.mark.thorough
def test_no_address_makes_a_page_fail(cast, client):
    world = build(cast)
    failed = {}
    for name, arguments, who in pages():
        address = reverse(name, args=[world[argument] for argument in arguments])
        for text in NASTY:
            asked = urlencode(dict.fromkeys(ASKED, text))
            person = getattr(cast, who)
            failed |= _failure(client, person, "get", f"{address}?{asked}", f"{name} {text!r}")
    assert failed == {}


@pytest.mark.thorough
def test_no_form_makes_a_page_fail(cast, client):
    world = build(cast)
    failed = {}
    for name, arguments, who in pages():
        address = reverse(name, args=[world[argument] for argument in arguments])
        person = getattr(cast, who)
        client.force_login(person)
        for form in forms_of(client.get(address)):
            sent = {form.add_prefix(name): _nasty(field) for name, field in form.fields.items()}
            what = f"{name} {type(form).__name__}"
            failed |= _failure(client, person, "post", address, what, sent)
    assert failed == {}


def _nasty(field):
    if isinstance(field, forms.DateField):
        return "9999-12-31"
    return "a\0\nb" if isinstance(field, forms.CharField) else "9" * 40


def _failure(client, person, method, address, what, sent=None):
    """What went wrong, by `what` was asked; nothing where the page answered."""
    try:
        with transaction.atomic():
            client.force_login(person)
            status = getattr(client, method)(address, sent).status_code
            transaction.set_rollback(True)
    except Exception as error:  # noqa: BLE001 – each is told
        return {what: repr(error)[:200]}
    return {what: status} if status >= 500 else {}
