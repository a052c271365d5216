"""A policy comes in from a file, is corrected, published, revised and cited in a browser."""

from __future__ import annotations

from pathlib import Path

import pytest

from district_portal.demo import people_names
from tests.factories.policies import draft, published
from tests.journeys.browser import check_page, leads_on, open_page
from tests.journeys.walking import follow, sign_in

pytestmark = [pytest.mark.slow_journey, pytest.mark.django_db(transaction=True)]
TWIN = Path(people_names.__file__).with_name("texts") / "twins" / "staff-presence-on-social-media"


def press(page, name):
    leads_on(page.get_by_role("button", name=name).first)


def bring_in(page, file):
    page.get_by_label("Choose files").set_input_files(file)
    press(page, "Read the text")


def correct(page):
    """Code, title and one clause, which is split and put together again."""
    press(page, "Use 533")
    press(page, "Use “Staff Presence on Social Media”")
    check_page(page, "draft")
    page.get_by_text("More for 1.", exact=False).first.click()
    check_page(page, "draft-tools")
    follow(page, "Edit 1.")
    check_page(page, "draft-clause")
    page.get_by_label("Text").fill("")
    press(page, "Save the clause")
    check_page(page, "draft-clause-error")
    page.get_by_label("Text").fill("Be polite online.\n\nFollow policy 511.")
    press(page, "Save the clause")
    check_page(page, "draft-split")
    press(page, "Undo")
    follow(page, "Change the header")
    check_page(page, "draft-header")
    page.get_by_label("Series").fill("500 Staff")
    press(page, "Save the header")


def revise(page):
    bring_in(page, TWIN / "v2.txt")
    press(page, "Use 533")
    check_page(page, "draft-of-which-policy")
    press(page, "Yes, the next version of 533")
    press(page, "Use “Staff Presence on Social Media”")
    check_page(page, "draft-revision")
    follow(page, "Continue to publish")
    press(page, "Continue")
    check_page(page, "publish-error")
    page.get_by_label("Substantive").check()
    page.get_by_label("Summary of changes").fill("Two managers for each account.")
    check_page(page, "publish")
    press(page, "Continue")
    check_page(page, "publish-check")
    press(page, "Publish version 2 now")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_from_a_file_to_the_second_version(browser, live_server, cast, script):
    with open_page(browser, script=script) as page:
        sign_in(page, live_server.url, cast.polly)
        page.goto(f"{live_server.url}/policies/")
        check_page(page, "policies-none")
        follow(page, "Import policies")
        check_page(page, "import")
        press(page, "Read the text")
        check_page(page, "import-error")
        bring_in(page, TWIN / "v1.txt")
        check_page(page, "draft-without-code")
        correct(page)
        follow(page, "Continue to publish")
        check_page(page, "publish-first")
        press(page, "Continue")
        check_page(page, "publish-first-check")
        press(page, "Publish version 1 now")
        check_page(page, "policy")
        follow(page, "Import the next version")
        revise(page)
        check_page(page, "policy-second")
        leads_on(page.get_by_role("link", name="Version 1", exact=True))
        check_page(page, "policy-superseded")
        page.goto(f"{live_server.url}/policies/")
        check_page(page, "policies")


def test_a_removed_clause_the_drafts_and_a_search_in_vain(browser, live_server, cast):
    first = published("529", "Staff Networks", clauses=["Be kind.", "Send no faxes to students."])
    published("529", "Staff Networks", clauses=["Be kind."])
    draft("9", "Phones", source_name="phones.txt")
    key = first.clauses.get(path="2").key
    with open_page(browser) as page:
        sign_in(page, live_server.url, cast.polly)
        page.goto(f"{live_server.url}/policies/529/c/{key}/")
        check_page(page, "clause-removed")
        page.goto(f"{live_server.url}/policies/drafts/")
        check_page(page, "drafts")
        page.goto(f"{live_server.url}/policies/?kind=exhibit")
        check_page(page, "policies-no-match")
