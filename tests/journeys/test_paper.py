"""HR prints sheets on a phone, types a code, records what was signed, and sees the receipt."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from district_portal.district.current import today
from district_portal.jobs import running
from policies.acknowledgments.models import Signature
from tests.factories.acknowledgments import codes, required
from tests.factories.policies import published
from tests.journeys.browser import check_page, leads_on, open_page
from tests.journeys.test_acknowledging import CLAUSES, sign_in
from tests.policies.acknowledgments.paper.conftest import a_pdf

pytestmark = [pytest.mark.slow_journey, pytest.mark.django_db(transaction=True)]
SCAN = {"name": "sheet.pdf", "mimeType": "application/pdf", "buffer": a_pdf()}


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_from_the_sheet_to_the_receipt(browser, live_server, cast, script):
    version = published("529", "Staff Use of Social Media", clauses=CLAUSES)
    requirement = required(version, people=[cast.lou, cast.gus, cast.val])
    address = live_server.url
    with open_page(browser, width=390, script=script) as page:
        sign_in(page, address, cast.hana)
        page.goto(f"{address}/requirements/")
        leads_on(page.get_by_role("link", name="Sign on paper"))
        check_page(page, "paper-none")
        print_them(page, script=script)
        lou, gus, val = codes(requirement, cast.lou, cast.gus, cast.val, by=cast.hana)
        page.goto(f"{address}/paper/")
        record_one(page, lou)
        record_many(page, address, [lou, gus, val, "K7MN3"])
        mark_one(page, lou)
    with open_page(browser, width=390, script=script) as page:
        sign_in(page, address, cast.lou)
        page.goto(f"{address}/receipts/")
        check_page(page, "paper-receipts")
        leads_on(page.get_by_role("link", name="529 Staff Use of Social Media"))
        check_page(page, "paper-receipt-mine")
    assert Signature.objects.filter(method="paper", recorded_by=cast.hana).count() == 3


def print_them(page, *, script):
    leads_on(page.get_by_role("link", name="Choose what to print"))
    check_page(page, "paper-print")
    leads_on(page.get_by_role("link", name="Staff Use of Social Media"))
    check_page(page, "paper-sheets")
    leads_on(page.get_by_role("button", name="Make the sheets"))
    running.sweep()
    if not script:
        leads_on(page.get_by_role("link", name="Refresh"))
    expect(page.get_by_text("The sheets are ready to print.")).to_be_visible()
    check_page(page, "paper-made")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the PDF").first.click()
    assert download.value.suggested_filename.startswith("sheets-529-")


def record_one(page, code):
    page.get_by_label("Code on the sheet").fill("529")
    leads_on(page.get_by_role("button", name="Find the sheet"))
    check_page(page, "paper-mistyped")
    page.get_by_label("Code on the sheet").fill(f"{code[:5]}-{code[5:].lower()}")
    leads_on(page.get_by_role("button", name="Find the sheet"))
    check_page(page, "paper-record")
    leads_on(page.get_by_role("button", name="Record this signature"))
    check_page(page, "paper-record-error")
    page.get_by_label("Day on the sheet").fill(today().isoformat())
    page.get_by_label("Scan of the sheet").set_input_files(SCAN)
    leads_on(page.get_by_role("button", name="Record this signature"))
    assert "/receipts/" in page.url
    check_page(page, "paper-receipt")


def record_many(page, address, typed):
    page.goto(f"{address}/paper/list/")
    check_page(page, "paper-codes")
    page.get_by_label("Codes, one a line").fill("\n".join(typed))
    leads_on(page.get_by_role("button", name="Show what becomes of each"))
    check_page(page, "paper-list")
    page.get_by_label("Day on the list").fill(today().isoformat())
    page.get_by_label("Scan of the list").set_input_files(SCAN)
    leads_on(page.get_by_role("button", name="Record 2 signatures"))
    check_page(page, "paper-recorded")


def mark_one(page, code):
    leads_on(page.get_by_role("row", name="Lou Berg").get_by_role("link", name="S-"))
    leads_on(page.get_by_role("link", name="Recorded by mistake?"))
    check_page(page, "paper-mistake")
    leads_on(page.get_by_role("button", name="Mark as a mistake"))
    check_page(page, "paper-mistake-error")
    page.get_by_label("What was wrong").fill("It was the sheet of another Lou.")
    leads_on(page.get_by_role("button", name="Mark as a mistake"))
    check_page(page, "paper-mistaken")
    leads_on(page.get_by_role("link", name="Lou Berg").first)
    check_page(page, "paper-mistaken-person")
    page.goto(f"{page.url.partition('/people/')[0]}/paper/?code={code}")
    check_page(page, "paper-record-again")
    leads_on(page.get_by_role("link", name="Do nothing"))
    check_page(page, "paper-recorded-mistaken")
