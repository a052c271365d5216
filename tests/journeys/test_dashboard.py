"""HR looks at how the district stands: in every look, on paper, on a phone, and without script."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pypdfium2
import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from approvals.registry.models import YearlyCheck
from district_portal.district.current import school_year, today
from policies.acknowledgments import counting, following
from tests.cast import call_the_cast
from tests.factories import approvals as factory
from tests.factories.acknowledgments import required, signed
from tests.factories.policies import published
from tests.journeys.browser import check_page, leads_on, open_page

pytestmark = [pytest.mark.slow_journey, pytest.mark.django_db(transaction=True)]


def ago(days):
    return timezone.now() - dt.timedelta(days=days)


@pytest.fixture
def district():
    """Three policies half signed, some late; requests decided and waiting; one account."""
    factory.enter_presets()
    cast = call_the_cast()
    counting.call_roll()
    people = [cast.gus, cast.lou, cast.pat, cast.tom, cast.theo, cast.val, cast.polly]
    for number, (code, title) in enumerate(
        [("529", "Staff Use of Social Media"), ("511", "Telephones"), ("740.1", "Field Trips")]
    ):
        version = published(code, title, at=ago(60))
        required(version, at=ago(50), due_days=(10, 40, 70)[number])
        for place, person in enumerate(people[number:]):
            signed(person, version, at=ago(46 - 7 * place + number))
    account = factory.registered(
        cast.lou, deciders=[cast.pat, cast.ada], manager=cast.hana, place=cast.northside
    )
    days = {"asked_on": today() - dt.timedelta(40), "due_on": today() - dt.timedelta(5)}
    YearlyCheck.objects.create(account=account, school_year=school_year(), **days)
    for number in range(3):
        at = ago(25 - 8 * number)
        handle = f"@northside{number}"
        factory.sent(cast.lou, manager=cast.hana, place=cast.northside, handle=handle, at=at)
    following.keep()
    return cast


def enter(page, person, live_server):
    """As whoever has signed in a moment ago."""
    client = Client()
    client.force_login(person)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
    )


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_how_the_district_stands(browser, live_server, district, script):
    with open_page(browser, script=script) as page:
        enter(page, district.ada, live_server)
        page.goto(f"{live_server.url}/reports/")
        leads_on(page.get_by_role("link", name="Dashboard"))
        main = page.get_by_role("main")
        expect(main).to_contain_text("are late; most at")
        expect(main).to_contain_text("Registry of accounts")
        check_page(page, f"dashboard{'' if script else '-plain'}")
        if script:
            page.emulate_media(media="print", color_scheme="light")
            paper = page.pdf(format="Letter", print_background=True)
            page.emulate_media(media="screen")
            _keep(paper)
            assert len(pypdfium2.PdfDocument(paper)) == 1
        page.set_viewport_size({"width": 390, "height": 900})
        for summary in page.locator("main .chart summary").all():
            summary.press("Enter")
        check_page(page, f"dashboard-tables{'' if script else '-plain'}")
        page.locator("main .filters summary").click()
        page.get_by_label("Policy").select_option("529")
        leads_on(page.get_by_role("button", name="Apply"))
        expect(page.get_by_role("main")).not_to_contain_text("Registry of accounts")
        check_page(page, f"dashboard-policy{'' if script else '-plain'}")
        leads_on(page.get_by_role("link", name="Who has signed and who has not, by name"))
        expect(page).to_have_url(f"{live_server.url}/reports/?place=&policy=529")


def test_a_principal_sees_their_own_people(browser, live_server, district):
    with open_page(browser, width=390) as page:
        enter(page, district.pat, live_server)
        page.goto(f"{live_server.url}/reports/dashboard/")
        expect(page.get_by_role("heading", name="How your people stand")).to_be_visible()
        check_page(page, "dashboard-principal")


def _keep(paper):
    """Beside the pictures, where these are kept."""
    if shots := os.environ.get("SHOTS"):
        Path(shots, "dashboard.pdf").write_bytes(paper)
