"""Every component in every state, in a real Chromium."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.factories.district import set_up
from tests.journeys.browser import check_page, open_page

pytestmark = [pytest.mark.slow_journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _the_style_guide_is_open(settings, transactional_db):
    set_up()
    settings.DEBUG = True


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("styleguide", "/styleguide/"),
        ("styleguide-task", "/styleguide/task/"),
        ("styleguide-form", "/styleguide/form/"),
        ("accessibility", "/accessibility/"),
        ("sign-in", "/accounts/login/"),
        ("password-link", "/accounts/password/reset/"),
        ("password-link-sent", "/accounts/password/reset/done/"),
    ],
)
def test_a_page_is_accessible_quiet_and_fits(browser, live_server, name, address):
    with open_page(browser) as page:
        page.goto(live_server.url + address)
        check_page(page, name)


def test_what_is_wrong_is_said_first_and_leads_to_the_field(browser, live_server):
    with open_page(browser) as page:
        page.goto(live_server.url + "/styleguide/form/")
        page.get_by_role("button", name="Continue").click()
        expect(page).to_have_title(re.compile("^Error: Ask for a class account"))
        expect(page.locator("[data-error-summary]")).to_be_focused()
        page.get_by_role("link", name="Choose yes if any student is under 13").click()
        expect(page.get_by_label("Yes")).to_be_focused()
        check_page(page, "styleguide-form-errors")


def test_text_that_was_typed_is_not_lost_by_a_slip(browser, live_server):
    with open_page(browser) as page:
        page.goto(live_server.url + "/styleguide/form/")
        page.get_by_label("What is it for?").press_sequentially("Concerts")
        asked = []
        page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
        page.get_by_role("link", name="Back").click()
        page.wait_for_url("**/styleguide/")
        assert asked == ["beforeunload"]


def test_a_question_comes_before_what_cannot_be_undone_also_without_script(browser, live_server):
    with open_page(browser, script=False) as page:
        page.goto(live_server.url + "/styleguide/")
        button = page.get_by_role("button", name="Yes, withdraw it")
        expect(button).to_be_hidden()
        page.locator("summary", has_text="Withdraw request").click()
        expect(button).to_be_visible()


def test_the_keyboard_reaches_the_content_first(browser, live_server):
    with open_page(browser) as page:
        page.goto(live_server.url + "/accessibility/")
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
        page.keyboard.press("Enter")
        page.wait_for_url("**/accessibility/#main")


def test_a_page_that_is_not_there_is_explained(browser, live_server, settings):
    settings.DEBUG = False
    with open_page(browser) as page:
        page.goto(live_server.url + "/nowhere/")
        expect(page.get_by_role("heading", level=1)).to_have_text("Page not found")
        check_page(page, "not-found", expect_status=404)


def test_the_check_finds_what_is_wrong(browser, monkeypatch):
    """The checks of this file can fail: a page with one fault of each kind is refused."""
    monkeypatch.delenv("SHOTS", raising=False)
    with open_page(browser) as page:
        page.set_content(
            "<html lang=en><title>x</title><main><h1>x</h1><img src=/x.png>"
            "<form><input type=email aria-label=e></form><p>This field is required"
            "<pre>" + "x" * 400 + "</pre></main>"
        )
        page.evaluate("console.error('broken')")
        with pytest.raises(AssertionError) as found:
            check_page(page, "broken")
    for fault in ("image-alt", "scrolls sideways", "novalidate", "This field", "console: broken"):
        assert fault in str(found.value)
