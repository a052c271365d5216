"""Every way in besides the plain password, in a real Chromium: each walked once."""

from __future__ import annotations

import datetime as dt
import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from playwright.sync_api import expect

from accounts import moving, roles
from accounts.signing_in import password_link
from district_portal.district.models import District
from district_portal.mailing.models import Message
from district_portal.permissions import Role
from district_portal.settings import elsewhere
from tests.accounts.test_no_way_back import (
    by_a_sheet,
    by_hand,
    by_the_turn_of_the_day,
    plan_for_yesterday,
)
from tests.cast import PASSWORD, call_the_cast
from tests.journeys.browser import check_page, leads_on, open_page
from tests.oidc.running import CLIENT, SECRET, run_provider

pytestmark = [pytest.mark.slow_journey, pytest.mark.django_db(transaction=True)]

LONG_AGO = dt.timedelta(days=30)


@pytest.fixture
def cast():
    cache.clear()
    yield call_the_cast()
    cache.clear()  # nobody else waits for the wrong passwords of these


@pytest.fixture
def provider(live_server, settings, tmp_path):
    settings.PORTAL_ADDRESS = live_server.url
    settings.SOCIALACCOUNT_REQUESTS_TIMEOUT = 30
    with run_provider(tmp_path, back=[f"{live_server.url}/accounts/with/oidc/back/"]) as provider:
        app = elsewhere.other(CLIENT, SECRET, server=provider.server, name="Marlow ID")
        settings.SOCIALACCOUNT_PROVIDERS = {"elsewhere": {"APPS": [app]}}
        policy = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
        settings.CONTENT_SECURITY_POLICY = {
            "DIRECTIVES": policy
            | {"form-action": [*policy["form-action"], *elsewhere.origins([app])]}
        }
        provider.say("lou", email="lou@marlow.example")
        yield provider


def sign_in(page, live_server, person, password=PASSWORD):
    page.goto(live_server.url + "/accounts/login/")
    page.get_by_label("E-mail").fill(person.email)
    page.get_by_label("Password", exact=True).fill(password)
    leads_on(page.get_by_role("button", name="Sign in", exact=True))


def agree(page):
    """The provider's own two pages."""
    leads_on(page.get_by_role("button", name="lou"))
    leads_on(page.get_by_role("button", name="Authorize"))


def is_in(page):
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def sign_out(page):
    leads_on(page.get_by_role("button", name="Sign out"))


def code(secret, steps=0):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def test_an_account_elsewhere_from_the_invitation_to_the_next_sign_in(
    browser, live_server, cast, provider
):
    with open_page(browser) as page:
        page.goto(live_server.url + "/accounts/login/")
        check_page(page, "sign-in-with-offers")
        leads_on(page.get_by_role("button", name="Sign in with Marlow ID"))
        agree(page)
        expect(page.locator("main")).to_contain_text("linked to nobody here")
        check_page(page, "not-linked", expect_status=401)
        page.goto(password_link(cast.lou))
        check_page(page, "choose-password-or-account")
        leads_on(page.get_by_role("button", name="Sign in with Marlow ID"))
        leads_on(page.get_by_role("button", name="Authorize"))
        is_in(page)
        page.goto(live_server.url + "/accounts/linked/")
        expect(page.locator("main")).to_contain_text("lou@marlow.example")
        check_page(page, "accounts-elsewhere")
        sign_out(page)
        page.goto(live_server.url + "/accounts/login/")
        leads_on(page.get_by_role("button", name="Sign in with Marlow ID"))
        leads_on(page.get_by_role("button", name="Authorize"))
        is_in(page)
        page.goto(live_server.url + "/accounts/with/oidc/again/?next=/accounts/where/")
        check_page(page, "prove-again-elsewhere")
        page.goto(live_server.url + "/accounts/by-mail/")
        check_page(page, "prove-by-mail")
        page.goto(live_server.url + "/accounts/by-mail/another-browser/")
        check_page(page, "prove-by-mail-failed", expect_status=410)
        page.goto(live_server.url + "/accounts/with/cancelled/")
        check_page(page, "did-not-go-on")


