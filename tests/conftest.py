from __future__ import annotations

import gc
import time

import pgtrigger
import pytest
from django.db import OperationalError
from django.db.backends.postgresql.operations import DatabaseOperations
from django.test import Client
from psycopg2.errors import DeadlockDetected

from accounts.middleware import LISTED, SEEN
from district_portal.district.models import District
from tests.cast import Cast, call_the_cast
from tests.factories.district import set_up
from tests.smtp import smtp_server  # noqa: F401

STORED = {"db", "transactional_db"}
TRIES = 10
YOUNG = 20_000
"""After how many new objects garbage is looked for; a page makes some thousands."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """What takes longest begins first, so that no worker is left alone with it."""
    for item in items:
        if STORED.intersection(item.fixturenames) or item.get_closest_marker("django_db"):
            item.add_marker("stored")
        if "client" in item.fixturenames:
            item.add_marker("page")
    longest = ("thorough", "journey", "slow_journey")
    items.sort(key=lambda item: not any(map(item.get_closest_marker, longest)))


def pytest_collection_finish():
    """What was imported stays: to look for garbage in it takes a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG)


@pytest.fixture(autouse=True, scope="session")
def _frozen_tables_may_be_emptied_between_tests():
    """Tests with real transactions empty every table afterwards; the product never may.

    A portal that runs beside the tests may hold some tables and want others at that moment;
    PostgreSQL then ends one of the two, and if it was the emptying, it begins anew.
    """
    flush = DatabaseOperations.execute_sql_flush

    def flush_past_the_triggers(self, sql_list):
        for left in reversed(range(TRIES)):
            try:
                with pgtrigger.ignore():
                    flush(self, sql_list)
            except OperationalError as error:
                if not left or not isinstance(error.__cause__, DeadlockDetected):
                    raise
            else:
                break

    DatabaseOperations.execute_sql_flush = flush_past_the_triggers
    yield
    DatabaseOperations.execute_sql_flush = flush


class SeenClient(Client):
    """A browser whose sign-in was listed a moment ago, so that no page has to list it."""

    def force_login(self, user, backend=None):
        super().force_login(user, backend)
        session = self.session
        session[SEEN], session[LISTED] = time.time(), session.session_key
        session.save()


@pytest.fixture
def client() -> Client:
    return SeenClient()


@pytest.fixture
def district_set_up(db) -> District:
    """The district alone, without anybody in it."""
    return set_up()


@pytest.fixture
def cast(db) -> Cast:
    return call_the_cast()
