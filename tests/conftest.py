from __future__ import annotations

import gc
import time

import pytest
from django.core.cache import cache, caches
from django.test import Client, TransactionTestCase

from accounts.devices import LISTED
from accounts.middleware import SEEN
from district_portal import steady_cache
from district_portal.district.models import District
from tests import counted_anew
from tests.cast import Cast, call_the_cast
from tests.emptying import empty_tables
from tests.factories.district import set_up
from tests.smtp import smtp_server  # noqa: F401
from tests.standing import (  # noqa: F401
    _django_db_helper,
    _nothing_stands_in_the_end,
    _what_stands,
    standing,
)

STORED = {"db", "transactional_db"}
YOUNG = 20_000
"""After how many new objects garbage is looked for; a page makes some thousands."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """What takes longest begins first, so that no worker is left alone with it.

    Of that, what needs the running portal stands together, and first what needs the one with the
    demo district, with the walk over every page: each starts once.
    """
    for item in items:
        if STORED.intersection(item.fixturenames) or item.get_closest_marker("django_db"):
            item.add_marker("stored")
        if "client" in item.fixturenames:
            item.add_marker("page")
    longest = ("thorough", "journey", "slow_journey")
    items.sort(
        key=lambda item: (
            not any(map(item.get_closest_marker, longest)),
            "one_portal" not in item.fixturenames,
            "demo_portal" not in item.fixturenames,
        )
    )


def pytest_collection_finish():
    """What was imported stays: to look for garbage in it takes a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG)


@pytest.fixture(autouse=True, scope="session")
def _what_is_counted_for_a_person_depends_on_nothing_unsaid():
    with counted_anew.looked_after():
        yield


@pytest.fixture(autouse=True, scope="session")
def _tables_are_emptied_between_tests():
    flush = TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_teardown = lambda _case: empty_tables()
    yield
    TransactionTestCase._fixture_teardown = flush


class SeenClient(Client):
    """A browser whose sign-in was listed a moment ago, so that no page has to list it."""

    def force_login(self, user, backend=None):
        super().force_login(user, backend)
        session = self.session
        session[SEEN], session[LISTED] = time.time(), session.session_key
        session.save()


@pytest.fixture
def client() -> Client:
    """A browser from which nobody has asked for too much yet."""
    cache.clear()
    return SeenClient()


@standing
def district_set_up(db) -> District:
    """The district alone, without anybody in it."""
    return set_up()


@standing
def cast(db) -> Cast:
    return call_the_cast()


@pytest.fixture
def broker_away(settings) -> None:
    """The broker doesn't answer, as after it was stopped."""
    kept = settings.CACHES["default"]
    settings.CACHES = {"default": {**kept, "LOCATION": "unix:///nowhere?db=0"}}
    settings.REDIS_URL = "unix:///nowhere?db=0"
    yield
    steady_cache.away_until.clear()
    caches["default"].own.clear()
