"""The way in and out, page by page, in a real Chromium."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from accounts.signing_in import password_link
from tests.cast import PASSWORD, call_the_cast
from tests.journeys.browser import check_page, leads_on, open_page

pytestmark = [pytest.mark.slow_journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast():
    cache.clear()  # wrong passwords of other journeys
    return call_the_cast()


def sign_in(page, live_server, email, password=PASSWORD):
    page.goto(live_server.url + "/accounts/login/")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(password)
    leads_on(page.get_by_role("button", name="Sign in", exact=True))


def test_an_empty_form_and_a_wrong_password_are_explained(browser, live_server, cast):
    with open_page(browser) as page:
        sign_in(page, live_server, "", "")
        expect(page.get_by_role("link", name="Enter your password")).to_be_visible()
        check_page(page, "sign-in-empty")
        sign_in(page, live_server, cast.lou.email, "not my password")
        expect(page.locator("[data-error-summary]")).to_be_focused()
        check_page(page, "sign-in-wrong")


@pytest.mark.parametrize("script", [True, False])
def test_lou_signs_in_looks_at_the_account_and_signs_out(browser, live_server, cast, script):
    with open_page(browser, width=390, script=script) as page:
        sign_in(page, live_server, cast.lou.email)
        page.goto(live_server.url + "/accounts/password/change/")
        expect(page.get_by_role("heading", level=1)).to_have_text("Your account")
        expect(page.locator("main")).to_contain_text(cast.lou.email)
        check_page(page, "account" if script else "account-without-script")
        leads_on(page.get_by_role("button", name="Change password"))
        expect(page.get_by_role("link", name="Enter your current password")).to_be_visible()
        check_page(page, "account-errors" if script else "account-errors-without-script")
        leads_on(page.get_by_role("button", name="Sign out"))
        page.goto(live_server.url + "/accounts/password/change/")
        expect(page).to_have_url(re.compile("/accounts/login/"))


def test_the_first_password_is_chosen_through_a_link(browser, live_server, cast):
    with open_page(browser) as page:
        page.goto(live_server.url + re.sub("^https?://[^/]+", "", password_link(cast.lou)))
        check_page(page, "choose-password")
        page.get_by_label("New password", exact=True).fill("three small red boats")
        page.get_by_label("New password, once more").fill("three small red boats")
        leads_on(page.get_by_role("button", name="Save password"))
        expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def test_a_link_that_was_used_up_offers_a_new_one(browser, live_server, cast):
    with open_page(browser) as page:
        page.goto(live_server.url + "/accounts/password/reset/key/1-abc-def/")
        expect(page.get_by_role("heading", level=1)).to_have_text("This link no longer works")
        check_page(page, "link-too-old")


def test_the_pages_around_the_sign_in_are_accessible_too(browser, live_server, cast):
    with open_page(browser) as page:
        for name in ("signup", "inactive", "password/reset/key/done"):
            page.goto(f"{live_server.url}/accounts/{name}/")
            check_page(page, name.replace("/", "-"))
        sign_in(page, live_server, cast.lou.email)
        page.goto(f"{live_server.url}/accounts/logout/")
        check_page(page, "sign-out")
