"""Two must approve: one asks first, is answered on a phone, and both decide."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from approvals.models import Request, RouteStep
from tests.cast import PASSWORD, call_the_cast
from tests.factories import approvals as factory
from tests.journeys.browser import check_page, leads_on, open_page

pytestmark = [pytest.mark.slow_journey, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_two_decide_after_a_question(browser, live_server, script):
    factory.enter_presets()
    RouteStep.objects.filter(route__kind="account", order=2).delete()
    both = ["district_administrator", "technology_coordinator"]
    RouteStep.objects.filter(route__kind="account").update(approvers=both, all_must=True)
    cast = call_the_cast()
    asked = factory.sent(cast.lou, manager=cast.hana, place=cast.northside)
    at = live_server.url
    with open_page(browser, script=script) as page:
        open_as(page, at, cast.tom, factory.url("decide", asked))
        leads_on(page.get_by_role("link", name="Ask Lou a question"))
        leads_on(page.get_by_role("button", name="Send question"))
        expect(page.get_by_role("alert")).to_contain_text("Write what you want to ask")
        page.get_by_label("Ask Lou a question").fill("Who reads the comments on weekends?")
        leads_on(page.get_by_role("button", name="Send question"))
        expect(page.get_by_role("main")).to_contain_text("Lou has not answered yet.")
        seen(page, "together-decide", script)
    with open_page(browser, width=390, script=script) as page:
        open_as(page, at, cast.lou, "/")
        leads_on(page.get_by_role("link", name="Answer a question"))
        seen(page, "together-answer", script)
        page.get_by_label("Your answer").fill("Hana does, twice a day.")
        leads_on(page.get_by_role("button", name="Send answer"))
        expect(page.get_by_role("main")).to_contain_text("Hana does, twice a day.")
        seen(page, "together-request", script)
    for person in (cast.tom, cast.ada):
        with open_page(browser, width=390, script=script) as page:
            open_as(page, at, person, factory.url("decide", asked))
            expect(page.get_by_role("main")).to_contain_text("Hana does, twice a day.")
            if person == cast.tom:
                expect(page.get_by_label("Approve. Ada Lindqvist must approve")).to_be_visible()
            page.get_by_label("Approve").check()
            leads_on(page.get_by_role("button", name="Save decision"))
            expect(page.get_by_role("main")).to_contain_text("You approved request")
    asked.refresh_from_db()
    assert asked.state == Request.State.APPROVED


def open_as(page, address, person, to):
    page.goto(f"{address}/accounts/login/?next={to}")
    page.get_by_label("E-mail").fill(person.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    leads_on(page.get_by_role("button", name="Sign in", exact=True))


def seen(page, name, script):
    """Axe needs script."""
    if script:
        check_page(page, name)
