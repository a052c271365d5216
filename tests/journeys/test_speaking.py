"""A teacher asks to speak for the school; after a revision both look again, and one says no."""

from __future__ import annotations

import datetime as dt

import pytest
from playwright.sync_api import expect

from approvals import attesting
from approvals.models import Promise
from approvals.speaking.models import Spokesperson
from district_portal.district.current import today
from tests.cast import PASSWORD, call_the_cast
from tests.factories import approvals as requests
from tests.factories.policies import published
from tests.journeys.browser import check_page, leads_on, open_page

pytestmark = [pytest.mark.slow_journey, pytest.mark.django_db(transaction=True)]

CLAUSES = ["Speak for a school only with leave.", "Keep your own opinion apart."]


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_from_the_wish_to_speak_to_its_end(browser, live_server, script):
    requests.enter_presets()
    cast = call_the_cast()
    rest_on(published("533", "Staff Presence", clauses=CLAUSES))
    at = live_server.url
    with open_page(browser, width=390, script=script) as page:
        open_as(page, at, cast.lou, "/requests/new/")
        leads_on(page.get_by_role("button", name="Speaking for the Board"))
        fill(page)
        seen(page, "speaking-form", script)
        leads_on(page.get_by_role("button", name="Continue"))
        for box in page.get_by_role("checkbox").all():
            box.check()
        leads_on(page.get_by_role("button", name="Continue"))
        expect(page.get_by_role("main")).to_contain_text("Pat Novak, your supervisor")
        leads_on(page.get_by_role("button", name="Send request"))
    with open_page(browser, width=390, script=script) as page:
        open_as(page, at, cast.pat, "/queue/")
        leads_on(page.get_by_role("link", name="Speaking for Northside School"))
        page.get_by_label("Approve").check()
        leads_on(page.get_by_role("button", name="Save decision"))
    with open_page(browser, width=390, script=script) as page:
        open_as(page, at, cast.gus, "/spokespersons/")
        seen(page, "speaking-list", script)
        leads_on(page.get_by_role("link", name="Lou Berg"))
        expect(page.get_by_role("main")).to_contain_text("Concerts and tours of the band.")
        seen(page, "speaking-one", script)
    published("533", "Staff Presence", clauses=["Speak for nobody but yourself.", CLAUSES[1]])
    with open_page(browser, width=390, script=script) as page:
        open_as(page, at, cast.pat, "/")
        leads_on(page.get_by_role("link", name="Confirm again: Speaking for Northside School"))
        seen(page, "confirm-again", script)
        page.get_by_label("No, it must not go on like this").check()
        page.get_by_label("Reason or remark").fill("Nobody speaks for a school any more.")
        leads_on(page.get_by_role("button", name="Save answer"))
        expect(page.get_by_role("main")).to_contain_text("It is stopped.")
        seen(page, "confirm-list", script)
    assert Spokesperson.objects.get().end.reason == "Nobody speaks for a school any more."


def rest_on(version):
    promise = Promise.objects.get(kind="representation", name="within-scope")
    clause = version.clauses.get(text=CLAUSES[0])
    attesting.ask(
        promise.name,
        kind=promise.kind,
        wording=promise.wording,
        by=None,
        policy=version.policy,
        clause_key=clause.key,
    )


def fill(page):
    page.get_by_label("A school or department").check()
    page.get_by_label("School or department", exact=True).select_option(label="Northside School")
    page.get_by_label("On which matters?").fill("Concerts and tours of the band.")
    page.get_by_label("To newspapers, radio and television").check()
    page.get_by_label("Why is it needed?").fill("The newspaper asks.")
    page.get_by_label("From which day?").fill(today().isoformat())
    page.get_by_label("Until which day?").fill((today() + dt.timedelta(days=90)).isoformat())


def open_as(page, address, person, to):
    page.goto(f"{address}/accounts/login/?next={to}")
    page.get_by_label("E-mail").fill(person.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    leads_on(page.get_by_role("button", name="Sign in", exact=True))


def seen(page, name, script):
    """Axe needs script."""
    if script:
        check_page(page, name)
