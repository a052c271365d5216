"""HR's own sheet comes in: what its headings mean is asked once, also without script."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from accounts.roster import matching
from tests.factories import sheets
from tests.journeys.browser import check_page, leads_on, open_page
from tests.journeys.test_policy_text import sign_in

pytestmark = pytest.mark.django_db(transaction=True)

HEADINGS = {
    **sheets.USUAL,
    "Postion Code": "fte",
    "SSN": "primary",
    "Bargaining Unit": "kind",
}


def sheet(folder):
    people = [one.__class__(**{**one.__dict__, "fte": "1.0"}) for one in sheets.staff(40)]
    path = folder / "HR staff.csv"
    path.write_bytes(sheets.csv_of(people, HEADINGS, encoding="utf-16"))
    return path


def choose(page, url, path):
    page.goto(f"{url}/people/roster/new/")
    page.get_by_label("HR sheet").set_input_files(path)
    leads_on(page.get_by_role("button", name="Read the sheet"))


@pytest.mark.slow_journey
def test_columns_are_settled_once(live_server, browser, cast, tmp_path):
    with open_page(browser) as page:
        sign_in(page, live_server.url, cast.hana)
        page.goto(f"{live_server.url}/people/roster/new/")
        check_page(page, "roster-upload")
        leads_on(page.get_by_role("button", name="Read the sheet"))
        expect(page.get_by_text("Choose the HR sheet, a CSV or Excel file").first).to_be_visible()
        check_page(page, "roster-upload-error")
        choose(page, live_server.url, sheet(tmp_path))
        expect(
            page.get_by_role("heading", name="What the columns mean", exact=True)
        ).to_be_visible()
        expect(page.get_by_label("Job Title")).to_have_value("position")
        check_page(page, "roster-columns")
        page.get_by_label("Job Title").select_option("")
        page.get_by_label("Leave Status").select_option("place")
        leads_on(page.get_by_role("button", name="Show what would change"))
        expect(page.get_by_text("No column is “Position”").first).to_be_visible()
        check_page(page, "roster-columns-error")
        page.get_by_label("Job Title").select_option("position")
        page.get_by_label("Leave Status").select_option("on_leave")
        page.get_by_label("Leave Status").press("Enter")
        page.get_by_role("button", name="Show what would change").focus()
        with page.expect_navigation():
            page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="HR staff.csv")).to_be_visible()
        assert matching.recall()["job title"] == "position"


@pytest.mark.slow_journey
def test_columns_are_settled_without_script_on_a_phone(live_server, browser, cast, tmp_path):
    with open_page(browser, width=390, script=False) as page:
        sign_in(page, live_server.url, cast.hana)
        choose(page, live_server.url, sheet(tmp_path))
        page.get_by_label("Leave Status").select_option("")
        leads_on(page.get_by_role("button", name="Show what would change"))
        assert matching.recall()["leave status"] == ""
        choose(page, live_server.url, sheet(tmp_path))
        expect(page.get_by_role("heading", name="HR staff.csv")).to_be_visible()
