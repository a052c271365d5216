"""A District Administrator changes who decides, tries it on a case, and saves it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from approvals.models import Route
from tests.cast import PASSWORD, call_the_cast
from tests.factories import approvals as factory
from tests.journeys.browser import check_page, leads_on, open_page

pytestmark = [pytest.mark.slow_journey, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_a_route_is_changed_tried_and_saved(browser, live_server, script):
    factory.enter_presets()
    cast = call_the_cast()
    with open_page(browser, width=390, script=script) as page:
        sign_in(page, live_server.url, cast.ada)
        page.goto(f"{live_server.url}/requests/")
        leads_on(page.get_by_role("link", name="Who decides requests"))
        seen(page, "routes", script)
        leads_on(page.get_by_role("link", name="Change or try it An account"))
        first = page.get_by_role("group", name="Step 1")
        second = page.get_by_role("group", name="Step 2")
        expect(first.get_by_label("Supervisor")).to_be_checked()
        leads_on(page.get_by_role("button", name="Add a step"))
        seen(page, "route-added", script)
        third = page.get_by_role("group", name="Step 3")
        leads_on(page.get_by_role("button", name="Save route"))
        expect(page.get_by_role("alert")).to_contain_text("Choose who decides this step")
        seen(page, "route-wrong", script)
        third.get_by_label("Head of the school or department").check()
        leads_on(third.get_by_role("button", name="Move up"))
        expect(second.get_by_label("Head of the school or department")).to_be_checked()
        third.get_by_label("Technology Coordinator").check()
        third.get_by_label("All of them must approve").check()
        page.get_by_label("Who asks").fill(cast.lou.email)
        page.get_by_label("Where it represents the district or a school").last.check()
        leads_on(page.get_by_role("button", name="Show who would decide").last)
        expect(page.locator("#tried")).to_contain_text("Ada Lindqvist and Tom Reyes")
        seen(page, "route-tried", script)
        leads_on(page.get_by_role("button", name="Save route"))
        expect(page.get_by_role("main")).to_contain_text("Changed by Ada Lindqvist")
    steps = Route.objects.get(in_use=True, kind="account").steps.all()
    assert [(step.approvers, step.all_must) for step in steps] == [
        (["supervisor"], False),
        (["head"], False),
        (["district_administrator", "technology_coordinator"], True),
    ]


def sign_in(page, address, person):
    page.goto(f"{address}/accounts/login/")
    page.get_by_label("E-mail").fill(person.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/")


def seen(page, name, script):
    """Axe needs script."""
    if script:
        check_page(page, name)
