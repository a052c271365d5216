"""How many statements each page costs: at most twelve, sign-in, roles and navigation included.

`ABOVE` names the pages that still cost more, and how much they may. It only ever shrinks.
"""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from district_portal.privacy.kept import THINGS
from tests.permissions.test_matrix import COUNT, NAMES, ROWS
from tests.permissions.world import build

MOST = 12
ASKED = ("ada", "lou", "pat")
"""Who opens each page: who reaches most, who teaches, who has people below; else the first."""

ABOVE = {
    "approvals:check": 18,
    "approvals:decide": 17,
    "people:person": 13,
}

FILES = {"privacy:own": MOST + len(THINGS)}
"""Files of many kinds of thing, read in a statement each, however many rows there are."""


def costs(cast, client):
    """Page → the most statements that it took one of those who open it; a second look each."""
    cache.clear()
    world = build(cast)
    found = {}
    for method, name, *arguments, letters in _rows():
        if method != "GET":
            continue
        address = reverse(name, args=[world[argument] for argument in arguments])
        may = [who for who in NAMES if letters[who] == "y" and who != "anon"]
        for who in [who for who in ASKED if who in may] or may[:1]:
            cost = _cost(client, getattr(cast, who), address)
            found[name] = max(found.get(name, (0, "")), (cost, who))
    return found


def _rows():
    for row in ROWS:
        letters = dict(zip(NAMES, row[-COUNT:], strict=True))
        yield *row[:-COUNT], letters


def _cost(client, person, address):
    with transaction.atomic():
        client.force_login(person)
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        transaction.set_rollback(True)
    return sum("SAVEPOINT" not in query["sql"] for query in queries)


@pytest.mark.thorough
def test_no_page_costs_more_statements_than_it_may(cast, client):
    found = costs(cast, client)
    table = sorted(((cost, name, who) for name, (cost, who) in found.items()), reverse=True)
    print(*(f"{cost:4} {name} ({who})" for cost, name, who in table), sep="\n")  # noqa: T201
    most = ABOVE | FILES
    dear = {name: cost for name, (cost, _who) in found.items() if cost > most.get(name, MOST)}
    assert dear == {}


def test_what_is_cheap_by_now_has_no_exception():
    assert all(most > MOST for most in ABOVE.values())
