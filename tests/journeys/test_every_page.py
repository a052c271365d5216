"""Every page of the permission matrix, by somebody who may see it, and the error pages."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.cast import PASSWORD, call_the_cast
from tests.factories.approvals import enter_presets
from tests.journeys.browser import check_page, open_browser, open_page
from tests.permissions.test_matrix import COUNT, NAMES, ROWS
from tests.permissions.world import build

pytestmark = [pytest.mark.slow_journey, pytest.mark.django_db(transaction=True)]
NO_PAGES = {"reports:acknowledgments_file", "account_logout", "account_reauthenticate"}
"""A download, and two that lead elsewhere for somebody who has just signed in."""


@pytest.fixture(scope="module")
def browser():
    with open_browser() as browser:
        yield browser


def pages():
    """Person → (name of the page, address's name, arguments), each page once."""
    shown = {}
    for row in ROWS:
        method, name, *arguments = row[:-COUNT]
        if method != "GET" or name in NO_PAGES:
            continue
        letters = dict(zip(NAMES, row[-COUNT:], strict=True))
        order = ["anon", "lou", "hana", "ada", "polly", "tom", "gus"]
        who = next(name for name in order if letters[name] == "y")
        shown.setdefault(who, []).append((name, arguments))
    return shown


def test_every_page_holds_what_pages_must(browser, live_server):
    enter_presets()
    cast = call_the_cast()
    world = build(cast)
    for who, addresses in pages().items():
        with open_page(browser) as page:
            if who != "anon":
                sign_in(page, live_server.url, getattr(cast, who))
            for name, arguments in addresses:
                page.goto(live_server.url + reverse(name, args=[world[arg] for arg in arguments]))
                check_page(page, f"page-{who}-{name.replace(':', '-')}")


def test_what_is_not_there_is_said_kindly(browser, live_server, cast):
    with open_page(browser) as page:
        page.goto(f"{live_server.url}/nowhere/")
        check_page(page, "page-anon-404", expect_status=404)
        sign_in(page, live_server.url, cast.lou)
        page.goto(f"{live_server.url}/people/")
        check_page(page, "page-lou-404", expect_status=404)


def sign_in(page, address, person):
    page.goto(f"{address}/accounts/login/")
    page.get_by_label("E-mail").fill(person.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
