from __future__ import annotations

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher

from accounts.models import Person
from tests.cast import PASSWORD, Cast, call_the_cast
from tests.factories import approvals
from tests.journeys.browser import open_browser
from tests.journeys.portal import run_portal


@pytest.fixture(scope="package")
def browser():
    """One for all journeys; each page has cookies of its own."""
    with open_browser() as browser:
        yield browser


@pytest.fixture(scope="module")
def running_portal(browser, django_db_setup, tmp_path_factory):
    """Web, worker and clock, once for all tests of a module."""
    with run_portal(tmp_path_factory.mktemp("portal")) as portal:
        yield portal


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
