"""HR filters the report, has a large file made, follows it, downloads it, and cancels another."""

from __future__ import annotations

import openpyxl
import pytest
from playwright.sync_api import expect

from district_portal.jobs import running
from district_portal.reports import exporting
from tests.factories.acknowledgments import required, signed
from tests.factories.policies import published
from tests.journeys.browser import check_page, leads_on, open_page
from tests.journeys.test_acknowledging import CLAUSES, sign_in

pytestmark = [pytest.mark.slow_journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def policy(cast, monkeypatch):
    version = published("529", "Staff Use of Social Media", clauses=CLAUSES, by=cast.polly)
    required(version)
    signed(cast.lou, version)
    signed(cast.gus, version)
    monkeypatch.setattr(exporting, "AT_ONCE", {"csv": 5000, "xlsx": 5, "pdf": 5})
    return version.policy


@pytest.mark.parametrize(("width", "script"), [(1280, True), (390, False)])
def test_from_the_filter_to_the_file(browser, live_server, cast, policy, tmp_path, width, script):
    address = live_server.url
    name = f"export-{width}"
    with open_page(browser, width=width, script=script) as page:
        sign_in(page, address, cast.hana)
        page.goto(f"{address}/reports/?policy=529&status=open")
        check_page(page, f"{name}-report")
        page.goto(f"{address}/reports/?policy=529&status=not_signed")
        expect(page.get_by_text("nothing is shown until then")).to_be_visible()
        check_page(page, f"{name}-wrong")
        page.goto(f"{address}/reports/?policy=529&status=open")
        expect(page.get_by_text("2 of 10 signed. 8 have not.")).to_be_visible()
        leads_on(page.get_by_role("link", name="Status"))
        page.get_by_text("Choose columns").click()
        page.get_by_label("Receipt", exact=True).check()
        check_page(page, f"{name}-columns")
        leads_on(page.get_by_role("button", name="Show these columns"))
        expect(page.get_by_role("columnheader", name="Receipt")).to_have_count(1)
        check_page(page, f"{name}-chosen")
        with page.expect_download() as download:
            page.get_by_role("link", name="CSV").click()
        keep_as(page, name, "Receipts")
        remind_one(page, name, cast.val)
        assert download.value.suggested_filename.endswith(".csv")
        leads_on(page.get_by_role("link", name="Files made for you"))
        check_page(page, f"{name}-none")
        page.goto(f"{address}/reports/?policy=529&status=open")
        leads_on(page.get_by_role("link", name="Excel"))
        check_page(page, f"{name}-large")
        expect(page.get_by_text("8 rows as acknowledgments-529")).to_be_visible()
        leads_on(page.get_by_role("button", name="Make the file"))
        check_page(page, f"{name}-waiting")
        running.sweep()
        if not script:
            leads_on(page.get_by_role("link", name="Refresh"))
        expect(page.get_by_text("The file is ready.")).to_be_visible()
        check_page(page, f"{name}-ready")
        with page.expect_download() as download:
            page.get_by_role("link", name="Download the file").click()
        path = tmp_path / download.value.suggested_filename
        download.value.save_as(path)
        rows = list(openpyxl.load_workbook(path)["Acknowledgments"].values)
        assert len(rows) == 9
        page.goto(f"{address}/reports/acknowledgments.pdf?policy=529")
        leads_on(page.get_by_role("button", name="Make the file"))
        leads_on(page.get_by_role("button", name="Cancel this work"))
        expect(page.get_by_text("Nothing was made.")).to_be_visible()
        check_page(page, f"{name}-cancelled")
        page.goto(f"{address}/reports/exports/")
        check_page(page, f"{name}-list")
        expect(page.get_by_role("link", name=path.name)).to_be_visible()


def remind_one(page, shot, person):
    """Tick somebody, see who gets a mail, and leave it at that."""
    page.get_by_label(f"Remind {person.family_name}, {person.given_name}").check()
    leads_on(page.get_by_role("button", name="Remind those who have not signed"))
    expect(page.get_by_role("main")).to_contain_text(str(person))
    check_page(page, f"{shot}-remind")
    leads_on(page.get_by_role("link", name="Who has acknowledged"))


def keep_as(page, shot, name):
    """Save what is shown under a name, rename it, and come back by it."""
    leads_on(page.get_by_role("link", name="Save this view"))
    check_page(page, f"{shot}-save-view")
    page.get_by_label("Name of the view").fill("A view")
    leads_on(page.get_by_role("button", name="Save the view"))
    expect(page.get_by_text("Saved view: A view")).to_be_visible()
    check_page(page, f"{shot}-saved")
    leads_on(page.get_by_role("link", name="All saved views"))
    leads_on(page.get_by_role("link", name="Rename A view"))
    check_page(page, f"{shot}-rename-view")
    page.get_by_label("Name of the view").fill(name)
    leads_on(page.get_by_role("button", name="Rename it"))
    check_page(page, f"{shot}-views")
    leads_on(page.get_by_role("link", name=name, exact=True))
    expect(page.get_by_role("columnheader", name="Receipt")).to_have_count(1)
