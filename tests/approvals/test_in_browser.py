"""A request from "What do you need?" to an active account, in a real Chromium."""

from __future__ import annotations

import datetime as dt

import pytest
from playwright.sync_api import expect

from approvals.models import Request
from approvals.registry.models import Account
from district_portal.district.current import today
from tests.cast import PASSWORD, call_the_cast, person
from tests.factories import approvals as factory
from tests.factories.policies import published
from tests.journeys.browser import check_page, leads_on, open_browser, open_page

pytestmark = [pytest.mark.slow_journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def browser():
    with open_browser() as browser:
        yield browser


@pytest.fixture
def cast():
    factory.enter_presets()
    return call_the_cast()


@pytest.fixture
def tied(cast):
    """Two promises rest on clauses of a policy in force."""
    version = published(
        "417.2",
        "Employee Social Media",
        clauses=["Post under your own name and job title.", "No private channels with students."],
    )
    for name, clause in zip(("true-identity", "no-one-to-one"), version.clauses.all(), strict=True):
        factory.tie(name, clause)
    return version


def sign_in(page, live_server, person):
    page.goto(live_server.url + "/accounts/login/")
    page.get_by_label("E-mail").fill(person.email)
    page.get_by_label("Password").fill(PASSWORD)
    leads_on(page.get_by_role("button", name="Sign in", exact=True))


def press(page, name):
    leads_on(page.get_by_role("button", name=name, exact=True))


def fill_in_the_account(page):
    page.get_by_label("Platform").select_option(label="Instagram")
    page.get_by_label("Account name").fill("Northside Band")
    page.get_by_label("Handle or link").fill("https://instagram.com/NorthsideBand?igsh=1")
    page.get_by_label("A school or department", exact=True).check()
    page.get_by_label("What is it for?").fill("Concert dates and clips for families")
    page.get_by_label("Parents and guardians").check()
    page.get_by_label("An example of a post").fill("Spring concert on May 4 at 7 p.m.")
    page.get_by_label("Every week").check()
    page.get_by_label("When should it start?").fill((today() + dt.timedelta(days=30)).isoformat())
    page.get_by_label("District e-mail address").fill("band@marlow.example")
    page.get_by_label("Second manager").fill("hana sato")
    page.get_by_label("Who can get the account back?").fill("tom@marlow.example")
    page.get_by_label("Closed: nobody can comment").check()
    page.get_by_role("group", name="Will it be used to write to students?").get_by_label(
        "Yes"
    ).check()
    page.get_by_role("group", name="Will students be seen or heard").get_by_label("No").check()
    page.get_by_role("group", name="Are any of these students under 13").get_by_label("Yes").check()


def lou_asks(page, tag):
    leads_on(page.get_by_role("link", name="Ask for something").first)
    check_page(page, "request-new" + tag)
    leads_on(page.get_by_role("button", name="Start").first)
    check_page(page, "request-details-empty" + tag)
    press(page, "Continue")
    expect(page.get_by_role("link", name="Choose a platform")).to_be_visible()
    check_page(page, "request-details-errors" + tag)
    fill_in_the_account(page)
    press(page, "Continue")
    check_page(page, "request-promises" + tag)
    press(page, "Continue")
    expect(page.get_by_role("link", name="Confirm that you will post under")).to_be_visible()
    check_page(page, "request-promises-errors" + tag)
    for box in page.get_by_role("checkbox").all():
        box.check()
    press(page, "Continue")
    expect(page.locator("#who")).to_contain_text("Pat Novak, your supervisor")
    expect(page.locator("#who")).to_contain_text("Ada Lindqvist, District Administrator")
    check_page(page, "request-check" + tag)
    press(page, "Send request")
    check_page(page, "request-sent" + tag)


def pat_approves(page, asked, tag):
    check_page(page, "queue" + tag)
    leads_on(page.get_by_role("link", name=asked.title))
    check_page(page, "decide" + tag)
    press(page, "Save decision")
    check_page(page, "decide-errors" + tag)
    page.get_by_label("Approve.").check()
    press(page, "Save decision")
    check_page(page, "queue-after-deciding" + tag)


def lou_tells_parents(page, account, tag):
    leads_on(page.get_by_role("link", name="Tell parents and record it"))
    check_page(page, "notice" + tag)
    press(page, "Parents were told: make it active")
    check_page(page, "notice-errors" + tag)
    page.get_by_label("Letter home").check()
    page.get_by_label("On which day?").fill(today().isoformat())
    press(page, "Parents were told: make it active")
    check_page(page, "account-active" + tag)
    account.refresh_from_db()
    assert account.state == "active"


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_from_the_wish_to_the_active_account(browser, live_server, cast, tied, script):
    tag = "" if script else "-plain"
    with open_page(browser, script=script) as page:
        sign_in(page, live_server, cast.lou)
        page.goto(live_server.url + "/requests/")
        check_page(page, "requests-empty" + tag)
        lou_asks(page, tag)
        leads_on(page.get_by_role("link", name="See the request"))
        check_page(page, "request-open" + tag)
        page.goto(live_server.url + "/requests/")
        check_page(page, "requests" + tag)
    asked = Request.objects.get()
    with open_page(browser, script=script) as page:
        sign_in(page, live_server, cast.pat)
        page.goto(live_server.url + "/queue/")
        pat_approves(page, asked, tag)
    with open_page(browser, width=390, script=script) as page:
        sign_in(page, live_server, cast.ada)
        page.goto(live_server.url + factory.url("decide", asked))
        page.get_by_label("Approve.").check()
        page.get_by_label("Reason, comment or conditions").fill("Use the school's logo as it is.")
        press(page, "Save decision")
        page.goto(live_server.url + factory.url("decide", asked))
        expect(page.locator("main")).to_contain_text("You have decided this already")
    account = Account.objects.get()
    assert account.state == "waiting"
    with open_page(browser, script=script) as page:
        sign_in(page, live_server, cast.lou)
        check_page(page, "tasks-with-notice" + tag)
        page.goto(live_server.url + factory.url("request", asked))
        check_page(page, "request-approved" + tag)
        page.goto(live_server.url + account.get_absolute_url())
        check_page(page, "account-waiting" + tag)
        lou_tells_parents(page, account, tag)
        page.goto(live_server.url + "/registry/")
        check_page(page, "registry" + tag)


def test_a_returned_request_is_changed_and_what_changed_is_marked(browser, live_server, cast):
    asked = factory.sent(cast.lou, manager=cast.hana, place=cast.northside)
    factory.decided(asked, by=cast.pat, outcome="returned", reason="Say what you will post.")
    with open_page(browser) as page:
        sign_in(page, live_server, cast.lou)
        page.goto(live_server.url + factory.url("request", asked))
        check_page(page, "request-returned")
        leads_on(page.get_by_role("link", name="Change and send again"))
        check_page(page, "request-details-returned")
        page.get_by_label("What is it for?").fill("Concert dates only")
        press(page, "Continue")
        press(page, "Continue")
        press(page, "Send request")
    with open_page(browser) as page:
        sign_in(page, live_server, cast.pat)
        page.goto(live_server.url + factory.url("decide", asked))
        expect(page.locator("main")).to_contain_text("Concert dates only")
        check_page(page, "decide-again")


def test_several_people_of_one_name_are_offered_to_choose_from(browser, live_server, cast):
    person("Hanae Sato", 77)
    asked = factory.draft(cast.lou, manager=cast.hana, place=cast.northside)
    with open_page(browser) as page:
        sign_in(page, live_server, cast.lou)
        page.goto(live_server.url + factory.url("details", asked))
        page.get_by_label("Second manager").fill("han sato")
        press(page, "Continue")
        check_page(page, "request-details-several")
        page.get_by_label("Hanae Sato").check()
        press(page, "Continue")
        press(page, "Continue")
        expect(page.locator("main")).to_contain_text("Hanae Sato")
