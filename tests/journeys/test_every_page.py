"""Every page of the permission matrix in the demo district; empty, with long names, and wrong."""

from __future__ import annotations

import os
from itertools import zip_longest
from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from accounts.models import Person
from district_portal.demo import signins
from tests.journeys.browser import check_page, open_page
from tests.journeys.demo_world import open_demo
from tests.journeys.stretching import check_stretched
from tests.journeys.walking import speak
from tests.permissions.test_matrix import COUNT, NAMES, ROWS

pytestmark = [
    pytest.mark.slow_journey,
    pytest.mark.thorough,
    pytest.mark.django_db(transaction=True),
]

NO_PAGES = {
    "robots",
    "official:json",
    "exemptions:invitation",
    "claiming:file",
    "claiming:template",
    "official:csv",
    "policies:fingerprinted",
    "policies:plain",
    "policies:pdf",
    "policies:changes_pdf",
    "reports:acknowledgments_file",
    "trail:csv",
    "api:openapi",
    "reports:export_file",
    "roster:people_file",
    "privacy:own",
    "acknowledgments:bundle_file",
    "acknowledgments:receipt_pdf",
    "acknowledgments:scan",
    "acknowledgments:sheets_pdf",
    "acknowledgments:slips",
    "impostors:capture",
    "concerns:file",
    "concerns:picture",
    "concerns:pack_file",
    "concerns:pack_sample",
    "registry:notice_copy",
    "account_logout",
    "account_reauthenticate",
    "prove_by_mail_open",
    "mfa_remove_webauthn",
    "mfa_edit_webauthn",
    "mfa_view_recovery_codes",
    "mfa_deactivate_totp",
    "setup:logo",
    "setup:colors",
    *(row[1] for row in ROWS if row[1].startswith(("setup:first", "oidc_"))),
    *(row[1] for row in ROWS if row[-1] == "401" or row[1] == "api:nowhere"),
}
"""What is no page, and what leads elsewhere: once one has signed in, once the district is set up,
or as long as one has no authenticator, like everybody in the demo."""
DIFFERENT = {
    "home:today",
    "people:person",
    "policies:policy",
    "approvals:requests",
    "approvals:request",
    "approvals:queue",
    "registry:account",
    "exemptions:exemption",
    "exemptions:meeting",
    "relationships:relationship",
    "reports:acknowledgments",
    "reports:dashboard",
}
"""Pages that show each role something else; of all others one look is enough."""
ALSO = {
    "policies:list": ("?words=zebra",),
    "reports:acknowledgments": ("?policy=533", "?status=signed&policy=511&page=2"),
    "reports:dashboard": ("?policy=533", "?place=none"),
    "api:tokens": ("?state=over", "?words=zebra"),
    "people:list": ("?page=2", "?words=zebra"),
    "trail:search": ("?act=people.", "?words=zebra", "?by=nobody", "?act=policies.rescinded"),
    "registry:list": ("?state=active", "?parents=overdue"),
    "registry:notice": ("?language=both",),
    "exemptions:list": ("?words=zebra", "?state=any"),
    "records:due": ("?kind=request",),
    "records:holds": ("?words=zebra", "?state=any"),
    "records:runs": ("?state=refused",),
    "records:gone": ("?words=zebra",),
    "relationships:list": ("?words=zebra", "?state=any"),
    "official:check": (
        "?address=@CedarLandingBand",
        "?address=@CedarLand1ngBand",
        "?address=@elsewhere",
        "?address=two+words",
        "?address=@CedarLandlngBand",
        "?address=facebook.com/bendband.boosters",
        "?address=instagram.com/cedarlandingdrama",
    ),
    "questions:list": ("?which=all", "?which=mine&state=closed"),
    "questions:of_policy": ("?clause=whole",),
    "claiming:list": ("?state=back", "?words=zebra"),
    "claiming:sheet": ("?show=doubtful",),
    "not_official:list": ("?words=zebra",),
    "concerns:list": ("?state=closed", "?whose=handle"),
    "impostors:list": ("?warning=on", "?words=zebra"),
    "official:list": ("?words=zebra",),
    "acknowledgments:my_people": ("?status=late", "?status=leave", "?q=zebra"),
    "approvals:details": ("?check=1",),
}
"""Queries of an address that make another page of it."""
LANGUAGES = ("en", "es") if os.environ.get("SHOTS") else ("en",)
"""Pictures are taken in both; words are held to the catalog, and longer ones to the pages."""


@pytest.fixture
def demo_portal(one_portal):
    return one_portal.running(DEMO="1")


def pages(world):
    """Each page that can be looked at: address, its name, a short one, and whom it is closed to."""
    for row in ROWS:
        method, name, *arguments = row[:-COUNT]
        if method != "GET" or name in NO_PAGES:
            continue
        closed = {who for who, letter in zip(NAMES, row[-COUNT:], strict=True) if letter != "y"}
        values = list(zip_longest(*(world[argument] for argument in arguments))) or [()]
        for number, value in enumerate(values, start=1):
            told = [one or world[arguments[at]][0] for at, one in enumerate(value)]
            address, short = reverse(name, args=told), f"{name.replace(':', '-')}-{number}"
            yield address, name, short, closed
            for more, query in enumerate(ALSO.get(name, ()), start=1):
                yield address + query, name, f"{short}-q{more}", closed


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_the_demo_district(
    browser, demo_portal, transactional_db, settings, language
):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    people, world = open_demo()
    Person.objects.update(language=language)
    every = list(pages(world))
    seen, seen_by_guests, faults = set(), set(), []
    for who in ("anon", *people):
        with open_page(browser) as page:
            if who != "anon":
                demo_portal.sign_in(page, people[who].email, password=signins.PASSWORD)
            for address, name, short, closed in every:
                again = name in DIFFERENT and short.endswith("-1")
                if who in closed or (address in seen and not again):
                    continue
                if who == "anon":  # a shared device forgets what the last person spoke
                    speak(page, demo_portal.address, language)
                if is_open(page, page.goto(demo_portal.address + address), address):
                    (seen_by_guests if who == "anon" else seen).add(address)
                    faults += faults_of(page, f"{short}-{who}-{language}")
    assert {address for address, *_ in every} - seen - seen_by_guests == set()
    assert not faults, "\n\n".join(faults)


def is_open(page, answer, address):
    """Whether an address leads somewhere, and not to the sign-in page instead."""
    sign_in = reverse("account_login")
    return answer.status == 200 and (urlsplit(page.url).path != sign_in or address == sign_in)


def faults_of(page, name):
    found = []
    for check in (check_page, check_stretched):
        try:
            check(page, name)
        except AssertionError as fault:
            found.append(str(fault))
    return found


def test_what_is_not_there_is_said_kindly(browser, running_portal, district):
    with open_page(browser) as page:
        page.goto(f"{running_portal.address}/nowhere/")
        check_page(page, "page-anon-404", expect_status=404)
        running_portal.sign_in(page, district.lou.email)
        page.goto(f"{running_portal.address}/people/")
        check_page(page, "page-lou-404", expect_status=404)
