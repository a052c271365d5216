"""What is printed and mailed, in a language that nobody speaks: its words are in the catalogs."""

from __future__ import annotations

import json

import pytest
from django.conf import settings as configured
from django.urls import reverse
from django.utils import translation

from district_portal.mailing import sampling, wording
from district_portal.mailing.kinds import KINDS
from policies.paper import printing_changes, typesetting
from tests.factories.policies import published
from tests.languages.reading import outside
from tests.languages.test_every_word import Known, of_the_matrix, stored
from tests.permissions.test_matrix import COUNT, NAMES, ROWS

pytestmark = pytest.mark.django_db
OF_ONE_VERSION = {"policies:pdf", "acknowledgments:receipt_pdf", "acknowledgments:sheets_pdf"}
PRINTED = [row for row in ROWS if row[1] in {*OF_ONE_VERSION, "acknowledgments:slips"}]
RULES = [f"Rule number {n} of the house speaks of room {n} and of nothing else." for n in range(5)]
MARKUP = {"kind", "lang", "adopted_in", "paper", "spoken"}
"""What a template is told besides words."""
SAMPLES = {"999 Sample Policy", "998 Another Sample", "Alex Sample", "Jordan Sample"}
"""Whom and what the example of a mail names."""


@pytest.fixture
def set_in_type(monkeypatch):
    """The data of each paper that is set, in order; it is set as ever."""
    orders, setting = [], typesetting._set

    def note(order):
        orders.append(json.loads(order))
        return setting(order)

    monkeypatch.setattr(typesetting, "_set", note)
    return orders


@pytest.mark.thorough
def test_printed_pages_say_nothing_that_is_in_no_catalog(
    pseudo_language, client, request, set_in_type
):
    people, world = of_the_matrix(request)
    two = [published("731", "Rooms", clauses=RULES[n:], summary="Fewer rules.") for n in (0, 2)]
    known = Known(stored().values())
    client.cookies[configured.LANGUAGE_COOKIE_NAME] = pseudo_language
    for method, name, *arguments, letters in ((*row[:-COUNT], row[-COUNT:]) for row in PRINTED):
        reader = next(who for who, may in zip(NAMES, letters, strict=True) if may == "y")
        if reader != "anon":
            client.force_login(people[reader])
        address = reverse(name, args=[world[argument][0] for argument in arguments])
        answer = client.post(address) if method == "POST" else client.get(address)
        assert answer.headers["Content-Type"] == "application/pdf", (name, answer.status_code)
    with translation.override(pseudo_language):
        printing_changes.changes_pdf(*two)
    told = {words for order in set_in_type for words in texts(order["data"])}
    assert len(set_in_type) > len(PRINTED)
    assert sorted(untold(told, known)) == []


def test_mails_say_nothing_that_is_in_no_catalog(pseudo_language, cast):
    known, told = Known([SAMPLES]), set()
    written = [name for name, kind in KINDS.items() if not kind.stays]
    with translation.override(pseudo_language):
        for name in written:
            text = wording.default(name, language=pseudo_language)
            made = sampling.sample(name, text, language=pseudo_language)
            told |= {made.subject, made.text.replace("- ", " | ")}
    assert len(told) > len(written) > 1
    assert sorted(untold(told, known)) == []


def texts(data):
    """Each text in what a template is given."""
    if isinstance(data, str) and not data.startswith("<svg"):
        yield data
    elif isinstance(data, list):
        for one in data:
            yield from texts(one)
    elif isinstance(data, dict):
        for key, one in data.items():
            if key not in MARKUP:
                yield from texts(one)


def untold(told, known):
    return {
        piece
        for words in told
        for run in outside(words)
        if not known.holds(run.whole)
        for piece in run.pieces
        if not known.holds(piece)
    }
