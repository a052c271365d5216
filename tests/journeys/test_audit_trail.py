"""The auditor looks through the trail: finds, narrows, turns pages, follows an object, exports."""

from __future__ import annotations

import csv
import io

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from accounts import adding, moving, roles
from district_portal import audit
from district_portal.permissions import Role
from tests.cast import call_the_cast
from tests.factories.acknowledgments import required
from tests.factories.policies import published
from tests.journeys.browser import check_page, leads_on, open_page
from tests.journeys.walking import follow, sign_in

pytestmark = [pytest.mark.slow_journey, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_the_auditor_finds_who_did_what(browser, live_server, script):
    cast = call_the_cast()
    version = done_by(cast)
    with open_page(browser, width=390, script=script) as page:
        sign_in(page, live_server.url, cast.otto)
        follow(page, "Reports")
        follow(page, "Audit trail")
        expect(page.get_by_role("main")).to_contain_text("acts recorded until then match")
        seen(page, "newest", script)
        turns_pages(page, script)
        narrows(page, script)
        exports(page, script)
        page.goto(f"{live_server.url}{version.policy.get_absolute_url()}")
        follow(page, "History")
        expect(page.get_by_role("main")).to_contain_text("Only the history of: Policy, 529")
        expect(page.get_by_role("table")).to_contain_text("Requirement to sign set up")
        seen(page, "history", script)
    with open_page(browser, script=script) as page:
        sign_in(page, live_server.url, cast.hana)
        page.goto(f"{live_server.url}/people/{cast.lou.pk}/")
        follow(page, "History")
        expect(page.get_by_role("table")).to_contain_text("Posting changed")
        seen(page, "human-resources", script)
        page.goto(f"{live_server.url}/audit/?act=policies.published")
        expect(page.get_by_role("main")).to_contain_text("A filter is wrong")
        seen(page, "wrong", script)


def done_by(cast):
    """What the trail holds: a policy, postings, a role, many small acts; and it was verified."""
    version = published("529", "Staff Use of Social Media", by=cast.polly)
    required(version, by=cast.polly)
    for number in range(60):
        audit.record(
            "places.changed", by=cast.hana, on=cast.northside, place=cast.northside,
            before={"name": f"Northside {number}"}, after={"name": f"Northside {number + 1}"},
        )  # fmt: skip
    moving.move(cast.lou, by=cast.hana, position="Dean of students", place=cast.transportation)
    adding.add(cast.gus, by=cast.hana, position="Coach", place=cast.northside, supervisor=cast.pat)
    roles.appoint(cast.val, role=Role.AUDITOR, place=cast.northside, by=cast.ada)
    call_command("verify_audit", verbosity=0)
    return version


def seen(page, name, script):
    """Axe needs script."""
    if script:
        check_page(page, f"trail-{name}")
        page.set_viewport_size({"width": 390, "height": 900})


def turns_pages(page, script):
    follow(page, "Older")
    expect(page.get_by_role("table")).to_contain_text("Policy published")
    seen(page, "older", script)
    follow(page, "Newer")
    expect(page.get_by_role("table")).to_contain_text("Role given")


def narrows(page, script):
    page.get_by_text("Filter", exact=True).click()
    page.get_by_label("Whom it was about").fill("Lou Berg")
    page.get_by_label("What was done").select_option("people.")
    leads_on(page.get_by_role("button", name="Apply"))
    main = page.get_by_role("main")
    expect(page.get_by_role("table")).to_contain_text("Posting changed")
    expect(page.get_by_role("table")).not_to_contain_text("Place changed")
    seen(page, "narrowed", script)
    page.get_by_text("Filter, 2 chosen").click()
    page.get_by_label("Words in what it was done on").fill("zebra")
    leads_on(page.get_by_role("button", name="Apply"))
    expect(main).to_contain_text("No act fits")
    seen(page, "none", script)
    page.go_back()


def exports(page, script):
    with page.expect_download() as loading:
        page.get_by_role("link", name="CSV").click()
    text = loading.value.path().read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert {row["Act"] for row in rows} == {"people.moved"}
    assert "Dean of students" in rows[0]["What changed"]
