"""The Technology Coordinator looks at the backups and says that the key lies elsewhere."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from district_portal.operations.models import Backup
from tests.cast import call_the_cast
from tests.journeys.browser import check_page, leads_on, open_page
from tests.journeys.walking import sign_in

pytestmark = [pytest.mark.slow_journey, pytest.mark.django_db(transaction=True)]
FOLDER = "/mnt/backups/policy-portal"


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_the_coordinator_looks_at_backups_and_puts_the_key_away(
    browser, live_server, settings, script
):
    cast = call_the_cast()
    with open_page(browser, width=390, script=script) as page:
        sign_in(page, live_server.url, cast.tom)
        page.goto(f"{live_server.url}/operations/")
        expect(page.get_by_role("main")).to_contain_text("None was made yet.")
        seen(page, "health", script)
        leads_on(page.get_by_role("main").get_by_role("link", name="Backups").first)
        expect(page.get_by_role("main")).to_contain_text("BACKUP_DIR is not set")
        seen(page, "none", script)
        settings.BACKUP_DIR = FOLDER
        entered()
        page.reload()
        expect(page.get_by_role("table")).to_contain_text("The disk is full.")
        expect(page.get_by_role("main")).to_contain_text("For more than a day none was made.")
        seen(page, "late", script)
        page.get_by_text("I have put the key away").focus()
        page.keyboard.press("Enter")
        leads_on(page.get_by_role("button", name="Yes, it lies elsewhere"))
        expect(page.get_by_role("main")).to_contain_text("Tom Reyes said on")
        seen(page, "put-away", script)


def entered():
    """Backups of some days, the last two of which failed."""
    first = timezone.now() - dt.timedelta(days=6)
    for day in range(6):
        began = first + dt.timedelta(days=day)
        ended = {"size": 48_300_000 + day * 70_000} if day < 4 else {"error": "The disk is full."}
        Backup.objects.create(
            started_at=began,
            ended_at=began + dt.timedelta(seconds=11),
            place=f"{FOLDER}/backup-{began:%Y%m%d-%H%M%S}Z-1a2b",
            **ended,
        )


def seen(page, name, script):
    """Axe needs script."""
    if script:
        check_page(page, f"backups-{name}")
