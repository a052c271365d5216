"""The public manual, read without signing in and with script off; other days; files taken along."""

from __future__ import annotations

import datetime as dt

import pypdfium2
import pytest

from policies import importing
from tests.cast import PASSWORD
from tests.factories.district import set_up
from tests.factories.policies import published
from tests.journeys.browser import check_page, leads_on, open_page
from tests.policies.test_manual_pages import manual

pytestmark = [pytest.mark.slow_journey, pytest.mark.django_db(transaction=True)]
MAY, JULY = dt.date(2024, 5, 10), dt.date(2024, 7, 10)
TEXT = [
    {"kind": "heading", "level": 1, "label": "I.", "text": "Purpose"},
    {"kind": "para", "text": "This policy says how staff use networks at work and at home."},
    {"kind": "heading", "level": 1, "label": "II.", "text": "Rules"},
    *((f"{number}.", f"Rule number {number}: be kind, be brief, ask first. " * 3)
      for number in range(1, 9)),
    {"kind": "item", "depth": 1, "label": "(a)", "text": "A friend is a friend."},
    {"kind": "item", "depth": 2, "label": "•", "text": "A student is none."},
    {"kind": "cont", "depth": 0, "text": "This goes for volunteers too, and for the Board."},
    {"kind": "heading", "level": 1, "label": "III.", "text": "Fees"},
    {"kind": "row", "text": "Who pays | How much | By when"},
    {"kind": "row", "text": "Teams | Nothing at all | –"},
    {"kind": "row", "text": "Visitors | 5 dollars | May 1"},
]  # fmt: skip


@pytest.fixture
def district(cast):
    set_up(name="Marlow Bend School District", manual_is_public=True)
    published("410", "Sick Leave", series="400 Staff", effective_on=MAY)
    published("1012", "Visitors", series="1000 Community", effective_on=MAY)
    published(
        "529",
        "Staff Networks",
        series="400 Staff",
        clauses=TEXT,
        effective_on=MAY,
        by=cast.polly,
        dates=[{"type": "adopted", "iso": "2011-04-18", "printed": "April 18, 2011"}],
        legal_refs=[{"group": "Wisconsin Statutes", "text": "118.125, Pupil records"}],
        cross_refs=[{"code": "410", "title": "Sick Leave"}],
    )
    published(
        "529",
        "Staff Networks",
        clauses=[*TEXT, ("9.", "Be kinder.")],
        series="400 Staff",
        effective_on=JULY,
        by=cast.polly,
        summary="One rule more.",
        cross_refs=[{"code": "410", "title": "Sick Leave"}],
    )
    published("1", "The Long Manual", clauses=manual(), series="400 Staff")


@pytest.mark.usefixtures("district")
@pytest.mark.parametrize("script", [False, True], ids=["no script", "script"])
def test_a_parent_reads_the_manual_without_signing_in(browser, live_server, script, tmp_path):
    with open_page(browser, script=script) as page:
        page.goto(f"{live_server.url}/policies/")
        check_page(page, "manual-guest")
        leads_on(page.get_by_role("link", name="Staff Networks"))
        check_page(page, "manual-policy-guest")
        page.get_by_label("As it stood on").first.fill("2024-06-01")
        leads_on(page.get_by_role("button", name="Show that text"))
        assert "Version 1 was in force" in page.locator("main").inner_text()
        check_page(page, "manual-as-of")
        with page.expect_download() as download:
            page.get_by_role("link", name="Download as a PDF").click()
        download.value.save_as(tmp_path / "policy.pdf")
        with page.expect_download() as download:
            page.get_by_role("link", name="Download as text").click()
        download.value.save_as(tmp_path / "policy.txt")
        page.goto(f"{live_server.url}/policies/529/as-of/2020-01-01/")
        check_page(page, "manual-was-none")
        page.goto(f"{live_server.url}/policies/?as_of=2024-06-01")
        check_page(page, "manual-of-a-day")
        page.goto(f"{live_server.url}/policies/?as_of=2199-06-01")
        check_page(page, "manual-of-a-day-to-come")
        assert page.context.cookies() == []
    document = pypdfium2.PdfDocument(tmp_path / "policy.pdf")
    assert "A student is none." in document[0].get_textpage().get_text_range()
    document.close()
    again = importing.parse(tmp_path / "policy.txt")
    assert [node.text for node in again.nodes][-3:] == [node["text"] for node in TEXT[-3:]]


@pytest.mark.usefixtures("district")
@pytest.mark.parametrize("script", [False, True], ids=["no script", "script"])
def test_a_long_text_is_turned_part_by_part(browser, live_server, script):
    with open_page(browser, script=script) as page:
        page.goto(f"{live_server.url}/policies/1/")
        check_page(page, "manual-long")
        leads_on(page.get_by_role("link", name="Next: Section 2").first)
        check_page(page, "manual-long-second")
        leads_on(page.get_by_role("link", name="All on one page").first)
        assert page.get_by_text("Rule 30-20.").is_visible()
        if script:
            page.goto(f"{live_server.url}/policies/1/#c30.20")
            page.wait_for_url("**/?at=30.20#c30.20")
            assert page.locator("[id='c30.20']").is_visible()


@pytest.mark.usefixtures("district")
def test_staff_read_the_same_pages_with_more_on_them(browser, live_server, cast):
    with open_page(browser) as page:
        page.goto(f"{live_server.url}/policies/529/")
        leads_on(page.get_by_role("link", name="Sign in"))
        page.get_by_label("E-mail").fill(cast.polly.email)
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        leads_on(page.get_by_role("button", name="Sign in", exact=True))
        assert page.url == f"{live_server.url}/policies/529/"
        check_page(page, "manual-policy-staff")
        page.goto(f"{live_server.url}/policies/")
        check_page(page, "manual-staff")
