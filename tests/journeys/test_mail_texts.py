"""The policy administrator writes what reminders say, on a phone, with script and without."""

from __future__ import annotations

import pytest

from district_portal.mailing import wording
from tests.cast import PASSWORD
from tests.journeys.browser import check_page, leads_on, open_page
from tests.journeys.test_roles import let_time_pass, sign_in
from tests.journeys.walking import press

pytestmark = [pytest.mark.slow_journey, pytest.mark.django_db(transaction=True)]
BODY = """Good day {first name},

the district asks you to read and sign:

{policies}

- Read it where you are at rest.
- Ask the office what you do not understand.

{link}

Thank you.
"""


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_text_is_written_looked_at_saved_and_taken_back(browser, live_server, cast, script):
    shown = "mail-text" if script else "mail-text-plain"
    with open_page(browser, width=390, script=script) as page:
        sign_in(page, live_server.url, cast.polly)
        page.goto(f"{live_server.url}/setup/mail/texts/")
        check_page(page, f"{shown}s")
        leads_on(page.get_by_role("link", name="Reminder to sign"))
        check_page(page, shown)
        page.get_by_label("Subject").fill("Please sign soon")
        page.get_by_label("Text", exact=True).fill(BODY.replace("{policies}", "{polices}"))
        press(page, "Save this text")
        said = page.get_by_role("main").inner_text()
        assert "The subject needs {due date} or {summary}." in said
        assert "This mail knows no {polices}. Did you mean {policies}?" in said
        check_page(page, f"{shown}-error")
        page.get_by_label("Subject").fill("Please sign by {due date}")
        page.get_by_label("Text", exact=True).fill(BODY)
        press(page, "Show the preview")
        assert "Good day Alex," in page.get_by_role("main").inner_text()
        assert wording.changed("digest") is None
        check_page(page, f"{shown}-preview")
        let_time_pass()
        press(page, "Save this text")
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        leads_on(page.locator("main button").first)
        assert wording.text("digest").subject == "Please sign by {due date}"
        assert "The text is saved" in page.get_by_role("main").inner_text()
        check_page(page, f"{shown}-saved")
        page.get_by_text("Restore the default text").click()
        press(page, "Yes, restore it")
        assert wording.text("digest") == wording.default("digest")
        check_page(page, f"{shown}-restored")
