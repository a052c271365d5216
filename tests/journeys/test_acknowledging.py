"""A policy is required, signed on a phone, replaced and signed again; with and without script."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from tests.cast import PASSWORD
from tests.factories.acknowledgments import required
from tests.factories.policies import published
from tests.journeys.browser import check_page, leads_on, open_page
from tests.journeys.walking import sign_in

pytestmark = [pytest.mark.slow_journey, pytest.mark.django_db(transaction=True)]
CLAUSES = [
    {"kind": "para", "text": "Words about a school reach further than the person who writes them."},
    {"kind": "heading", "level": 1, "text": "On the district’s accounts"},
    "Ask the supervisor before an account is opened in the name of the school.",
    "Write as the school would speak, and answer within two school days.",
    {"kind": "heading", "level": 1, "text": "On one’s own accounts"},
    ("a.", "Say that the opinion is your own. " * 6),
    ("b.", "Keep what students confide to you to yourself."),
]


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_from_the_rule_to_the_receipt(browser, live_server, cast, script):
    version = published("529", "Staff Use of Social Media", clauses=CLAUSES)
    with open_page(browser, script=script) as polly:
        require_it(polly, live_server.url, cast)
    with open_page(browser, width=390, script=script) as lou:
        sign_on_a_phone(lou, live_server.url, cast)
        published(
            "529",
            "Staff Use of Social Media",
            clauses=CLAUSES[:-1],
            summary="Clause b is gone.",
            asks_again="everyone",
        )
        sign_the_newer_one(lou, live_server.url)
    with open_page(browser, script=script) as hana:
        sign_in(hana, live_server.url, cast.hana)
        hana.goto(f"{live_server.url}/people/{cast.lou.pk}/")
        leads_on(hana.locator("a[href^='/receipts/']").last)
        check_page(hana, "receipt-hr")
    assert version.assignments.get(person=cast.lou).ended_why == "signed"


def require_it(page, address, cast):
    sign_in(page, address, cast.polly)
    check_page(page, "tasks-none")
    page.goto(f"{address}/requirements/")
    check_page(page, "requirements-none")
    page.goto(f"{address}/policies/529/")
    leads_on(page.get_by_role("link", name="Require acknowledgment"))
    check_page(page, "require")
    page.get_by_label("Only those with certain").check()
    leads_on(page.get_by_role("button", name="Show whom it reaches"))
    check_page(page, "require-error")
    page.get_by_label("Northside School").check()
    page.get_by_label("Also these people").fill("Gus de la Cruz")
    leads_on(page.get_by_role("button", name="Show whom it reaches"))
    check_page(page, "require-preview")
    leads_on(page.get_by_role("button", name="Require policy 529"))
    check_page(page, "requirements")
    page.get_by_text("End", exact=True).click()
    check_page(page, "requirements-end")
    leads_on(page.get_by_role("link", name="Change 529"))
    page.get_by_label("Also these people").fill("")
    leads_on(page.get_by_role("button", name="Show whom it reaches"))
    check_page(page, "require-change-preview")
    leads_on(page.get_by_role("button", name="Save this change"))


def sign_on_a_phone(page, address, cast):
    sign_in(page, address, cast.lou)
    check_page(page, "tasks")
    leads_on(page.get_by_role("link", name="Staff Use of Social Media"))
    check_page(page, "sign")
    leads_on(page.get_by_role("button", name="Sign policy 529"))
    check_page(page, "sign-error")
    page.get_by_label("I have read this version").check()
    page.get_by_label("Your name").fill("Lou Berg")
    the_password_was_given_an_hour_ago()
    leads_on(page.get_by_role("button", name="Sign policy 529"))
    check_page(page, "sign-password")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    leads_on(page.locator("main").get_by_role("button").first)
    check_page(page, "sign-back")
    assert page.get_by_label("Your name").input_value() == "Lou Berg"
    assert page.get_by_label("I have read this version").is_checked()
    leads_on(page.get_by_role("button", name="Sign policy 529"))
    check_page(page, "receipt")
    leads_on(page.get_by_role("link", name="Back to my tasks"))
    check_page(page, "tasks-done")
    leads_on(page.get_by_role("link", name="See what I have signed"))
    check_page(page, "receipts")


def sign_the_newer_one(page, address):
    page.goto(f"{address}/policies/529/")
    check_page(page, "policy-to-sign")
    leads_on(page.get_by_role("link", name="Read and sign 529"))
    check_page(page, "sign-again")
    stale = page.url
    published("529", "Staff Use of Social Media", clauses=CLAUSES, asks_again="everyone")
    page.goto(stale)
    check_page(page, "sign-replaced")
    leads_on(page.get_by_role("link", name="Read and sign version 3"))
    page.get_by_label("I have read this version").check()
    page.get_by_label("Your name").fill("L. B.")
    leads_on(page.get_by_role("button", name="Sign policy 529"))
    check_page(page, "receipt-other-name")


def test_a_full_day_of_tasks(browser, live_server, cast):
    now = timezone.now()
    for code, title, days_ago in (
        ("511", "Staff Conduct", 24),
        ("740.1", "Acceptable Use of the District’s Network and Devices by Staff", 8),
        ("826", "Public Information", 0),
    ):
        version = published(code, title, clauses=CLAUSES * 3)
        required(version, at=now - dt.timedelta(days=days_ago))
    with open_page(browser) as page:
        sign_in(page, live_server.url, cast.lou)
        check_page(page, "tasks-many")
        assert "days late" in page.locator(".task").first.inner_text()
        page.goto(f"{live_server.url}/receipts/")
        check_page(page, "receipts-none")
    with open_page(browser) as page:
        sign_in(page, live_server.url, cast.polly)
        page.goto(f"{live_server.url}/requirements/")
        check_page(page, "requirements-many")


def the_password_was_given_an_hour_ago():
    for session in Session.objects.all():
        kept = session.get_decoded()
        for record in kept.get("account_authentication_methods", []):
            record["at"] -= 3600
        session.session_data = Session.objects.encode(kept)
        session.save()