def test_a_passkey_is_a_second_factor_and_signs_in_without_a_password(browser, live_server, cast):
    District.objects.update(second_factor_roles=[Role.DISTRICT_ADMINISTRATOR])
    with open_page(browser) as page:
        devices = page.context.new_cdp_session(page)
        devices.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        sign_in(page, live_server, cast.ada)
        expect(page.locator("main")).to_contain_text("Your role needs a second factor")
        check_page(page, "second-factor-needed")
        leads_on(page.get_by_role("button", name="Mail me the link"))
        check_page(page, "prove-by-mail-sent")
        mail = Message.objects.get(name="link_to_prove").text
        page.goto(live_server.url + re.search(r"/accounts/by-mail/\S+", mail)[0])
        check_page(page, "second-factor-may-be-added")
        leads_on(page.get_by_role("link", name="Add a passkey"))
        check_page(page, "passkey-add")
        page.get_by_label("Name").fill("My desk")
        leads_on(page.get_by_role("button", name="Add the passkey"))
        check_page(page, "recovery-codes")
        page.goto(live_server.url + "/accounts/second-factor/")
        check_page(page, "second-factor-passkey")
        leads_on(page.get_by_role("link", name="Rename My desk"))
        check_page(page, "passkey-rename")
        sign_out(page)
        sign_in(page, live_server, cast.ada)
        expect(page.get_by_role("heading", level=1)).to_have_text("Your second factor")
        check_page(page, "second-factor-asked")
        leads_on(page.get_by_role("button", name="Use a passkey"))
        is_in(page)
        sign_out(page)
        page.goto(live_server.url + "/accounts/login/")
        leads_on(page.get_by_role("button", name="Sign in with a passkey"))
        is_in(page)
        page.goto(live_server.url + "/people/")
        expect(page.get_by_role("heading", level=1)).to_have_text("People")
        roles.appoint(cast.bea, role=Role.DISTRICT_ADMINISTRATOR, by=None)
        for leave in (by_hand, by_a_sheet, by_the_turn_of_the_day):
            if leave is by_the_turn_of_the_day:
                plan_for_yesterday(cast.ada)
            page.goto(live_server.url + "/accounts/where/")
            is_in(page)
            leave(cast.ada)
            page.goto(live_server.url + "/accounts/where/")
            assert "/accounts/login/" in page.url
            leads_on(page.get_by_role("button", name="Sign in with a passkey"))
            page.goto(live_server.url + "/accounts/where/")
            assert "/accounts/login/" in page.url
            come_back(cast.ada, to=cast.district)
            leads_on(page.get_by_role("button", name="Sign in with a passkey"))


def come_back(person, *, to):
    """Hired anew, as if long ago: the passkey of before is theirs again."""
    moving.hire(person, place=to, position="Superintendent", supervisor=None, by=None)
    for row in person.postings.order_by("since"):
        row.since -= LONG_AGO
        row.until = row.until and row.until - LONG_AGO
        row.save()


def test_an_app_is_set_up_and_a_recovery_code_opens_the_door_once(browser, live_server, cast):
    with open_page(browser) as page:
        sign_in(page, live_server, cast.lou)
        page.goto(live_server.url + "/accounts/second-factor/app/")
        check_page(page, "app-set-up")
        secret = page.locator(".totp-key").inner_text()
        page.get_by_label("Code that the app shows now").fill(code(secret))
        leads_on(page.get_by_role("button", name="Set up the app"))
        codes = page.locator(".recovery-codes code").all_inner_texts()
        assert len(codes) == 10
        page.goto(live_server.url + "/accounts/second-factor/app/remove/")
        check_page(page, "app-remove")
        sign_out(page)
        for opens in (True, False):
            sign_in(page, live_server, cast.lou)
            page.get_by_label("Code").fill(codes[0])
            leads_on(page.get_by_role("button", name="Sign in", exact=True))
            if opens:
                is_in(page)
                sign_out(page)
        expect(page.locator("main")).to_contain_text("wrong or too old")
        check_page(page, "second-factor-wrong")


def test_a_forgotten_password_is_chosen_anew_without_script_and_other_devices_are_out(
    browser, live_server, cast
):
    with (
        open_page(browser, script=False) as page,
        open_page(browser, width=390, script=False) as phone,
    ):
        sign_in(phone, live_server, cast.lou)
        page.goto(live_server.url + "/accounts/password/reset/")
        page.get_by_label("E-mail").fill(cast.lou.email)
        leads_on(page.get_by_role("button", name="Send me the link"))
        expect(page.get_by_role("heading", level=1)).to_have_text("Look in your mailbox")
        cast.lou.refresh_from_db()
        page.goto(live_server.url + re.sub("^https?://[^/]+", "", password_link(cast.lou)))
        for label in ("New password", "New password, once more"):
            page.get_by_label(label, exact=True).fill("three small red boats")
        leads_on(page.get_by_role("button", name="Save password"))
        is_in(page)
        phone.goto(live_server.url + "/")
        expect(phone.get_by_role("heading", level=1)).to_have_text("Sign in")
        sign_in(phone, live_server, cast.lou, "three small red boats")
        page.goto(live_server.url + "/accounts/where/")
        check_page(page, "where-signed-in")
        leads_on(page.get_by_role("button", name="Sign out everywhere else"))
        phone.goto(live_server.url + "/")
        expect(phone.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_wrong_passwords_are_slowed_down_and_a_known_browser_gets_in(browser, live_server, cast):
    with open_page(browser) as own, open_page(browser) as stranger:
        sign_in(own, live_server, cast.lou)
        sign_out(own)
        for _ in range(6):
            sign_in(stranger, live_server, cast.lou, "not the password")
        expect(stranger.locator("main")).to_contain_text("Too many attempts")
        check_page(stranger, "too-many-attempts")
        sign_in(stranger, live_server, cast.lou)
        expect(stranger.locator("main")).to_contain_text("Too many attempts")
        sign_in(own, live_server, cast.lou)
        is_in(own)
