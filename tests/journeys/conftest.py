from __future__ import annotations

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher

from accounts.models import Person
from tests.cast import PASSWORD, Cast, call_the_cast
from tests.factories import approvals
from tests.journeys.browser import open_browser
from tests.journeys.portal import OnePortal


@pytest.fixture(scope="package")
def browser():
    """One for all journeys; each page has cookies of its own."""
    with open_browser() as browser:
        yield browser


@pytest.fixture(scope="package")
def one_portal(browser, django_db_setup, tmp_path_factory):
    """What runs beside the journeys that ask for it, and beside no other test."""
    with OnePortal(tmp_path_factory) as one:
        yield one


@pytest.fixture(autouse=True)
def _a_live_server_has_the_database_alone(request):
    if "live_server" in request.fixturenames:
        request.getfixturevalue("one_portal").close()


@pytest.fixture
def running_portal(one_portal):
    """Web, worker and clock, with whatever was entered there."""
    return one_portal.running()


@pytest.fixture
def district(running_portal, transactional_db) -> Cast:
    """A district just opened in the running portal: its people, and nothing else."""
    running_portal.mail.received.clear()
    approvals.enter_presets()
    cast = call_the_cast()
    hasher = Argon2PasswordHasher()
    Person.objects.update(password=hasher.encode(PASSWORD, hasher.salt()))
    return cast


@pytest.fixture
def portal(running_portal, district):
    return running_portal
