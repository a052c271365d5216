"""A parent on a phone asks whether an account that wrote to them is really the school's."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.cast import call_the_cast
from tests.factories import approvals as factory
from tests.journeys.browser import check_page, leads_on, open_page

pytestmark = [pytest.mark.slow_journey, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_a_parent_checks_what_they_have_seen(browser, live_server, script):
    factory.enter_presets()
    cast = call_the_cast()
    factory.registered(
        cast.lou,
        deciders=[cast.pat, cast.ada],
        manager=cast.hana,
        place=cast.northside,
        writes_to_students="no",
    )
    with open_page(browser, width=390, script=script) as page:
        page.goto(live_server.url)
        leads_on(page.get_by_role("link", name="Check whether it is"))
        seen(page, "check-empty", script)
        ask(page, "https://instagram.com/NorthsideBand?igsh=1")
        expect(page.get_by_role("main")).to_contain_text("Yes, this is ours")
        seen(page, "check-ours", script)
        ask(page, "@NorthsldeBand")
        expect(page.get_by_role("main")).to_contain_text("It only looks like one of ours")
        expect(page).to_have_title(re.compile("^No: Is this account ours"))
        seen(page, "check-alike", script)
        ask(page, "@somebody.else")
        expect(page.get_by_role("main")).to_contain_text("We don’t know this account")
        ask(page, "two words")
        expect(page.get_by_text("Leave no space inside the handle or link").first).to_be_visible()
        seen(page, "check-unreadable", script)
        leads_on(page.get_by_role("link", name="All our accounts"))
        expect(page.get_by_role("link", name="Northside Band")).to_be_visible()
        with page.expect_download() as sheet:
            page.get_by_role("link", name="All as CSV").click()
        assert sheet.value.suggested_filename == "official-accounts.csv"


def ask(page, text):
    """By keyboard alone, from the field."""
    page.get_by_label("Link, web address or handle").fill(text)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def seen(page, name, script):
    """Axe needs script."""
    if script:
        check_page(page, name)
