"""Somebody looks for a clause: typing, by keyboard, on a phone, without script."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.factories.policies import published
from tests.journeys.browser import check_page, leads_on, open_page
from tests.journeys.walking import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def library(cast):
    heading = {"kind": "heading", "level": 2, "text": "At work"}
    published(
        "417.2",
        "Staff Use of Social Media",
        series="400 Staff",
        clauses=[heading, *(f"Accounts of kind {n} have two managers." for n in range(5))],
        cross_refs=[{"code": "821", "title": "Information"}],
    )
    published("529", "Phones", clauses=["Phones rest during class. See AR 529.", "Be kind."])
    published("529", "Phones", clauses=["Phones sleep during class.", "Policy 417.2 holds."])
    return cast


@pytest.mark.journey
def test_typing_shows_what_is_found_and_keys_lead_there(browser, live_server, library):
    with open_page(browser) as page:
        sign_in(page, live_server.url, library.lou)
        page.get_by_label("Search policies").fill("417.2")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        expect(page.locator("h2").first).to_have_text("417.2 Staff Use of Social Media")
        box = page.get_by_role("searchbox", name="Search")
        box.fill("")
        box.press_sequentially("accou")
        expect(page.locator("#found-count")).to_contain_text("1 policy · 5 clauses")
        expect(page).to_have_url(re.compile(r"q=accou"))
        assert page.locator("mark").first.inner_text() == "Accounts"
        check_page(page, "search-typed")
        page.get_by_role("link", name="2 more in this policy").focus()
        leads_on(page.get_by_role("link", name="2 more in this policy"))
        page.get_by_role("link", name="Clause 5").focus()
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert re.search(r"/policies/417.2/\?search=q%3Daccou&?.*#c1.4$", page.url)
        leads_on(page.get_by_role("link", name="What the search found"))
        expect(page.get_by_role("searchbox", name="Search")).to_have_value("accou")


@pytest.mark.slow_journey
def test_a_search_in_vain_former_versions_and_references(browser, live_server, library):
    with open_page(browser) as page:
        sign_in(page, live_server.url, library.polly)
        page.goto(f"{live_server.url}/policies/search/")
        check_page(page, "search-empty")
        page.get_by_role("searchbox", name="Search").press_sequentially("phonse rest")
        expect(page).to_have_url(re.compile(r"q=phonse%20rest"))
        expect(page.locator("#found-count")).to_contain_text("Nothing found")
        check_page(page, "search-in-vain")
        leads_on(page.get_by_role("link", name="phones", exact=True))
        page.get_by_role("searchbox", name="Search").fill("phones rest")
        page.get_by_text("Series, kind, state").click()
        page.get_by_label("Former versions too").check()
        expect(page.get_by_text("Version 1, superseded")).to_be_visible()
        check_page(page, "search-former")
        page.goto(f"{live_server.url}/policies/417.2/")
        check_page(page, "policy-referred-to")
        leads_on(page.locator("#referring + ul").get_by_role("link", name="clause 2"))
        assert page.url.endswith("/policies/529/#c2")
        page.goto(f"{live_server.url}/policies/references/")
        check_page(page, "references")
        page.goto(f"{live_server.url}/policies/references/?trouble=renamed")
        check_page(page, "references-none")


@pytest.mark.slow_journey
def test_the_search_works_without_script_on_a_phone(browser, live_server, library):
    with open_page(browser, width=390, script=False) as page:
        sign_in(page, live_server.url, library.lou)
        page.get_by_label("Search policies").fill("sleep class")
        leads_on(page.get_by_role("button", name="Search"))
        assert page.locator("#found-count").inner_text().strip() == "1 policy · 1 clause"
        page.get_by_text("Series, kind, state").click()
        page.get_by_label("Kind").select_option("rule")
        leads_on(page.get_by_role("button", name="Search"))
        assert "Nothing found" in page.locator("#found-count").inner_text()
        check_page(page, "search-no-script")
